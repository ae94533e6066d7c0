"""Finds loops: a unit of words or sentences that comes again and again without a break.

All of it takes time in proportion to the elements times the longest unit.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Loop:
    """A unit that is repeated.

    Attributes:
        start: Index of the first unit's first element.
        unit: Elements a unit has.
        repeats: How often the unit stands there, the first included.
    """

    start: int
    unit: int
    repeats: int

    @property
    def end(self) -> int:
        """One past the last whole unit's last element."""
        return self.start + self.unit * self.repeats


def find_loops(
    items: Sequence[Hashable],
    longest_unit: int,
    enough: Callable[[Loop], bool],
    least: int = 2,
) -> list[Loop]:
    """Finds all loops that do not overlap, in order; of overlapping ones the largest.

    Args:
        items: Normalised words, letters or sentences. A unit of empty ones alone is no loop.
        longest_unit: Longest unit to look for.
        enough: Whether a loop is one too many times repeated.
        least: No loop with fewer repeats is enough; saves the search in most texts.
    """
    if not items or max(Counter(items).values()) < least:
        return []
    longest = min(longest_unit, len(items) // least)
    found = [loop for unit in range(1, longest + 1) for loop in _runs(items, unit)]
    found.sort(key=lambda loop: (loop.unit * -loop.repeats, loop.unit, loop.start))
    return sorted(_disjoint(found, len(items), enough), key=lambda loop: loop.start)


def _disjoint(loops: Sequence[Loop], length: int, enough: Callable[[Loop], bool]) -> Iterator[Loop]:
    """Takes loops in turn, each cut down to what no earlier one took."""
    taken = bytearray(length + 1)
    for loop in loops:
        free = _free_part(loop, taken)
        if free.repeats > 1 and enough(free):
            taken[free.start : free.end] = b"\1" * (free.end - free.start)
            yield free


def _free_part(loop: Loop, taken: bytearray) -> Loop:
    start, end = loop.start, loop.end
    while start < end and taken[start]:
        start += 1
    stop = taken.find(1, start, end)
    return Loop(start, loop.unit, ((end if stop < 0 else stop) - start) // loop.unit)


def _runs(items: Sequence[Hashable], unit: int) -> Iterator[Loop]:
    """Finds stretches in which each element equals the one a unit before it."""
    start = 0
    for index in range(unit, len(items) + 1):
        if index < len(items) and items[index] == items[index - unit]:
            continue
        repeats = (index - start) // unit
        if repeats > 1 and _is_unit(items[start : start + unit]):
            yield Loop(start, unit, repeats)
        start = index - unit + 1


def _is_unit(items: Sequence[Hashable]) -> bool:
    """Whether a unit says something and is not itself a smaller one repeated."""
    size = len(items)
    smaller = (step for step in range(1, size // 2 + 1) if size % step == 0)
    return any(items) and not any(items[step:] == items[:-step] for step in smaller)


def collapse(items: Sequence[str], longest_unit: int) -> tuple[str, ...]:
    """Returns a sequence with every repeated unit once: "no no no" and "no no" are alike."""
    kept = tuple(items)
    while loops := find_loops(kept, longest_unit, lambda loop: loop.repeats > 1):
        for loop in reversed(loops):
            kept = kept[: loop.start + loop.unit] + kept[loop.end :]
    return kept


def find_growth(items: Sequence[str], first: str, least: int) -> range | None:
    """Finds a beginning that is said again and again, each time a little further.

    Args:
        items: Normalised words or letters.
        first: What the beginning begins with.
        least: Beginnings from which it counts.

    Returns:
        The elements of all beginnings before the last and longest one; None if there are fewer.
    """
    starts = [index for index, item in enumerate(items) if item == first]
    parts = [items[a:b] for a, b in zip(starts, [*starts[1:], len(items)], strict=True)]
    begun = 0
    for index in range(1, len(parts) + 1):
        if index < len(parts) and _grows(parts[index - 1], parts[index]):
            continue
        if index - begun >= least:
            return range(starts[begun], starts[index - 1])
        begun = index
    return None


def _grows(before: Sequence[str], after: Sequence[str]) -> bool:
    return len(after) > len(before) and after[: len(before)] == before


def compression_ratio(text: str) -> float:
    """Returns how much a text shrinks by zlib; speech stays near 1 to 2, loops go far beyond.

    Each character counts as one byte, whatever its script: in UTF-8 the letters of one Indic
    script share two bytes of three, which would make every Hindi text look like a loop.
    """
    letters = {char: index % 256 for index, char in enumerate(dict.fromkeys(text))}
    data = bytes(letters[char] for char in text)
    return len(data) / len(zlib.compress(data)) if data else 0.0
