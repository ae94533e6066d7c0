"""Names from Devanagari into Gujarati letters, by the parallel layout of the Unicode blocks.

Gujarati treats the inherent vowel as Hindi does.
"""

import unicodedata

_DEVANAGARI_TO_GUJARATI = 0x0A80 - 0x0900


def to_gujarati(text: str) -> str | None:
    """Writes a name in Gujarati letters, or returns None if a character has no counterpart."""
    letters = [_gujarati(char) for char in text]
    return None if None in letters else "".join(letter for letter in letters if letter)


def _gujarati(char: str) -> str | None:
    if not 0x0900 <= ord(char) <= 0x097F:
        return char if not char.isalpha() else None
    counterpart = chr(ord(char) + _DEVANAGARI_TO_GUJARATI)
    return counterpart if unicodedata.name(counterpart, "").startswith("GUJARATI") else None
