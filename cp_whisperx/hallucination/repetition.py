"""Finds loops: a unit of words or sentences that comes again and again without a break."""

import zlib
from collections.abc import Sequence
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


def find_loop(items: Sequence[str], least: int, longest_unit: int) -> Loop | None:
    """Finds the loop that covers most of a sequence.

    Args:
        items: Normalised words, characters or sentences.
        least: Repeats from which it counts.
        longest_unit: Longest unit to look for.

    Returns:
        The loop with the most elements; of equal ones that with the shortest unit.
    """
    found = [
        loop
        for unit in range(1, min(longest_unit, len(items) // max(least, 1)) + 1)
        for loop in _loops_of_unit(items, unit)
        if loop.repeats >= least
    ]
    return max(found, key=lambda loop: (loop.unit * loop.repeats, -loop.unit), default=None)


def find_loops(items: Sequence[str], least: int, longest_unit: int) -> list[Loop]:
    """Finds all loops that do not overlap, in order, the largest first chosen."""
    found: list[Loop] = []
    pending = [(0, len(items))]
    while pending:
        low, high = pending.pop()
        best = find_loop(items[low:high], least, longest_unit)
        if best is not None:
            loop = Loop(low + best.start, best.unit, best.repeats)
            found.append(loop)
            pending += [(low, loop.start), (loop.end, high)]
    return sorted(found, key=lambda loop: loop.start)


def _loops_of_unit(items: Sequence[str], unit: int) -> list[Loop]:
    """Finds stretches in which each element equals the one a unit before it."""
    loops = []
    start = 0
    for index in range(unit, len(items) + 1):
        same = index < len(items) and items[index] == items[index - unit]
        if not same:
            repeats = (index - start) // unit
            if repeats > 1 and any(items[start : start + unit]):
                loops.append(Loop(start, unit, repeats))
            start = index - unit + 1
    return loops


def compression_ratio(text: str) -> float:
    """Returns how much a text shrinks by zlib; speech stays near 1 to 2, loops go far beyond.

    Each character counts as one byte, whatever its script: in UTF-8 the letters of one Indic
    script share two bytes of three, which would make every Hindi text look like a loop.
    """
    letters = {char: index % 256 for index, char in enumerate(dict.fromkeys(text))}
    data = bytes(letters[char] for char in text)
    return len(data) / len(zlib.compress(data)) if data else 0.0
