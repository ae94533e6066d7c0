"""The Hindi words that conversions between scripts know, with how often they come.

`hindi_words.json` is made by `tools/make_script_words.py`, which says from what.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("hindi_words.json")


@dataclass(frozen=True)
class HindiWord:
    """A word as Devanagari writes it.

    Attributes:
        language: `hi`, or `en` for an English word.
        count: How often it came in the texts that the list was made of.
        spellings: How people write it in Latin letters, the commonest first; may be empty.
    """

    text: str
    language: str
    count: int
    spellings: tuple[str, ...]


@cache
def hindi_words() -> dict[str, HindiWord]:
    """Returns the known words by their text, the most frequent first."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        text: HindiWord(text, language, count, tuple(spellings.split()))
        for text, (language, count, spellings) in rows.items()
    }
