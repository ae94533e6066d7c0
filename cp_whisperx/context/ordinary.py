"""Which words are ordinary ones, and which are given names of their own right.

`ordinary.json` is made by `tools/make_ordinary_words.py`, which says from what.
"""

import json
from functools import cache
from pathlib import Path

from shared.artifacts import Gender
from shared.devanagari import to_latin
from shared.glossary_lookup import fold
from shared.unicode_scripts import dominant_script

_FILE = Path(__file__).with_name("ordinary.json")
# Languages whose ordinary words are known: what is unknown in others says nothing.
LANGUAGES = frozenset({"en", "hi", "hi-Latn"})


@cache
def _lists() -> dict[str, list[str]]:
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return {name: words.split() for name, words in rows.items()}


@cache
def _folded(name: str) -> dict[str, int]:
    """Returns a list's words as they are compared, each with its rank from 0."""
    ranks: dict[str, int] = {}
    for rank, word in enumerate(_lists()[name]):
        ranks.setdefault(fold(word), rank)
    return ranks


@cache
def _romanised() -> frozenset[str]:
    """Returns the Hindi words in Latin letters, as the project's rule writes them."""
    return frozenset(latin.lower() for word in _lists()["hi"] if (latin := to_latin(word)))


def is_ordinary(word: str, language: str) -> bool:
    """Whether a word is known in its language; English words are in every film.

    Args:
        word: One word without signs, in Latin or Devanagari letters.
        language: BCP-47 code of the line it stands in, one of `LANGUAGES`.
    """
    plain = fold(word)
    if dominant_script(word) == "Deva":
        return plain in _folded("hi")
    if plain in _folded("en") or language == "en":
        return plain in _folded("en")
    return plain in _folded("hi-Latn") or plain in _romanised()


def is_given_name(word: str) -> bool:
    """Whether a word is some person's given name, be it of the film or not."""
    return fold(word) in _folded("women") or fold(word) in _folded("men")


def gender_of_name(word: str) -> Gender:
    """Returns whose given name a word is; `unknown` where women and men have it, or nobody."""
    plain = fold(word)
    female, male = plain in _folded("women"), plain in _folded("men")
    if female == male:
        return "unknown"
    return "female" if female else "male"


def rank_in_hindi(word: str) -> int | None:
    """Returns how frequent a word in Devanagari is, 0 being the most frequent; None for unknown."""
    return _folded("hi").get(fold(word))
