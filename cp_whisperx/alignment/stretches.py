"""The speech of a stretch of time without its long pauses, as one piece of audio.

A line with a minute of silence in its middle is heard as if there were none: nothing can drift
over a pause that is not there, and memory does not grow with it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.wav import read_samples

Span = tuple[float, float]

# Pauses up to twice this long are heard whole; of longer ones, this much at both ends.
PAUSE_EDGE = 0.5


@dataclass(frozen=True)
class Stretch:
    """Spans of time that are heard one after the other.

    Attributes:
        spans: Start and end of each, in seconds of the film; in order, not overlapping.
    """

    spans: tuple[Span, ...]

    @property
    def duration(self) -> float:
        """Seconds that are heard."""
        return sum(end - start for start, end in self.spans)

    def to_film(self, heard: float, *, ending: bool = False) -> float:
        """Turns seconds from the beginning of what is heard into seconds of the film.

        Args:
            heard: Seconds from the beginning; past the end they go on from the last span.
            ending: Whether something ends there: at a joint, that is before the pause.
        """
        for start, end in self.spans:
            length = end - start
            if heard < length or (ending and heard <= length):
                return start + heard
            heard -= length
        return self.spans[-1][1] + heard

    def to_heard(self, moment: float) -> float:
        """Turns seconds of the film into seconds from the beginning of what is heard."""
        return sum(min(end, max(start, moment)) - start for start, end in self.spans)

    def part(self, low: float, high: float) -> "Stretch":
        """Returns what lies between two moments of the film."""
        cut = ((max(start, low), min(end, high)) for start, end in self.spans)
        return Stretch(tuple((start, end) for start, end in cut if end > start))

    def read(self, audio: Path) -> NDArray[np.float32]:
        """Reads the samples, shape (n,), of 16 kHz mono WAV."""
        parts = [read_samples(audio, start, end) for start, end in self.spans]
        return np.concatenate(parts) if parts else np.empty(0, np.float32)


class Speech:
    """Where somebody speaks, to be asked for stretches of time.

    Args:
        regions: Start and end of each region, in any order; they may overlap.
    """

    def __init__(self, regions: Iterable[Span]) -> None:
        self.spans = merged(regions)
        self._starts = [start for start, _ in self.spans]
        self._ends = [end for _, end in self.spans]

    def under(self, low: float, high: float) -> Sequence[Span]:
        """Returns the spans of speech that a stretch of time touches."""
        return self.spans[bisect_right(self._ends, low) : bisect_left(self._starts, high)]

    def nearest(self, low: float, high: float) -> Span:
        """Returns the span nearest to a stretch of time that touches none."""
        after = bisect_right(self._ends, low)
        before = self.spans[max(0, after - 1)]
        following = self.spans[min(after, len(self.spans) - 1)]
        return before if low - before[1] <= following[0] - high else following

    def within(self, low: float, high: float) -> Stretch:
        """Returns the speech alone between two moments."""
        return Stretch(tuple(self.spans)).part(low, high)

    def stretch(self, low: float, high: float) -> Stretch:
        """Returns a stretch of time without long pauses; where nobody speaks, the whole of it."""
        edges = [(start - PAUSE_EDGE, end + PAUSE_EDGE) for start, end in self.under(low, high)]
        heard = merged((max(low, start), min(high, end)) for start, end in edges)
        return Stretch(tuple(heard) or ((low, high),))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Joins spans that overlap or meet; empty ones are left out."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined
