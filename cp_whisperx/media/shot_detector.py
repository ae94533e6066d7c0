"""Finds shot changes in a stream of small pictures.

A cut parts two runs of pictures that are alike within themselves: the smallest difference between
the three pictures before a place and the three after it is large, and large against how much
pictures change just before and just after. So a flash is no cut (the picture comes back), nor is a
dissolve, a fade or a fast pan (everything near it changes as much).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 32, 18
PICTURE_BYTES = WIDTH * HEIGHT * 3
# Pictures that are looked at on either side of a place.
_BEFORE, _AFTER = 3, 3
_MARGIN = 6
_BATCH = 512
# How much more than its neighbourhood a cut changes; found on made films with known cuts.
_CONTRAST = 1.5
_NOISE = 0.5

Pictures = NDArray[np.int16]
Values = NDArray[np.float64]


class ShotDetector:
    """Takes pictures of `WIDTH` x `HEIGHT` in RGB, byte by byte as they come.

    Memory stays bounded: about two batches of pictures are held.

    Args:
        threshold: Mean difference of two pictures, of 255, from which a cut is seen.
        report: Takes the number of pictures seen so far.
    """

    def __init__(self, threshold: float, report: Callable[[int], None]) -> None:
        self._threshold = threshold
        self._report = report
        self._rest = b""
        self._held: Pictures = np.empty((0, PICTURE_BYTES), np.int16)
        self._first = 0
        self._judged = 0
        self._cuts: list[int] = []

    def __call__(self, chunk: bytes) -> None:
        """Takes a piece of the stream."""
        self._rest += chunk
        if len(self._rest) >= _BATCH * PICTURE_BYTES:
            self._take()
            self._judge(len(self._held) - _MARGIN)

    def finish(self) -> list[int]:
        """Returns the numbers of the pictures that shots begin with, but for the first."""
        self._take()
        self._judge(len(self._held))
        return self._cuts

    def _take(self) -> None:
        whole = len(self._rest) // PICTURE_BYTES * PICTURE_BYTES
        fresh = np.frombuffer(self._rest[:whole], np.uint8).reshape(-1, PICTURE_BYTES)
        self._held = np.concatenate([self._held, fresh.astype(np.int16)])
        self._rest = self._rest[whole:]

    def _judge(self, until: int) -> None:
        """Judges the places whose neighbourhood is there, and lets go of what is done with."""
        between, around = _differences(self._held)
        is_cut = (between >= self._threshold) & (between >= _CONTRAST * (around + _NOISE))
        for place in np.flatnonzero(is_cut):
            number = self._first + int(place)
            best = between[max(0, place - _BEFORE) : place + _AFTER + 1].max()
            fresh = not self._cuts or number - self._cuts[-1] > _BEFORE
            if self._judged <= number < self._first + until and between[place] >= best and fresh:
                self._cuts.append(number)
        self._judged = max(self._judged, self._first + until)
        done = max(0, until - _MARGIN)
        self._held = self._held[done:]
        self._first += done
        self._report(self._judged)


def _differences(pictures: Pictures) -> tuple[Values, Values]:
    """Returns for each picture how far it is from those before it, and how they move about it."""
    count = len(pictures)
    apart = {
        step: np.abs(pictures[step:] - pictures[:-step]).mean(axis=1)
        for step in range(1, _BEFORE + _AFTER)
        if step < count
    }

    def difference(before: int, after: int) -> Values:
        """Difference of the pictures at two offsets; 0 where there is none."""
        values: Values = np.zeros(count)
        steps = apart.get(after - before)
        if steps is not None:
            first = max(0, -before)
            last = min(count, count - after)
            values[first:last] = steps[first + before : last + before]
        return values

    pairs = [(-i, j) for i in range(1, _BEFORE + 1) for j in range(_AFTER)]
    between = np.min([_unless_outside(difference(*pair), pair, count) for pair in pairs], axis=0)
    around = [difference(-3, -2), difference(-2, -1), difference(0, 1), difference(1, 2)]
    return between, np.max(around, axis=0)


def _unless_outside(values: Values, pair: tuple[int, int], count: int) -> Values:
    """Leaves out pairs that reach beyond the film's ends; the first picture is never a cut."""
    numbers = np.arange(count)
    outside = (numbers + pair[0] < 0) | (numbers + pair[1] >= count)
    if pair == (-1, 0):
        return values
    return np.where(outside, np.inf, values)
