"""Phrases that recognisers are known to make up over silence and music.

`phrases.json` lists them by kind and language. `credits` name who made subtitles or a programme,
`appeals` speak to a channel's viewers, `labels` name a sound, `polite` ones are really said too. No
kind is judged without other evidence. The lists name facts, in normalised form or near it, and
were written for this project; a stem such as "subtitles by" stands for all that begins like it.
"""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from cp_whisperx.hallucination.text import (
    count_letters,
    has_spaceless,
    normalise,
    scripts_of,
    sentences,
)

PhraseKind = Literal["credits", "appeals", "labels", "polite"]
_FILE = Path(__file__).with_name("phrases.json")
_LABEL = re.compile(r"^\s*[-–]?\s*(?:[\[(*【（「][^\])*】）」]*[\])*】）」][\s.,!]*)+$")
# Text between notes is what is sung, not a label; notes round nothing, or round "music", are one.
_NOTES = re.compile(r"[♪♫♩♬]")
_ADDRESS = re.compile(r"\bwww\.\S+|https?:|\b[\w-]{3,}\.(?:com|org|net|tv|ai|io)\b", re.IGNORECASE)
_PART = re.compile(r"[,;，、،–—-]+\s*")
# A stem may be followed by this many words, such as a name, and the whole is still one phrase.
_WORDS_AFTER_STEM = 5
_MOSTLY = 0.5
# What stands in brackets is hardly ever said, but emphasis is written like that too.
_UNKNOWN_LABEL = 0.6
_NEAR = 86.0
_NEAR_FROM_LETTERS = 9


@dataclass(frozen=True)
class Phrase:
    """A known phrase in a text.

    Attributes:
        kind: What it is.
        likeness: 1 if the text is the phrase, down to 0.5 if it is only like it or holds more.
    """

    kind: PhraseKind
    likeness: float


@lru_cache(maxsize=4096)
def known_phrase(text: str, language: str) -> Phrase | None:
    """Tells whether a segment's text is a known phrase.

    Args:
        text: A segment's text.
        language: The text's, BCP-47 code. English counts in every language; credits and appeals
            of all languages in the text's script count too, because recognisers mix those up.
    """
    plain = normalise(text)
    code = language.split("-", maxsplit=1)[0]
    if _NOTES.search(text) and (not plain or _is("labels", plain, code)):
        return Phrase("labels", 1.0)
    if _LABEL.match(text):
        return Phrase("labels", 1.0 if _is("labels", plain, code) else _UNKNOWN_LABEL)
    if not plain:
        return None
    found = [_made(kind, plain, script_of_text(text)) for kind in ("credits", "appeals")]
    address = _share(_ADDRESS.findall(text), text)
    if address >= _MOSTLY:
        found.append(Phrase("credits", address))
    if _is("labels", plain, code):
        found.append(Phrase("labels", 0.8))
    likely = [phrase for phrase in found if phrase]
    return max(likely, key=lambda phrase: phrase.likeness, default=_polite(text, plain, code))


def script_of_text(text: str) -> str:
    """Returns the script most letters of a text are in; Latin for signs alone."""
    return max(scripts_of(text).items(), key=lambda item: item[1], default=("Latn", 0))[0]


def _made(kind: Literal["credits", "appeals"], plain: str, script: str) -> Phrase | None:
    """Finds the phrase of a script's languages that a text is, begins with, holds or resembles."""
    listed = _in_script(kind, script)
    likeness = max((_covering(plain, held) for held in listed if _holds(plain, held)), default=0.0)
    if likeness < 1 and len(plain) >= _NEAR_FROM_LETTERS:
        near = process.extractOne(plain, listed, scorer=fuzz.ratio, score_cutoff=_NEAR)
        likeness = max(likeness, near[1] / 100 if near else 0.0)
    return Phrase(kind, likeness) if likeness >= _MOSTLY else None


def _holds(plain: str, phrase: str) -> bool:
    if phrase not in plain:
        return False
    return has_spaceless(phrase) or f" {phrase}" in f" {plain}"


def _covering(plain: str, phrase: str) -> float:
    """How much of a text a phrase in it makes up; all of it if little follows."""
    words = len(plain.split()) - len(phrase.split())
    if plain.startswith(phrase) and words <= _WORDS_AFTER_STEM and len(phrase) * 4 >= len(plain):
        return 1.0
    share = len(phrase) / len(plain)
    return 1.0 if share >= _MOSTLY else share


def _share(parts: list[str], text: str) -> float:
    return min(1.0, 2 * count_letters("".join(parts)) / max(1, count_letters(text)))


def _polite(text: str, plain: str, code: str) -> Phrase | None:
    """Tells whether a text is a polite phrase, several of them, or nearly one."""
    if _is("polite", plain, code) or _all_polite(text, code):
        return Phrase("polite", 1.0)
    if len(plain) < _NEAR_FROM_LETTERS:
        return None
    listed = tuple(_listed("polite", code) | _listed("polite", "en"))
    near = process.extractOne(plain, listed, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return Phrase("polite", near[1] / 100) if near else None


def _all_polite(text: str, code: str) -> bool:
    parts = [
        plain
        for sentence in sentences(text)
        for part in _PART.split(sentence)
        if (plain := normalise(part))
    ]
    return bool(parts) and all(_is("polite", part, code) for part in parts)


def _is(kind: PhraseKind, plain: str, code: str) -> bool:
    return plain in _listed(kind, code) or plain in _listed(kind, "en")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return table


@cache
def _listed(kind: PhraseKind, code: str) -> frozenset[str]:
    return frozenset(normalise(phrase) for phrase in _table()[kind].get(code, ()))


@cache
def _in_script(kind: PhraseKind, script: str) -> tuple[str, ...]:
    """All languages' phrases of a script; Japanese and Chinese share theirs."""
    wanted = {"Jpan", "Hani"} if script in ("Jpan", "Hani") else {script}
    listed = (phrase for phrases in _table()[kind].values() for phrase in phrases)
    plain = dict.fromkeys(normalise(phrase) for phrase in listed)
    return tuple(phrase for phrase in plain if script_of_text(phrase) in wanted)
