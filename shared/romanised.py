"""Tells Hindi written in Latin letters ("main tumse pyar karta hoon") from English.

A linear model over the letters of a word says how Indian or English it looks; words within a line
vouch for each other, because speakers do not change the language with every word. The model is
made by `tools/make_script_words.py`, which says from what.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

_MODEL = Path(__file__).with_name("romanised.json")
_LETTERS = re.compile(r"[a-z]+")
LONGEST_GRAM = 4
# Bounds what one word can say: a long strange word must not outvote a line.
_MOST_ODDS = 4.0
# What a change of language between two words costs, as log odds.
_CHANGE = 1.5
# A line is Indian if a word says so that is no English word too, as "the" and "main" are.
_SURE_WORD = 2.2
_SURE_LINE = 1.0
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


def grams(word: str) -> set[str]:
    """Returns a word's letter sequences of up to four, with its ends marked, and it as a whole."""
    marked = f"^{word}$"
    pieces = {
        marked[at : at + size]
        for size in range(1, LONGEST_GRAM + 1)
        for at in range(len(marked) - size + 1)
    }
    return pieces | {f"={word}"}


@cache
def _model() -> tuple[float, float, dict[str, int]]:
    stored = json.loads(_MODEL.read_text(encoding="utf-8"))
    return stored["scale"], stored["bias"], stored["weights"]


@cache
def odds(word: str) -> float:
    """Returns the log odds that a word in Latin letters is Indian rather than English; 0 for none.

    Args:
        word: A word; its case and what is not a plain letter do not count.
    """
    plain = _DRAWN_OUT.sub(r"\1\1", "".join(_LETTERS.findall(word.lower())))
    if not plain:
        return 0.0
    scale, bias, weights = _model()
    total = bias + scale * sum(weights.get(gram, 0) for gram in grams(plain))
    return max(-_MOST_ODDS, min(_MOST_ODDS, total))


def tell_words(words: Sequence[str]) -> list[bool]:
    """Tells for each word of a line whether it is Indian, by its letters and its neighbours.

    A stretch of Indian words within English must have one that English has not.
    """
    scores = [odds(word) for word in words]
    told = _likeliest(scores)
    if all(told):
        return told
    for indian, stretch in groupby(range(len(told)), key=told.__getitem__):
        places = list(stretch)
        if indian and max(scores[at] for at in places) < _SURE_WORD:
            for at in places:
                told[at] = False
    return told


def _likeliest(scores: Sequence[float]) -> list[bool]:
    """Finds the likeliest languages of neighbouring words (Viterbi)."""
    paths: list[list[bool]] = [[], []]
    best = [0.0, 0.0]
    for score in scores:
        gains = (-score / 2, score / 2)
        came = [best[kind] >= best[1 - kind] - _CHANGE for kind in (0, 1)]
        origins = [kind if came[kind] else 1 - kind for kind in (0, 1)]
        costs = [0.0 if came[kind] else _CHANGE for kind in (0, 1)]
        best = [best[origins[kind]] - costs[kind] + gains[kind] for kind in (0, 1)]
        paths = [[*paths[origins[kind]], bool(kind)] for kind in (0, 1)]
    return paths[best[1] > best[0]]


def reads_as_romanised(text: str) -> bool:
    """Whether a line in Latin letters is Hindi (or a sister language) rather than English.

    Capitalised words within a line count as names, which belong to no language; so does a line of
    nothing else.
    """
    words = text.split()
    if len(words) > 1 and all(word[:1].isupper() for word in words):
        return False
    common = [word for at, word in enumerate(words) if not at or not word[:1].isupper()]
    scores = [odds(word) for word in common]
    if max(scores, default=0.0) < _SURE_WORD or sum(scores) < _SURE_LINE:
        return False
    indian = tell_words(common)
    return 2 * sum(indian) > len(indian)
