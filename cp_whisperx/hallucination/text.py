"""Brings texts to one form, so that they can be compared, and tells what they are written in."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from shared.unicode_scripts import script_of

# Latin and Indic marks end a sentence before a space; full-width ones end it anywhere.
_SENTENCE_END = re.compile(
    r"(?<=[.!?।॥؟۔…])\s+|(?<=[。！？])(?![。！？」』）\s])|(?<=[。！？])\s+|\n+"
)
# Joiners, and the dot that case folding leaves of a Turkish capital I.
_DROPPED = "\u200c\u200d\u0307"
# Scripts that put no space between words: a letter with its marks is the unit of comparison.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff]"
)

cached_script = lru_cache(maxsize=8192)(script_of)


def normalise(text: str) -> str:
    """Returns a text in lower case, without punctuation, words one space apart.

    Vowel signs and other marks of Indic scripts are part of their letters and stay.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    kept = (char if _belongs(char) else " " for char in folded if char not in _DROPPED)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=8192)
def _belongs(char: str) -> bool:
    return char == "'" or unicodedata.category(char)[0] in "LMN"


def sentences(text: str) -> list[str]:
    """Splits a text after the signs that end a sentence; empty ones are left out."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def count_letters(text: str) -> int:
    """Counts letters and digits; marks, signs and spaces are not counted."""
    return sum(unicodedata.category(char)[0] in "LN" for char in text)


def scripts_of(text: str) -> Counter[str]:
    """Counts the letters of each script in a text."""
    return Counter(name for char in text if (name := cached_script(char)))


def is_spaceless(char: str) -> bool:
    """Whether a character is of a script that puts no space between words."""
    return _SPACELESS.match(char) is not None


def has_spaceless(text: str) -> bool:
    """Whether a text holds letters of a script that puts no space between words."""
    return _SPACELESS.search(text) is not None
