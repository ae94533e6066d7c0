"""Answers how much speech lies in a stretch of time, and how far the nearest speech is."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import inf

from shared.artifacts import SpeechRegion


class SpeechMap:
    """Speech regions, prepared so that each question takes logarithmic time.

    Args:
        regions: In any order; those of different speakers may overlap.
    """

    def __init__(self, regions: Sequence[SpeechRegion]) -> None:
        self._spans: list[tuple[float, float]] = []
        ordered = sorted(regions, key=lambda region: region.start)
        for region in ordered:
            if self._spans and region.start <= self._spans[-1][1]:
                first, last = self._spans.pop()
                self._spans.append((first, max(last, region.end)))
            elif region.end > region.start:
                self._spans.append((region.start, region.end))
        self._starts = [start for start, _ in self._spans]
        self._ends = [end for _, end in self._spans]
        self._before = [0.0, *accumulate(end - start for start, end in self._spans)]
        self._regions = ordered
        self._region_starts = [region.start for region in ordered]
        self._reached = list(accumulate((region.end for region in ordered), max))

    def seconds(self, start: float, end: float) -> float:
        """Returns the seconds of speech in a stretch of time."""
        return max(0.0, self._until(end) - self._until(start))

    def _until(self, at: float) -> float:
        index = bisect_right(self._starts, at)
        over = max(0.0, self._ends[index - 1] - at) if index else 0.0
        return self._before[index] - over

    def distance(self, start: float, end: float) -> float:
        """Returns the seconds from a stretch of time to the nearest speech; 0 if they touch."""
        index = bisect_left(self._ends, start)
        after = self._starts[index] - end if index < len(self._starts) else inf
        before = start - self._ends[index - 1] if index else inf
        return max(0.0, min(before, after))

    def certainty(self, start: float, end: float) -> float | None:
        """Returns how sure the detector was of the speech in a stretch, by time; None if unsaid."""
        first = bisect_right(self._reached, start)
        last = bisect_left(self._region_starts, end)
        weights = [
            (min(end, region.end) - max(start, region.start), region.confidence)
            for region in self._regions[first:last]
            if region.confidence is not None and min(end, region.end) > max(start, region.start)
        ]
        total = sum(seconds for seconds, _ in weights)
        return sum(seconds * sure for seconds, sure in weights) / total if total else None
