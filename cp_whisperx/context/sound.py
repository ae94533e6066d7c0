"""How a name sounds, whichever script and spelling it stands in: "Jay", "Jai" and जय are alike.

Two spellings of one name differ in what Latin letters leave open: how long a vowel is, whether a
stop is breathed on, which of two sounds a letter stands for. The key drops just that.
"""

import re
import unicodedata
from functools import cache

from rapidfuzz.distance import Levenshtein

from shared.devanagari import to_latin
from shared.unicode_scripts import dominant_script

# In this order; what stands before must not be made by what comes after.
_RULES = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"[^a-z]", ""), (r"x", "ks"), (r"ck|q|c(?=[aourlkt]|$)", "k"), (r"chh?", "C"),
        (r"c", "s"), (r"sh|ss", "s"), (r"ph", "f"), (r"gn(?=[aeiou])|jn", "gy"), (r"z", "j"),
        (r"(?<=[kgCjtdpbrf])h", ""), (r"[ao][uw](?=[^aeiou]|$)", "o"), (r"w", "v"),
        (r"a[iey](?=[^aeiou]|$)|ey(?=[^aeiou]|$)|ei", "e"), (r"av(?=[^aeiou]|$)", "o"),
        (r"ee|ea|ie(?=[^aeiou]|$)", "i"), (r"oo", "u"), (r"y(?=[^aeiou]|$)", "i"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""), (r"m(?=[pb])|ng(?=[kg]|$)", "n"),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_VOWELS = re.compile(r"[aeiou]")
_GLIDES = re.compile(r"[aeiouyh]")
# Consonants that recognisers take for each other.
_ALIKE = tuple(frozenset(pair) for pair in (
    "td", "kg", "pb", "sj", "jC", "fp", "bv", "fv", "nm", "lr", "sC", "gj",
))  # fmt: skip


@cache
def sound(word: str) -> str:
    """Returns the sound of a word in Latin or Devanagari letters; empty where it cannot be told.

    Vowels stand in the key with their quality and without their length.
    """
    latin = to_latin(word) if dominant_script(word) == "Deva" else word
    plain = unicodedata.normalize("NFKD", latin or "").casefold()
    for pattern, replacement in _RULES:
        plain = pattern.sub(replacement, plain)
    return plain


@cache
def skeleton(key: str) -> str:
    """Returns the consonants of a key; a vowel it begins with counts as one, whichever it is."""
    begins = "A" if _VOWELS.match(key) else ""
    return begins + _GLIDES.sub("", key)


def distance(one: str, other: str) -> int:
    """Returns how many sounds two keys differ in."""
    return Levenshtein.distance(one, other)


def differ_by_alike(one: str, other: str) -> bool:
    """Whether two skeletons differ in one consonant alone, and that by one which sounds alike."""
    if len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) == 1 and frozenset(pairs[0]) in _ALIKE
