"""Hindi in Urdu's letters into Devanagari: "میں تم سے پیار کرتا ہوں" becomes "मैं तुम से प्यार करता हूँ".

Urdu writes no short vowels, and several of its letters sound alike. Known words are found by the
letters that Urdu would write of them; other words are spelt by rule, with the vowels that look
most like Hindi.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from shared.hindi_letters import Reading, best_spelling
from shared.hindi_words import HindiWord, hindi_words

# Letters that Arabic or Persian keyboards write in place of Urdu's, and doublets of one sound.
_SAME = str.maketrans("كيىهةۃۀحطصثذضظژۂؤأإٱ", "کییہہہہہتسسززززہوااا")
_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c\u200d]")
_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a\u0671-\u06d3\u06d5\u06fa-\u06ff]+")
_SIGNS = str.maketrans("،؛؟۔٪٫٬", ",;?।%.,")

# What Urdu writes of Devanagari's letters, in the common letters of `_SAME`.
_CONSONANTS = {
    "क": "ک", "ख": "کھ", "ग": "گ", "घ": "گھ", "ङ": "ن", "च": "چ", "छ": "چھ", "ज": "ج",
    "झ": "جھ", "ञ": "ن", "ट": "ٹ", "ठ": "ٹھ", "ड": "ڈ", "ढ": "ڈھ", "ण": "ن", "त": "ت",
    "थ": "تھ", "द": "د", "ध": "دھ", "न": "ن", "प": "پ", "फ": "پھ", "ब": "ب", "भ": "بھ",
    "म": "م", "य": "ی", "र": "ر", "ल": "ل", "व": "و", "श": "ش", "ष": "ش", "स": "س", "ह": "ہ",
}  # fmt: skip
_WITH_NUKTA = {"क": "ق", "ख": "خ", "ग": "غ", "ज": "ز", "ड": "ڑ", "ढ": "ڑھ", "फ": "ف"}
_SIGN_VOWELS = {"ा": "ا", "ि": "", "ी": "ی", "ु": "", "ू": "و", "ृ": "ر", "े": "ے", "ै": "ے",
                "ो": "و", "ौ": "و", "ॉ": "ا", "ं": "ن", "ँ": "ن"}  # fmt: skip
_OWN_VOWELS = {"अ": "ا", "आ": "ا", "इ": "ا", "ई": "ای", "उ": "ا", "ऊ": "او", "ऋ": "ر",
               "ए": "اے", "ऐ": "اے", "ओ": "او", "औ": "او", "ऑ": "ا"}  # fmt: skip
# Hindi commonly leaves the dot out, so that both spellings must meet.
_DOTLESS = {
    ord(dotted): plain for dotted, plain in zip("قغزفخ", ["ک", "گ", "ج", "پھ", "کھ"], strict=True)
}
_FIXED = {"کہ": "कि", "نہ": "न", "وہ": "वह", "یہ": "यह", "پہ": "पे", "خوش": "खुश", "خوشی": "खुशी",
          "خود": "खुद", "خواب": "ख़्वाब"}  # fmt: skip
_ROUND = "،؛؟۔!.,?\"'"
_ENDS = tuple("؟۔!.?")
_AFTER_DONE = frozenset(("ہے", "ہیں", "تھا", "تھے", "گیا", "گئے", "جا", "جائے", "جاتا", "ہوگا"))
_NUKTA, _VIRAMA = "\u093c", "\u094d"

_READINGS: dict[str, tuple[str, ...]] = {
    "ق": ("क",), "خ": ("ख़", "ख"), "غ": ("ग",), "ز": ("ज़", "ज"), "ف": ("फ़", "फ"),
    "ڑ": ("ड़",), "ڑھ": ("ढ़",), "ن": ("न", "ं", "ण"), "ں": ("ं",), "ش": ("श", "ष"), "ہ": ("ह",),
    "ع": ("अ", "ा", ""), "ء": ("",), "ئ": ("",),
}  # fmt: skip
_READINGS |= {
    urdu: (letter,)
    for letter, urdu in _CONSONANTS.items()
    if urdu not in _READINGS and letter not in "ङञणष"
}
_SHORT: list[Reading] = [("", 0.0), ("ि", 0.9), ("ु", 1.1), (_VIRAMA, 0.4)]
_FIRST_SHORT: list[Reading] = [("", 0.0), ("ि", 0.9), ("ु", 1.1), (_VIRAMA, 1.5)]
# Before a vowel these two are consonants.
_HALF_VOWELS = {"و": "व", "ی": "य"}
_LAST_VOWELS = {"ی": ("ी",)}
_VOWELS = {"ا": ("ा",), "و": ("ो", "ू", "ौ", "व"), "ی": ("ी", "े", "ै", "य", "िय"), "ے": ("े", "ै")}
_FIRST_VOWELS = {"آ": ("आ",), "ا": ("अ", "इ", "उ"), "ای": ("ए", "ई", "ऐ"), "او": ("ओ", "औ", "ऊ"),
                 "اے": ("ए", "ऐ"), "و": ("व",), "ی": ("य",)}  # fmt: skip
_AFTER_VOWEL = {"ا": ("आ", "या"), "و": ("व", "ओ", "ऊ"), "ی": ("ई", "य"), "ے": ("ए", "ये"),
                "آ": ("आ",)}  # fmt: skip
_LAST_H = ("ह", "ा")
_TOKEN = re.compile(r"^(?:ای|او|اے)|.ھ|.", re.DOTALL)


def urdu_to_devanagari(words: Sequence[str]) -> list[str]:
    """Writes words of a line in Devanagari; what stands round their letters stays.

    Args:
        words: Words in Urdu's letters; others stay as they are.
    """
    plain = [_MARKS.sub("", unicodedata.normalize("NFC", word)) for word in words]
    common = [word.translate(_SAME) for word in plain]
    return [_written(word, _in_context(common, at)) for at, word in enumerate(plain)]


def _written(word: str, known: str | None) -> str:
    return _WORD.sub(lambda found: known or _convert(found[0]), word).translate(_SIGNS)


def _in_context(words: Sequence[str], at: int) -> str | None:
    """Returns what one of the words that Urdu writes alike means here; None for other words."""
    word = words[at].strip(_ROUND)
    begins = at == 0 or words[at - 1][-1:] in _ENDS
    if word == "میں":
        return "मैं" if begins else "में"
    if word == "کیا":
        after = words[at + 1].strip(_ROUND) if at + 1 < len(words) else ""
        return "किया" if not begins and after in _AFTER_DONE else "क्या"
    return None


@cache
def _convert(word: str) -> str:
    common = word.translate(_SAME)
    if common in _FIXED:
        return _FIXED[common]
    known = _by_letters().get(_key(common), ())
    closest = [row for row in known if _initial(row.text) == common.startswith("آ")] or known
    if closest:
        return max(closest, key=lambda row: (row.count, row.text)).text
    return best_spelling(_slots(_TOKEN.findall(common)))


def _initial(text: str) -> bool:
    """Whether a word begins with the long vowel that Urdu marks."""
    return text.startswith("आ")


@cache
def _by_letters() -> dict[str, list[HindiWord]]:
    """Returns the known words by the letters that Urdu writes of them."""
    found: defaultdict[str, list[HindiWord]] = defaultdict(list)
    for row in hindi_words().values():
        written = _urdu_of(row.text)
        keys = {_key(written), _key(written.replace("یے", "ے").replace("یو", "و"))}
        keys |= {key[:-1] + "ہ" for key in keys if key.endswith("ا")}
        for key in keys:
            found[key].append(row)
    return found


def _key(word: str) -> str:
    """Reduces Urdu letters to what Hindi tells apart."""
    key = (
        word.replace("آ", "ا").replace("ع", "ا").replace("ں", "ن").replace("ئ", "").replace("ء", "")
    )
    key = key.translate(_DOTLESS)
    key = re.sub("ا+", "ا", re.sub("ے(?!$)", "ی", key))
    return re.sub(r"(.)\1", r"\1", key)


def _urdu_of(text: str) -> str:
    """Writes a Devanagari word as Urdu would, without short vowels."""
    parts: list[str] = []
    chars = unicodedata.normalize("NFD", text)
    for at, char in enumerate(chars):
        after = chars[at + 1 : at + 2]
        if char in _CONSONANTS:
            parts.append((_WITH_NUKTA if after == _NUKTA else _CONSONANTS).get(char, ""))
        elif char in _OWN_VOWELS:
            vowel = _OWN_VOWELS[char]
            parts.append(vowel if not at or len(vowel) == 1 else vowel[1:])
        elif char in "िु" and (not after or after in _OWN_VOWELS):
            parts.append({"ि": "ی", "ु": "و"}[char])
        else:
            parts.append(_SIGN_VOWELS.get(char, ""))
    return re.sub(r"(.)\1(?!$)", r"\1", "".join(parts))


def _slots(tokens: list[str]) -> list[list[Reading]]:
    """Returns the possible letters of each of Urdu's, with short vowels between consonants."""
    slots: list[list[Reading]] = []
    before = ""
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        is_half = token in _HALF_VOWELS and bool(after) and after in _AFTER_VOWEL
        vowels = _vowels_at(at, before, after)
        if token in vowels and not (is_half and before != "vowel"):
            slots.append(_priced(vowels[token]))
            before = "consonant" if slots[-1][0][0] in _HALF_VOWELS.values() else "vowel"
        elif token == "ہ" and not after and at:
            slots.append(_priced(_LAST_H))
        elif token in "ئء":
            before = "vowel"
        else:
            if before == "consonant":
                slots.append(_SHORT if at > 1 else _FIRST_SHORT)
            readings = (_HALF_VOWELS[token],) if is_half else _READINGS.get(token, ("",))
            slots.append(_priced(readings))
            before = "consonant"
    return slots


def _vowels_at(at: int, before: str, after: str) -> dict[str, tuple[str, ...]]:
    """Returns the vowels that may stand at a place, by what stands round it."""
    if not at:
        return _FIRST_VOWELS
    if before != "consonant":
        return _AFTER_VOWEL
    return _VOWELS if after else _VOWELS | _LAST_VOWELS


def _priced(readings: Sequence[str]) -> list[Reading]:
    return [(text, 0.6 * min(at, 2)) for at, text in enumerate(readings)]
