"""How a name in Latin letters may be written in Devanagari, the likeliest spelling first.

Latin letters do not tell long from short vowels, dental from retroflex sounds, or where a vowel
was left out. So each place where they are unsure has several readings; spellings that leave the
likeliest reading in at most two places are offered.
"""

import re
from collections.abc import Iterator
from itertools import combinations, islice, product

_MOST_SPELLINGS = 16
_MOST_CHANGES = 2
_VIRAMA, _ANUSVARA = "्", "ं"

_CONSONANTS = {
    "chh": "छ", "ksh": "क्ष", "kh": "ख", "gh": "घ", "ch": "च", "jh": "झ", "th": "थठ", "dh": "धढ",
    "ph": "फ", "bh": "भ", "sh": "श", "k": "क", "c": "क", "q": "क", "g": "ग", "j": "ज", "z": "ज़",
    "t": "तट", "d": "दड", "n": "न", "p": "प", "f": "फ़", "b": "ब", "m": "म", "y": "य", "r": "र",
    "l": "ल", "v": "व", "w": "व", "s": "स", "h": "ह", "x": "क्स",
}  # fmt: skip
_TWO_READINGS = frozenset(("थठ", "धढ", "तट", "दड"))
# For each vowel: as a letter at the beginning, and as a sign after a consonant.
_VOWELS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "aa": (("आ",), ("ा",)),
    "ai": (("ऐ",), ("ै", "य")),
    "au": (("औ",), ("ौ",)),
    "ee": (("ई",), ("ी",)),
    "oo": (("ऊ",), ("ू",)),
    "a": (("अ", "आ"), ("", "ा")),
    "i": (("इ", "ई"), ("ि", "ी")),
    "u": (("उ", "ऊ"), ("ु", "ू")),
    "e": (("ए",), ("े",)),
    "o": (("ओ",), ("ो", "ौ")),
}
_FINAL_SIGNS = {"a": ("ा", ""), "ai": ("य", "ै", "ाई"), "i": ("ी", "ि"), "u": ("ू", "ु")}
# A short first vowel in front of one consonant and the last vowel is commonly a long one.
_LONG_IN_SHORT_WORDS = {"a": ("ा", ""), "i": ("ी", "ि")}
_VOWELS_IN_SHORT_WORDS = 2
# Family names whose common Latin spelling does not follow their sound.
_FIXED = {"singh": "सिंह", "khan": "ख़ान", "rathore": "राठौर", "rathod": "राठौड़", "verma": "वर्मा"}
# As in Krishna and Vishnu.
_CUSTOM = (("क्रि", "कृ"), ("श्न", "ष्ण"), ("श्ण", "ष्ण"))
_LETTERS = "|".join(sorted([*_CONSONANTS, *_VOWELS], key=len, reverse=True))
_TOKEN = re.compile(_LETTERS)
_WORD = re.compile(rf"(?:{_LETTERS})+")
_FINAL_Y = re.compile(r"(?<=[^aeiou])y$")
_STOPS = frozenset(("k", "g", "t", "d", "p", "b", "bh", "dh", "j", "gh", "kh", "v"))
_BEFORE_ANUSVARA = _STOPS - {"v", "p", "b", "bh"} | {"ch", "chh", "jh", "th", "s", "sh", "z"}

Slot = tuple[str, ...]


def devanagari_spellings(name: str) -> tuple[str, ...]:
    """Returns spellings of a name; one alone for a name of several words, none where it has signs.

    Args:
        name: One or more words in Latin letters.
    """
    words = name.casefold().split()
    if not words or not all(_WORD.fullmatch(word) for word in words):
        return ()
    if len(words) > 1:
        return (" ".join(next(_spellings(word)) for word in words),)
    return tuple(islice(_spellings(words[0]), _MOST_SPELLINGS))


def _spellings(word: str) -> Iterator[str]:
    if word in _FIXED:
        yield _FIXED[word]
        return
    slots = _slots(_TOKEN.findall(_FINAL_Y.sub("i", word)))
    unsure = [at for at, slot in enumerate(slots) if len(slot) > 1]
    seen: set[str] = set()
    for count in range(min(_MOST_CHANGES, len(unsure)) + 1):
        for places in combinations(unsure, count):
            for spelling in _changed(slots, places):
                if spelling not in seen:
                    seen.add(spelling)
                    yield spelling


def _changed(slots: list[Slot], places: tuple[int, ...]) -> Iterator[str]:
    """Gives the spellings that leave the likeliest reading at these places and nowhere else."""
    readings = [slot[1:] if at in places else slot[:1] for at, slot in enumerate(slots)]
    return (_by_custom("".join(parts)) for parts in product(*readings))


def _by_custom(spelling: str) -> str:
    for sounding, written in _CUSTOM:
        spelling = spelling.replace(sounding, written)
    return spelling


def _slots(tokens: list[str]) -> list[Slot]:
    """Turns sounds into the readings of each."""
    slots: list[Slot] = []
    vowels = [token for token in tokens if token in _VOWELS]
    is_short = len(vowels) <= _VOWELS_IN_SHORT_WORDS
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        if token in _VOWELS:
            is_long = is_short and at == 1 and len(tokens) in (at + 2, at + 3)
            slots.append(_vowel(token, before, is_last=not after, is_long=is_long))
            continue
        slots.append(_consonant(token, before))
        if after in _CONSONANTS:
            slots.append((_VIRAMA, "") if not at else _joint(token, after))
            if slots[-1] == (_ANUSVARA,):
                del slots[-2]
    return slots


def _consonant(token: str, before: str) -> Slot:
    letters = _CONSONANTS[token]
    if token == "n" and before in _VOWELS:
        return ("न", "ण")
    return tuple(letters) if letters in _TWO_READINGS else (letters,)


def _vowel(token: str, before: str, *, is_last: bool, is_long: bool) -> Slot:
    letters, signs = _VOWELS[token]
    if is_long:
        signs = _LONG_IN_SHORT_WORDS.get(token, signs)
    if before in _CONSONANTS:
        return _FINAL_SIGNS.get(token, signs) if is_last else signs
    if before in ("i", "ee") and token in ("a", "aa"):
        return ("या",) if is_last else ("य", "या")
    return letters


def _joint(first: str, second: str) -> Slot:
    """Returns what stands between two consonants: a virama, or nothing where a vowel is mute."""
    if first == "n" and second in _BEFORE_ANUSVARA:
        return (_ANUSVARA,)
    if second.startswith(first):
        return (_VIRAMA,)
    after_flowing = first in ("r", "s", "m") and second not in ("r", "l", "n", "d", "k")
    after_stop = first in _STOPS and second in ("r", "t", "m", "n")
    is_cluster = second in ("y", "v") or first == "sh" or after_flowing or after_stop
    return (_VIRAMA, "") if is_cluster else ("", _VIRAMA)
