"""Brings texts to one form, so that they can be compared."""

import re
import unicodedata
from collections.abc import Sequence

_SENTENCE_END = re.compile(r"(?<=[.!?।॥。！？؟۔…])\s+|\n+")
# Joiners, and the dot that case folding leaves of a Turkish capital I.
_DROPPED = "\u200c\u200d\u0307"


def normalise(text: str) -> str:
    """Returns a text in lower case, without punctuation, words one space apart.

    Vowel signs and other marks of Indic scripts are part of their letters and stay.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    kept = (char if _belongs(char) else " " for char in folded if char not in _DROPPED)
    return " ".join("".join(kept).split())


def _belongs(char: str) -> bool:
    return char == "'" or unicodedata.category(char)[0] in "LMN"


def sentences(text: str) -> list[str]:
    """Splits a text after the signs that end a sentence; empty ones are left out."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def count_letters(text: str) -> int:
    """Counts letters and digits; marks, signs and spaces are not counted."""
    return sum(unicodedata.category(char)[0] in "LN" for char in text)


def normalised_words(words: Sequence[str]) -> list[str]:
    """Normalises each word; a word of punctuation alone becomes empty."""
    return [normalise(word) for word in words]
