"""How an English name sounds: by pocketsphinx's pronouncing dictionary, else by its spelling.

Phones are those of the CMU Pronouncing Dictionary (ARPAbet) without stress. A dictionary's word
with an `o` for the vowel of "father" has the rounder vowel that other languages hear in John.
"""

import json
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_FILE = Path(__file__).with_name("transliterations.json")
_DICTIONARY = "model/en-us/cmudict-en-us.dict"
_LETTERS = re.compile(r"[^a-z]+")
_VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())  # noqa: SIM905


def is_vowel(phone: str) -> bool:
    """Tells vowels from consonants."""
    return phone in _VOWELS


def phones_of(word: str) -> list[str]:
    """Returns the phones of a word in Latin letters.

    Args:
        word: Its case, accents and signs do not count.
    """
    plain = _plain(word)
    known = _dictionary().get(plain)
    if known is None:
        return _by_spelling(plain)
    return ["AO" if phone == "AA" and "o" in plain else phone for phone in known.split()]


def is_in_dictionary(word: str) -> bool:
    """Whether the dictionary has a word."""
    return _plain(word) in _dictionary()


def _plain(word: str) -> str:
    return _LETTERS.sub("", unicodedata.normalize("NFD", word.lower()))


@cache
def _dictionary() -> dict[str, str]:
    """Returns the pronouncing dictionary of pocketsphinx's package; nothing without it."""
    package = find_spec("pocketsphinx")
    path = Path(package.origin or "").parent / _DICTIONARY if package else None
    if path is None or not path.is_file():
        return {}
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if " " in line)


def _by_spelling(word: str) -> list[str]:
    phones: list[str] = []
    at = 0
    while at < len(word):
        for pattern, sounds in _rules():
            match = pattern.match(word, at)
            if match:
                phones += sounds.split()
                at = match.end()
                break
    # A doubled letter is one sound.
    return [p for n, p in enumerate(phones) if not n or p != phones[n - 1]]


@cache
def _rules() -> list[tuple[re.Pattern[str], str]]:
    rows = json.loads(_FILE.read_text(encoding="utf-8"))["spelling"]
    return [(re.compile(pattern), sounds) for pattern, sounds in rows]
