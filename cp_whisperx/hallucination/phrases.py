"""Phrases that recognisers are known to make up over silence and music.

`phrases.json` lists them by language. `polite` ones are also really said, `credits` hardly ever
are; neither is judged without other evidence.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Literal

from cp_whisperx.hallucination.text import normalise

PhraseKind = Literal["credits", "polite"]
_FILE = Path(__file__).with_name("phrases.json")
_LABEL = re.compile(r"^\s*(?:[\[(*【（「][^\])*】）」]*[\])*】）」][\s.,!]*)+$")
# Text between notes is what is sung, not a label; notes round nothing, or round "music", are one.
_NOTES = re.compile(r"[♪♫♩♬]")
_MUSIC = frozenset({"", "music", "संगीत", "instrumental"})


def known_phrase(text: str, language: str) -> PhraseKind | None:
    """Tells whether a segment's whole text is a known phrase.

    Args:
        text: A segment's text.
        language: BCP-47 code; the English phrases count in every language.

    Returns:
        `credits` for credit lines, appeals and sound labels; `polite` for greetings and thanks.
    """
    plain = normalise(text)
    if _LABEL.match(text) or (_NOTES.search(text) and plain in _MUSIC):
        return "credits"
    codes = {language.split("-", maxsplit=1)[0], "en"}
    if any(phrase in plain for code in codes for phrase in _phrases("credits", code)):
        return "credits"
    polite = {phrase for code in codes for phrase in _phrases("polite", code)}
    return "polite" if plain in polite else None


@cache
def _phrases(kind: PhraseKind, language: str) -> tuple[str, ...]:
    table = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(normalise(phrase) for phrase in table[kind].get(language, []))
