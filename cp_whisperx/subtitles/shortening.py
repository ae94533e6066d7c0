"""Shortening by rule: a cue that is too fast to read loses what carries no meaning, and no more.

Each language's list (`rules/shortening.toml`) says what that is. The rules are applied one after
the other, each at one place after the other, and only until the cue can be read. Songs stay as
they are. Nothing is cut off: a cue that is still too fast stays whole, and the style check tells.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from cp_whisperx.subtitles.profiles import StyleProfile, visible_length

_FILE = Path(__file__).parent / "rules" / "shortening.toml"
_ENDS = ".!?…।॥؟。！？"
_COMMA = "[,،，]"
_LETTER_BEFORE = r"(?<![\w\u0300-\u036f\u0900-\u0dff'’-])"
_LETTER_AFTER = r"(?![\w\u0300-\u036f\u0900-\u0dff'’-])"
_SENTENCE_START = rf"(?:^|(?<=[{_ENDS}])\s*|(?<=[{_ENDS}][\"”»)])\s+)"
_CAPITALS = frozenset({"Latn", "Cyrl"})
_INNER_START = re.compile(r"([.!?]\s+)([^\W\d_])")
_ECHO = re.compile(r"\b(\w[\w'’]*)(?:([,،，]\s*|\s+)\1\b)+", re.IGNORECASE)
_CALL_FIRST = re.compile(rf"^([^\W\d_][^\s,،，]*){_COMMA}\s*")
_CALL_LAST = re.compile(rf"{_COMMA}\s*([^\W\d_][^\s,،，{_ENDS}]*)(?=[{_ENDS}]*$)")
# A sentence keeps at least so many characters: "Well…" alone is an answer.
_LEAST_LEFT = 3

_Rule = Callable[[str], Iterator[str]]


@dataclass(frozen=True)
class Shortened:
    """A text that was shortened, and by which rules."""

    text: str
    rules: tuple[str, ...] = ()


class _Lists(BaseModel):
    """A language's lists."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contractions: dict[str, str] = Field(default_factory=dict)
    numbers: dict[str, str] = Field(default_factory=dict)
    noises: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@cache
def _all_lists() -> dict[str, _Lists]:
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {language: _Lists.model_validate(row) for language, row in rows.items()}


def shorten(
    text: str, profile: StyleProfile, wanted: float, recent: Sequence[str] = ()
) -> Shortened:
    """Shortens a text until it has at most so many visible characters, as far as rules go.

    Args:
        text: A cue's text as one line.
        profile: The profile of its language.
        wanted: Visible characters that can be read in its time.
        recent: Texts of the cues just before it: who was called there need not be called again.
    """
    used: list[str] = []
    for name, rule in _rules(profile, recent):
        while visible_length(text, profile.language) > wanted:
            shorter = next(_useful(rule(text), text, profile), None)
            if shorter is None:
                break
            text = shorter
            used.append(name)
    return Shortened(text, tuple(dict.fromkeys(used)))


def _rules(profile: StyleProfile, recent: Sequence[str]) -> Iterator[tuple[str, _Rule]]:
    """Yields a language's rules, those that lose least first."""
    lists = _all_lists().get(profile.language, _Lists())
    spaced = profile.spaced
    yield "contractions", lambda text: _replaced(text, lists.contractions, spaced)
    yield "numbers", lambda text: _digits(text, lists.numbers, spaced)
    yield "noises", lambda text: _without_noises(text, lists.noises)
    yield "openers", lambda text: _without_openers(text, lists.openers)
    yield "fillers", lambda text: _without_fillers(text, lists.fillers)
    yield "tags", lambda text: _without_tags(text, lists.tags)
    yield "repeats", _without_echo
    yield "vocatives", lambda text: _without_calls(text, recent)


def _useful(candidates: Iterator[str], before: str, profile: StyleProfile) -> Iterator[str]:
    """Yields what is shorter and still says something, its first letter as before."""
    length = visible_length(before, profile.language)
    for candidate in candidates:
        made = " ".join(candidate.split()) if profile.spaced else candidate.strip()
        left = sum(char.isalnum() for char in made)
        if left >= _LEAST_LEFT and visible_length(made, profile.language) < length:
            yield _capitalised(made, before, profile)


def _capitalised(text: str, before: str, profile: StyleProfile) -> str:
    """Begins sentences with a capital where the text did before."""
    if profile.script not in _CAPITALS or not _first_letter(before).isupper():
        return text
    place = next((i for i, char in enumerate(text) if char.isalpha()), 0)
    text = text[:place] + text[place : place + 1].upper() + text[place + 1 :]
    if not _INNER_START.search(before):
        return text
    return _INNER_START.sub(lambda found: found[1] + found[2].upper(), text)


def _first_letter(text: str) -> str:
    return next((char for char in text if char.isalpha()), "")


def _word(phrase: str, *, spaced: bool = True) -> str:
    """Returns a pattern of a phrase as whole words; Python's own takes no Indic vowel signs."""
    escaped = re.escape(phrase)
    return rf"{_LETTER_BEFORE}{escaped}{_LETTER_AFTER}" if spaced else escaped


def _replaced(text: str, table: dict[str, str], spaced: bool) -> Iterator[str]:
    for phrase, short in table.items():
        # At the end of a clause English does not contract: "I know what it is."
        pattern = _word(phrase, spaced=spaced) + rf"(?=\s+\w)(?!\s*[{_ENDS}])"
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            capital = found[0][0].isupper()
            put = short[0].upper() + short[1:] if capital else short
            yield text[: found.start()] + put + text[found.end() :]


def _digits(text: str, table: dict[str, str], spaced: bool) -> Iterator[str]:
    """Writes a number in digits where it stands alone: "fifty", not "fifty thousand"."""
    if not table:
        return
    longest_first = sorted(table, key=len, reverse=True)
    pattern = "|".join(_word(word, spaced=spaced) for word in longest_first)
    found = list(re.finditer(pattern, text, re.IGNORECASE))
    for place, match in enumerate(found):
        near = [*found[max(0, place - 1) : place], *found[place + 1 : place + 2]]
        touching = any(
            re.fullmatch(r"[\s-]*", text[min(match.end(), o.end()) : max(match.start(), o.start())])
            for o in near
        )
        digits = table.get(match[0].lower(), "")
        if digits and not touching and not re.search(r"\d\s*$", text[: match.start()]):
            yield text[: match.start()] + digits + text[match.end() :]


def _without_noises(text: str, noises: Sequence[str]) -> Iterator[str]:
    for noise in noises:
        pattern = rf"{_word(noise)}(?:[,،…]\s*|\s+|$)"
        if re.search(pattern, text, re.IGNORECASE):
            yield re.sub(pattern, "", text, count=1, flags=re.IGNORECASE)


def _without_openers(text: str, openers: Sequence[str]) -> Iterator[str]:
    for opener in sorted(openers, key=len, reverse=True):
        pattern = rf"({_SENTENCE_START}){re.escape(opener)}(?:\s+|(?<=[，,،]))(?=\S)"
        if re.search(pattern, text, re.IGNORECASE):
            yield re.sub(pattern, r"\1", text, count=1, flags=re.IGNORECASE)


def _without_fillers(text: str, fillers: Sequence[str]) -> Iterator[str]:
    for filler in fillers:
        # Two words before it at least: after one the comma would be wrong to lose.
        pattern = rf"(\w\S*\s\S*\w){_COMMA}\s*{re.escape(filler)}{_COMMA}"
        if re.search(pattern, text, re.IGNORECASE):
            yield re.sub(pattern, r"\1", text, count=1, flags=re.IGNORECASE)


def _without_tags(text: str, tags: Sequence[str]) -> Iterator[str]:
    for tag in tags:
        pattern = rf"{_COMMA}\s*[¿¡]?{re.escape(tag)}(?=[{_ENDS}])"
        if re.search(pattern, text, re.IGNORECASE):
            yield re.sub(pattern, "", text, count=1, flags=re.IGNORECASE)


def _without_echo(text: str) -> Iterator[str]:
    """Says a word once that is said over and over: "No, no, no!" becomes "No!"."""
    if _ECHO.search(text):
        yield _ECHO.sub(r"\1", text, count=1)


def _without_calls(text: str, recent: Sequence[str]) -> Iterator[str]:
    """Drops a name at the beginning or end that the cues before called too."""
    called = {found[1].lower() for line in recent for found in _calls(line)}
    for found in _calls(text):
        if found[1].lower() in called:
            yield text[: found.start()] + text[found.end() :]


def _calls(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_CALL_FIRST, _CALL_LAST):
        if found := pattern.search(text):
            yield found
