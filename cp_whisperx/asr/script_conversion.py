"""Writes words in another script by their sound, where nothing better is to be had."""

import re
import unicodedata
from collections.abc import Sequence

from cp_whisperx.asr.urdu_to_devanagari import urdu_to_devanagari
from shared.devanagari import to_latin
from shared.hindi_roman import DEVANAGARI_RUN, romanise
from shared.roman_to_devanagari import roman_to_devanagari, sound_key
from shared.unicode_scripts import dominant_script

# The scripts that ISCII orders alike: the same sound lies at the same place of each block.
_BLOCKS = {"Deva": 0x0900, "Beng": 0x0980, "Guru": 0x0A00, "Gujr": 0x0A80, "Orya": 0x0B00,
           "Taml": 0x0B80, "Telu": 0x0C00, "Knda": 0x0C80, "Mlym": 0x0D00}  # fmt: skip
# Tamil has one letter for each row of stops.
_TAMIL_ROWS = str.maketrans("खगघछझठडढथदधफबभशऱ", "कककचजटटटतततपपपஶर".replace("ஶ", "ष"))
# Scripts that Latin and Urdu letters are brought into: those of Hindi and its nearest kin.
_FROM_SOUND = frozenset({"Deva", "Gujr", "Guru"})
_SHARED_SIGNS = "।॥"
_VOWELS_AND_GLIDES = re.compile(r"[^a-z]|[aeiouyh]")


def in_script(words: Sequence[str], script: str) -> list[str] | None:
    """Writes words in a script.

    Args:
        words: Words of a line; those in the script already stay as they are.
        script: ISO 15924 code.

    Returns:
        The words, or None if one of them cannot be written in it.
    """
    if script == "Latn":
        native = _in_devanagari(words)
        return None if native is None else romanise(native)
    if script == "Deva":
        return _in_devanagari(words)
    if script not in _BLOCKS:
        return None
    if script not in _FROM_SOUND and any(dominant_script(w) in ("Latn", "Arab") for w in words):
        return None
    kept = [dominant_script(word) in (script, None) for word in words]
    native = _in_devanagari([" " if own else word for word, own in zip(words, kept, strict=True)])
    moved = None if native is None else [_moved(word, "Deva", script) for word in native]
    if moved is None or None in moved:
        return None
    return [w if own else m or "" for w, m, own in zip(words, moved, kept, strict=True)]


def _in_devanagari(words: Sequence[str]) -> list[str] | None:
    """Writes words in Devanagari, those of one script together, so that they have context."""
    written = list(words)
    for script, convert in (("Latn", roman_to_devanagari), ("Arab", urdu_to_devanagari)):
        at = [n for n, word in enumerate(words) if dominant_script(word) == script]
        for n, word in zip(at, convert([words[n] for n in at]), strict=True):
            written[n] = word
    for n, word in enumerate(written):
        script_now = dominant_script(word)
        if script_now not in (None, "Deva"):
            moved = _moved(word, script_now, "Deva") if script_now in _BLOCKS else None
            if moved is None:
                return None
            written[n] = moved
    return written


def _moved(word: str, source: str | None, target: str) -> str | None:
    """Moves letters to the parallel block; None if one has no counterpart there."""
    if source == target or source is None:
        return word
    shift = _BLOCKS[target] - _BLOCKS[source]
    if target == "Taml":
        word = unicodedata.normalize("NFD", word).replace("\u093c", "").translate(_TAMIL_ROWS)
    moved = "".join(
        char
        if char in _SHARED_SIGNS or not 0x0900 <= ord(char) <= 0x0D7F
        else chr(ord(char) + shift)
        for char in word
    )
    return moved if all(unicodedata.category(char) != "Cn" for char in moved) else None


def sound_of(text: str) -> str | None:
    """Returns a text's consonants in Latin letters; None for scripts whose sound is not known."""
    native = _in_devanagari(text.split())
    if native is None:
        return None
    return " ".join(_VOWELS_AND_GLIDES.sub("", sound_key((to_latin(w) or w).lower())) for w in
                    (_plain(word) for word in native)).replace(" ", "")  # fmt: skip


def _plain(word: str) -> str:
    return "".join(DEVANAGARI_RUN.findall(word))
