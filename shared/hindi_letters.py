"""Which letters follow each other in Hindi words, and which reading looks most like one."""

from collections import defaultdict
from functools import cache
from math import log

from shared.hindi_words import hindi_words

_ENDS = "^^", "$"
_WEIGHTS = (0.6, 0.3, 0.1)


@cache
def _sequences() -> tuple[dict[str, float], ...]:
    """Returns the weight of each sequence of one, two and three letters, and of none."""
    found: tuple[defaultdict[str, float], ...] = tuple(defaultdict(float) for _ in range(4))
    for word in hindi_words().values():
        marked = _ENDS[0] + word.text + _ENDS[1]
        weight = 1 + log(word.count)
        for at in range(2, len(marked)):
            for size in range(4):
                found[size][marked[at - size + 1 : at + 1] if size else ""] += weight
    return found


@cache
def letter_cost(before: str, letter: str) -> float:
    """Returns how unusual a letter is after two others in Hindi words, as negative log odds."""
    none, one, two, three = _sequences()
    share = 1e-4 + _WEIGHTS[2] * one.get(letter, 0.0) / none[""]
    pair, triple = two.get(before[1:] + letter, 0.0), three.get(before + letter, 0.0)
    # The weight of what stands before, over all that may follow.
    follows_one, follows_two = _followed(before[1:]), _followed(before)
    share += _WEIGHTS[1] * pair / follows_one if follows_one else 0.0
    share += _WEIGHTS[0] * triple / follows_two if follows_two else 0.0
    return -log(share)


@cache
def _followed(before: str) -> float:
    table = _sequences()[len(before) + 1]
    return sum(weight for sequence, weight in table.items() if sequence.startswith(before))


Reading = tuple[str, float]
_BEAM = 24


def best_spelling(slots: list[list[Reading]]) -> str:
    """Chooses among readings what looks most like a Hindi word.

    Args:
        slots: For each place the possible letters (none, one or more) with what each costs.
    """
    beam: list[tuple[float, str]] = [(0.0, "")]
    for slot in slots:
        grown: dict[str, float] = {}
        for cost, text in beam:
            for letters, extra in slot:
                longer = text + letters
                total = cost + extra + _cost_of(text, letters)
                if total < grown.get(longer, float("inf")):
                    grown[longer] = total
        beam = sorted((cost, text) for text, cost in grown.items())[:_BEAM]
    return min((cost + _cost_of(text, _ENDS[1]), text) for cost, text in beam)[1]


def _cost_of(text: str, letters: str) -> float:
    """Returns what letters cost after a text."""
    marked = _ENDS[0] + text + letters
    start = len(marked) - len(letters)
    return sum(letter_cost(marked[at - 2 : at], marked[at]) for at in range(start, len(marked)))
