"""Devanagari into Latin letters by sound, as names are commonly spelt in English (राम: Ram).

The inherent vowel falls silent at the end of a word and between a vowel's consonant and the next
syllable (Ohala's rule, 1983).
"""

import re
import unicodedata
from dataclasses import dataclass

_CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j",
    "झ": "jh", "ञ": "n", "ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t",
    "थ": "th", "द": "d", "ध": "dh", "न": "n", "प": "p", "फ": "ph", "ब": "b", "भ": "bh",
    "म": "m", "य": "y", "र": "r", "ल": "l", "ळ": "l", "व": "v", "श": "sh", "ष": "sh",
    "स": "s", "ह": "h",
}  # fmt: skip
_WITH_NUKTA = {"क": "q", "ग": "g", "ज": "z", "ड": "r", "ढ": "rh", "फ": "f"}
_VOWELS = {
    "अ": "a", "आ": "a", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e",
    "ऐ": "ai", "ओ": "o", "औ": "au", "ऑ": "o", "ऍ": "e",
}  # fmt: skip
_SIGNS = {
    "ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai",
    "ो": "o", "ौ": "au", "ॉ": "o", "ॅ": "e",
}  # fmt: skip
_VIRAMA, _NUKTA = "\u094d", "\u093c"
_NASALS = "\u0901\u0902"
_ENDINGS = {"\u0901": "n", "\u0902": "n", "\u0903": "h"}
# Ambar and Singh, but Sanjay.
_NASAL_BEFORE = {"p": "m", "b": "m", "m": "m", "h": "ng"}
_SILENT = frozenset("\u200c\u200d")
# After a cluster with such an end the last vowel is spoken: Krishna, Chandra, but Vasant.
_SONORANTS = frozenset("yrlvmn")
_GAP = re.compile(r"([\s-]+)")


@dataclass
class _Syllable:
    """Consonants, then a vowel; `inherent` where the vowel is not written.

    `end` is the place in the word after the consonants' last letter.
    """

    onset: list[str]
    vowel: str = ""
    inherent: bool = False
    nasal: str = ""
    end: int = 0


def to_latin(text: str) -> str | None:
    """Spells a name in Latin letters, each word with a capital.

    Returns:
        The name, or None if a character is not known.
    """
    words = [_word(word) for word in _GAP.split(text)]
    return None if None in words else "".join(word for word in words if word)


def as_spoken(word: str) -> str | None:
    """Marks each inherent vowel that is silent with a virama (राम: राम्).

    Args:
        word: One word, which comes back decomposed (NFD).

    Returns:
        The word, or None if a character is not known.
    """
    plain = unicodedata.normalize("NFD", word)
    syllables = _syllables(plain)
    if syllables is None:
        return None
    _silence_last(syllables)
    _silence_inner(syllables)
    for row in reversed(syllables):
        if row.inherent and not row.vowel:
            plain = plain[: row.end] + _VIRAMA + plain[row.end :]
    return plain


def _word(word: str) -> str | None:
    if _GAP.fullmatch(word):
        return word
    syllables = _syllables(unicodedata.normalize("NFD", word))
    if syllables is None:
        return None
    _silence_last(syllables)
    _silence_inner(syllables)
    text = "".join(_spelt(syllables, at) for at in range(len(syllables)))
    return text[:1].upper() + text[1:]


def _syllables(word: str) -> list[_Syllable] | None:
    """Reads a word as syllables; None if a character is not known."""
    rows: list[_Syllable] = []
    joined = False
    for at, char in enumerate(word):
        if char in _CONSONANTS:
            nukta = word[at + 1 : at + 2] == _NUKTA
            sound = _WITH_NUKTA.get(char, _CONSONANTS[char]) if nukta else _CONSONANTS[char]
            if joined and rows:
                rows[-1].onset.append(sound)
            else:
                rows.append(_Syllable([sound]))
            rows[-1].vowel, rows[-1].inherent, joined = "a", True, False
            rows[-1].end = at + 1 + nukta
        elif char in _VOWELS:
            rows.append(_Syllable([], _VOWELS[char]))
        elif not _modifies(rows, char):
            return None
        joined = joined or char == _VIRAMA
    return rows


def _modifies(rows: list[_Syllable], char: str) -> bool:
    """Applies a sign to the last syllable; tells whether it is one."""
    if char in _SILENT or char == _NUKTA:
        return True
    if not rows:
        return False
    last = rows[-1]
    if char in _SIGNS:
        last.vowel, last.inherent = _SIGNS[char], False
    elif char in _ENDINGS:
        last.nasal = char
    elif char == _VIRAMA:
        last.vowel, last.inherent = "", False
    else:
        return False
    return True


def _silence_last(rows: list[_Syllable]) -> None:
    last = rows[-1] if rows else None
    if last is None or len(rows) == 1 or not last.inherent or last.nasal:
        return
    if len(last.onset) == 1 or last.onset[-1] not in _SONORANTS:
        last.vowel = ""


def _silence_inner(rows: list[_Syllable]) -> None:
    for at in range(len(rows) - 2, 0, -1):
        before, here, after = rows[at - 1], rows[at], rows[at + 1]
        single = len(here.onset) == 1 and len(after.onset) == 1
        if here.inherent and not here.nasal and single and before.vowel and after.vowel:
            here.vowel = ""


def _spelt(rows: list[_Syllable], at: int) -> str:
    row = rows[at]
    following = rows[at + 1].onset[:1] if at + 1 < len(rows) else []
    ending = _ENDINGS.get(row.nasal, "")
    if row.nasal in _NASALS and row.nasal and following:
        ending = _NASAL_BEFORE.get(following[0][0], "n")
    return "".join(row.onset).replace("jn", "gy") + row.vowel + ending
