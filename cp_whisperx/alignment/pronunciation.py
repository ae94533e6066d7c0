"""How English words are said, for words that pocketsphinx's dictionary lacks.

Phones are those of the CMU pronouncing dictionary without stress. A guess need not be right: it
must take about as long as the word and begin with about its first sound.
"""

import re

_GROUPS = {
    "tch": "CH", "sch": "SH", "igh": "AY", "dge": "JH",
    "th": "TH", "dh": "D", "sh": "SH", "ch": "CH", "ph": "F", "gh": "G", "kh": "K", "bh": "B",
    "jh": "JH", "zh": "ZH", "ng": "NG", "ck": "K", "qu": "K W", "wh": "W", "kn": "N", "wr": "R",
    "ee": "IY", "ea": "IY", "oo": "UW", "ou": "AW", "ow": "OW", "ai": "EY", "ay": "EY",
    "oy": "OY", "oi": "OY", "au": "AO", "aw": "AO", "aa": "AA", "ii": "IY", "uu": "UW",
    "er": "ER", "ir": "ER", "ur": "ER", "ar": "AA R", "or": "AO R",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH",
    "j": "JH", "k": "K", "l": "L", "m": "M", "n": "N", "o": "OW", "p": "P", "q": "K", "r": "R",
    "s": "S", "t": "T", "u": "AH", "v": "V", "w": "W", "x": "K S", "y": "Y", "z": "Z",
}  # fmt: skip
_GROUP = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PART = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]")


def spoken_parts(word: str) -> list[str]:
    """Splits a written word into what a dictionary may know: letters and digits read out.

    Returns:
        Lower-case parts; none for punctuation and words in other scripts.
    """
    parts = _PART.findall(word.lower().replace("’", "'"))
    return [_DIGITS[int(part)] if part.isdigit() else part for part in parts]


def guess_phones(word: str) -> str:
    """Guesses a lower-case word's phones from its letters."""
    silent_e = len(word) > 3 and word.endswith("e") and word[-2] not in "aeiou"
    letters = word[:-1] if silent_e else word
    single = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", letters)
    return " ".join(_GROUPS[group] for group in _GROUP.findall(single))
