"""Finds loops over neighbouring segments: the same sentences again and again."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from rapidfuzz import fuzz

from cp_whisperx.hallucination.loops import allowed_repeats
from cp_whisperx.hallucination.repetition import Loop, collapse, find_loops
from cp_whisperx.hallucination.tokens import tokenise
from shared.artifacts import Segment

_LONGEST_UNIT = 8
# Short calls ("No!") come often in a row where people argue, yet not without end.
_CALL_WORDS = 2
_CALL_LETTERS = 5
_CALL_FACTOR = 3
_COUNTING_FACTOR = 2
# Sentences that differ in so little are one sentence that a recogniser varies.
_ALIKE = 90.0
_ALIKE_FROM_LETTERS = 14
_LOOK_BACK = 3
# A loop goes on over a stranger between two of its segments.
_WIDEST_STEP = 2
_SCATTERED_FACTOR = 2
_DENSE = 0.6
_LONGEST_COLLAPSED = 6
# Loops of words that segments cut anywhere.
_ACROSS_FACTOR = 2
_SHORTEST_ACROSS = 3
_LONGEST_ACROSS = 24


def find_repeated(
    segments: Sequence[Segment], max_repeats: int, spoken: Callable[[int], bool]
) -> dict[int, int]:
    """Finds segments that say again what the ones before them said, too often.

    Args:
        segments: In order of time.
        max_repeats: How often a sentence may come in a row.
        spoken: Tells by index whether speech lies under a segment and nothing speaks against it.

    Returns:
        For the index of each segment to set aside, how often its text comes there. The first of
        each is not among them.
    """
    plain = [[token.plain for token in tokenise(segment.text)] for segment in segments]
    # Repeated words count once: a loop that grows is still the same loop.
    keys = [collapse(words, _LONGEST_COLLAPSED) for words in plain]
    classes = _classes(keys)
    counted = [tuple("#" if part.isdigit() else part for part in key) for key in keys]
    rules = _Rules(segments, keys, max_repeats, spoken)
    repeated: dict[int, int] = {}
    for texts, factor in ((classes, 1), (counted, _COUNTING_FACTOR)):
        for loop in find_loops(texts, _LONGEST_UNIT, rules.beyond(factor), max_repeats + 1):
            for index in range(loop.start + loop.unit, loop.end):
                repeated.setdefault(index, loop.repeats)
    for loop, members in _across(plain, _ACROSS_FACTOR * max_repeats):
        if loop.repeats > _ACROSS_FACTOR * rules.allowed(members):
            repeated.update((index, loop.repeats) for index in members if index not in repeated)
    for members in _scattered(classes):
        if rules.scattered_too_often(members):
            repeated.update((index, len(members)) for index in members[1:])
    return repeated


class _Rules:
    """How often the segments of a loop may say the same."""

    def __init__(
        self,
        segments: Sequence[Segment],
        keys: Sequence[tuple[str, ...]],
        max_repeats: int,
        spoken: Callable[[int], bool],
    ) -> None:
        self._segments = segments
        self._keys = keys
        self._max_repeats = max_repeats
        self._spoken = spoken

    def beyond(self, factor: int) -> Callable[[Loop], bool]:
        """Returns whether a loop goes beyond `factor` times what is natural there."""

        def enough(loop: Loop) -> bool:
            if loop.repeats <= factor * self._max_repeats:
                return False
            members = range(loop.start, loop.end)
            calls = all(self._is_call(index) for index in members)
            most = max(factor, _CALL_FACTOR if calls else 1) * self.allowed(members)
            return loop.repeats > most

        return enough

    def scattered_too_often(self, members: Sequence[int]) -> bool:
        """Whether a sentence among others comes too often; answers and calls may."""
        dense = len(members) >= _DENSE * (members[-1] - members[0] + 1)
        if not dense or len(members) <= _SCATTERED_FACTOR * self._max_repeats:
            return False
        if all(self._is_call(index) for index in members):
            return False
        return len(members) > _SCATTERED_FACTOR * self.allowed(members)

    def allowed(self, members: Sequence[int]) -> int:
        """Returns how often the most generous of some segments may repeat a phrase."""
        repeats = (allowed_repeats(self._segments[at], self._max_repeats) for at in members)
        return max(repeats, default=self._max_repeats)

    def _is_call(self, index: int) -> bool:
        key = self._keys[index]
        short = len(key) <= _CALL_WORDS or sum(map(len, key)) <= _CALL_LETTERS
        return short and self._spoken(index)


def _across(plain: Sequence[Sequence[str]], most: int) -> Iterator[tuple[Loop, list[int]]]:
    """Finds loops that segments cut anywhere, not only between their units.

    Args:
        plain: Each segment's words.
        most: How often a phrase may come in a row.

    Yields:
        Each loop over words, and the segments that lie wholly in it after its first unit.
    """
    words = [word for segment in plain for word in segment]
    starts = [0, *accumulate(map(len, plain))]

    def enough(loop: Loop) -> bool:
        return loop.unit >= _SHORTEST_ACROSS and loop.repeats > most

    for loop in find_loops(words, _LONGEST_ACROSS, enough, most + 1):
        first = bisect_left(starts, loop.start + loop.unit)
        last = bisect_right(starts, loop.end) - 1
        yield loop, [index for index in range(first, last) if plain[index]]


def _classes(keys: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Gives sentences that are nearly those shortly before them the same key."""
    classes: list[tuple[str, ...]] = []
    for index, key in enumerate(keys):
        before = range(max(0, index - _LOOK_BACK), index)
        like = (classes[at] for at in before if _alike(key, keys[at]) or _alike(key, classes[at]))
        classes.append(next(like, key))
    return classes


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two sentences are nearly the same, their numbers included."""
    text, second = " ".join(one), " ".join(other)
    if min(len(text), len(second)) < _ALIKE_FROM_LETTERS:
        return False
    if not fuzz.ratio(text, second, score_cutoff=_ALIKE):
        return False
    return [part for part in one if part.isdigit()] == [part for part in other if part.isdigit()]


def _scattered(classes: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """Groups segments that say the same with no more than one stranger between them."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, key in enumerate(classes):
        if key:
            places[key].append(index)
    groups = []
    for indices in places.values():
        group = [indices[0]]
        for index in indices[1:]:
            if index - group[-1] > _WIDEST_STEP:
                groups.append(group)
                group = []
            group.append(index)
        groups.append(group)
    return [group for group in groups if len(group) > 1]
