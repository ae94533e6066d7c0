"""Hindi in Latin letters into Devanagari: "main tumse pyar karta hoon" becomes "मैं तुमसे प्यार करता हूँ".

Known words are found by their spelling, then by their sound, which people's many spellings of a
word share. Other words are spelt by rule: each sound has its possible letters, and those are taken
that look most like Hindi.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from math import log

from shared.devanagari import to_latin
from shared.hindi_letters import Reading, best_spelling
from shared.hindi_words import HindiWord, hindi_words

_LETTERS = re.compile(r"[a-z]+")
_SOUNDS_ALIKE = (
    ("aa", "a"), ("ee", "i"), ("ii", "i"), ("oo", "u"), ("uu", "u"), ("w", "v"), ("z", "j"),
    ("ph", "f"), ("q", "k"), ("x", "ks"), ("chh", "ch"), ("ck", "k"), ("ai", "e"), ("ei", "e"),
    ("ay(?=[^aeiou]|$)", "e"), ("ey(?=[^aeiou]|$)", "e"), ("au", "o"), ("y$", "i"),
    ("(?<=[aeiou])h$", ""), (r"(.)\1+", r"\1"), ("m(?=[pb])", "n"), ("(?<=[aeiou])n$", ""),
    ("(?<=[^aeiou])a(?=[^aeiou])", ""),
)  # fmt: skip
_LEAST_ALIKE = 0.6
_WORTH_OF_LIKENESS = 8.0
_VIRAMA = "्"
_NASAL = "ं"

_CONSONANTS: dict[str, tuple[str, ...]] = {
    "ksh": ("क्ष",), "chh": ("छ", "च्छ"), "gy": ("ग्य", "ज्ञ"), "kh": ("ख",), "gh": ("घ",),
    "ch": ("च", "छ"), "jh": ("झ",), "th": ("थ", "ठ"), "dh": ("ध", "ढ", "ढ़"), "ph": ("फ",),
    "bh": ("भ",), "sh": ("श", "ष"), "k": ("क",), "c": ("क",), "q": ("क",), "g": ("ग",),
    "j": ("ज",), "z": ("ज़", "ज"), "t": ("त", "ट"), "d": ("द", "ड", "ड़"), "n": ("न", "ण"),
    "p": ("प",), "f": ("फ", "फ़"), "b": ("ब",), "m": ("म",), "y": ("य",), "r": ("र", "ड़"),
    "l": ("ल",), "v": ("व",), "w": ("व",), "s": ("स",), "h": ("ह",), "x": ("क्स",),
}  # fmt: skip
# For each vowel: as a letter of its own, and as a sign after a consonant.
_VOWELS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "aa": (("आ",), ("ा",)), "ai": (("ऐ", "आई"), ("ै", "ाई")), "au": (("औ", "आउ"), ("ौ", "ाउ")),
    "ee": (("ई",), ("ी",)), "oo": (("ऊ",), ("ू",)), "ei": (("ए",), ("े",)),
    "a": (("अ", "आ"), ("", "ा")), "i": (("इ", "ई"), ("ि", "ी")), "u": (("उ", "ऊ"), ("ु", "ू")),
    "e": (("ए", "ये", "ऐ"), ("े", "ै")), "o": (("ओ", "औ"), ("ो", "ौ")),
}  # fmt: skip
_TOKEN = re.compile("|".join(sorted([*_CONSONANTS, *_VOWELS], key=len, reverse=True)))
# What a reading costs that is not the first. The costs were chosen on words of the list that came
# once, with the letter statistics of the other words.
_SECOND = 0.7
_LAST_A: list[Reading] = [("ा", 0.0), ("", 2.5)]
_JOINT: list[Reading] = [("", 0.0), (_VIRAMA, -0.3)]
_FIRST_JOINT: list[Reading] = [(_VIRAMA, 0.0)]
# After these, "ki" is the conjunction.
_THAT = "कि"
_BEFORE_THAT = frozenset(
    """कहा कहना कहते कहता बताया बताना बोला बोली बोले सोचा सोचता लगा लगता लगी पता मालूम है हैं था थे थी
    हूँ हो क्यों जब ना न दिया चाहता चाहती चाहते सुना देखा समझ यकीन कसम उम्मीद डर शायद जानता जानती जानते हुआ
    रहा मतलब इतना इतनी इतने ताकि बल्कि""".split()  # noqa: SIM905
)


def roman_to_devanagari(words: Sequence[str]) -> list[str]:
    """Writes words of a line in Devanagari; what stands round their letters stays.

    Args:
        words: Words in Latin letters; others stay as they are.
    """
    written = [_with_signs(word) for word in words]
    for at in range(1, len(written)):
        if words[at].lower() == "ki" and written[at - 1] in _BEFORE_THAT:
            written[at] = _THAT
    return written


def is_known_spelling(word: str) -> bool:
    """Whether people write a known Hindi word so."""
    return "".join(_LETTERS.findall(word.lower())) in _by_spelling()


def _with_signs(word: str) -> str:
    letters = _LETTERS.search(word.lower())
    if not letters:
        return word
    last = list(_LETTERS.finditer(word.lower()))[-1].end()
    plain = "".join(_LETTERS.findall(word.lower()))
    return word[: letters.start()] + _convert(plain) + word[last:]


@cache
def _convert(word: str) -> str:
    exact = _by_spelling().get(word)
    if exact:
        return exact
    close = max(
        ((_worth(word, row), row.text) for row in _by_sound().get(sound_key(word), ())),
        default=(0.0, ""),
    )
    return close[1] or best_spelling(_slots(_TOKEN.findall(word)))


def _worth(word: str, row: HindiWord) -> float:
    """Returns how likely a word of the list is meant; 0 where it is written too differently."""
    alike = max(SequenceMatcher(None, word, text).ratio() for text in _written(row))
    return _WORTH_OF_LIKENESS * alike + log(row.count + 1) if alike >= _LEAST_ALIKE else 0.0


def _written(row: HindiWord) -> tuple[str, ...]:
    """Returns how a word is written in Latin letters, by people and by rule."""
    by_rule = (to_latin(row.text) or "").lower()
    as_stop = (to_latin(row.text.replace("ड़", "ड").replace("ढ़", "ढ")) or "").lower()
    return tuple(dict.fromkeys(text for text in (*row.spellings, by_rule, as_stop) if text))


@cache
def _by_spelling() -> dict[str, str]:
    """Returns the likeliest word of each known spelling."""
    best: dict[str, tuple[float, str]] = {}
    for row in hindi_words().values():
        for at, text in enumerate(row.spellings if row.language == "hi" else ()):
            worth = (log(row.count + 1) - 1.5 * at, row.text)
            best[text] = max(best.get(text, worth), worth)
    return {text: word for text, (_, word) in best.items()}


@cache
def _by_sound() -> dict[str, list[HindiWord]]:
    found: defaultdict[str, list[HindiWord]] = defaultdict(list)
    for row in hindi_words().values():
        for key in {sound_key(text) for text in _written(row)}:
            found[key].append(row)
    return found


@cache
def sound_key(word: str) -> str:
    """Returns what a word's many Latin spellings have in common."""
    for pattern, common in _SOUNDS_ALIKE:
        word = re.sub(pattern, common, word)
    return word


def _slots(tokens: list[str]) -> list[list[Reading]]:
    """Returns the possible letters of each sound."""
    slots: list[list[Reading]] = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        if token in _VOWELS:
            own, signs = _VOWELS[token]
            readings = signs if before in _CONSONANTS else own
            is_last_a = token == "a" and before in _CONSONANTS and not after
            slots.append(_LAST_A if is_last_a else _priced(readings))
            continue
        if before in _CONSONANTS:
            slots.append(_JOINT if at > 1 else _FIRST_JOINT)
        nasal = token in ("n", "m") and before in _VOWELS and after not in _VOWELS
        slots.append(_priced((*_CONSONANTS[token], _NASAL) if nasal else _CONSONANTS[token]))
    return slots


def _priced(readings: Sequence[str]) -> list[Reading]:
    return [(text, _SECOND * min(at, 2)) for at, text in enumerate(readings)]
