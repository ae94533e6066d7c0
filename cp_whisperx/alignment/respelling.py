"""Writes foreign words in a script that a model knows, so that they can be aligned by their sound.

Into Latin by uroman, the romanisation that the multilingual aligners were trained on (Hermjakob
et al., 2018). From Latin into the Indic scripts by a table of sounds, and from one Indic script
into another by the parallel layout of their Unicode blocks. The result is heard, never shown.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import groupby
from typing import Any

from shared.unicode_scripts import script_of

# First code points of the Indic blocks, which all follow the layout of Devanagari (ISCII).
_BLOCKS = {
    "Deva": 0x0900, "Beng": 0x0980, "Guru": 0x0A00, "Gujr": 0x0A80, "Orya": 0x0B00,
    "Taml": 0x0B80, "Telu": 0x0C00, "Knda": 0x0C80, "Mlym": 0x0D00,
}  # fmt: skip
_CONSONANTS = {
    "chh": "छ", "kh": "ख", "gh": "घ", "ch": "च", "jh": "झ", "th": "थ", "dh": "ध", "ph": "फ",
    "bh": "भ", "sh": "श", "ck": "क", "qu": "क्व", "k": "क", "c": "क", "q": "क", "g": "ग",
    "j": "ज", "z": "ज", "t": "ट", "d": "ड", "n": "न", "p": "प", "f": "फ", "b": "ब", "m": "म",
    "y": "य", "r": "र", "l": "ल", "v": "व", "w": "व", "s": "स", "h": "ह", "x": "क्स",
}  # fmt: skip
# For each vowel: as a letter at the beginning, and as a sign after a consonant. A short a is
# left out there: a letter too few costs an alignment less than one that nobody says.
_VOWELS: dict[str, tuple[str, str]] = {
    "aa": ("आ", "ा"), "ai": ("ऐ", "ै"), "au": ("औ", "ौ"), "ee": ("ई", "ी"), "ea": ("ई", "ी"),
    "oo": ("ऊ", "ू"), "ou": ("औ", "ौ"), "a": ("अ", ""), "i": ("इ", "ि"), "u": ("उ", "ु"),
    "e": ("ए", "े"), "o": ("ओ", "ो"),
}  # fmt: skip
_SOUND = re.compile("|".join(sorted([*_CONSONANTS, *_VOWELS], key=len, reverse=True)))
_DOUBLED = re.compile(r"([b-df-gj-np-tv-z])\1")
_SILENT_E = re.compile(r"(?<=[aeiou][b-df-hj-np-tv-z])e$")


def respell(word: str, known: frozenset[str]) -> str:
    """Writes a word in known scripts; what cannot be written in them stays as it is.

    Args:
        word: A word in any script, or mixed.
        known: ISO 15924 codes of the scripts that the model knows.
    """
    runs = groupby(_carried(word), key=lambda pair: pair[1])
    return "".join(_run("".join(char for char, _ in run), script, known) for script, run in runs)


def _carried(word: str) -> list[tuple[str, str | None]]:
    """Pairs each character with its script; signs within a run belong to the run."""
    pairs: list[tuple[str, str | None]] = []
    for char in word:
        script = script_of(char)
        # An apostrophe does not end a Latin run: don't is one word.
        carried = pairs[-1][1] if pairs and char in "'\u2019\u200c\u200d" else None
        pairs.append((char, script or carried))
    return pairs


def _run(text: str, script: str | None, known: frozenset[str]) -> str:
    if script is None or script in known or not known:
        return text
    if "Latn" in known:
        return _romanise(text)
    target = next((name for name in _BLOCKS if name in known), None)
    if target is None:
        return text
    if script in _BLOCKS:
        return _shift(text, _BLOCKS[target] - _BLOCKS[script])
    sounds = text if script == "Latn" else _romanise(text)
    return _shift(to_devanagari(sounds), _BLOCKS[target] - _BLOCKS["Deva"])


def _shift(text: str, distance: int) -> str:
    return "".join(chr(ord(c) + distance) if 0x0900 <= ord(c) < 0x0D80 else c for c in text)


def to_devanagari(word: str) -> str:
    """Writes a word in Latin letters by its sound; two consonants in a row are not joined.

    A model that hears letters gives one for each consonant whether it is joined or not.
    """
    letters = _SILENT_E.sub("", _DOUBLED.sub(r"\1", word.casefold()))
    written: list[str] = []
    after_consonant = False
    for sound in _SOUND.findall(letters):
        if sound in _CONSONANTS:
            written.append(_CONSONANTS[sound])
        elif after_consonant:
            written.append(_VOWELS[sound][1])
        else:
            written.append(_VOWELS[sound][0])
        after_consonant = sound in _CONSONANTS
    return "".join(written)


def _romanise(text: str) -> str:
    return _romaniser()(text)


@cache
def _romaniser() -> Callable[[str], str]:
    """Loads uroman's tables, which takes seconds: only where a text needs them."""
    from uroman import Uroman

    tables: Any = Uroman()
    return lambda text: str(tables.romanize_string(text))
