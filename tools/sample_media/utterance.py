"""What a voice hands over: samples and the times of the words in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

AUDIBLE = 0.005
"""Amplitude (full scale 1.0) from which on a sample counts as sound rather than silence."""


@dataclass(frozen=True)
class SpokenWord:
    """One word and its place.

    Attributes:
        text: The word as the script writes it, punctuation included.
        start: Seconds from the beginning of the samples (or of the film once placed).
        end: Seconds, on the same clock.
    """

    text: str
    start: float
    end: float

    def moved(self, seconds: float) -> SpokenWord:
        """The same word, later by `seconds`."""
        return replace(self, start=self.start + seconds, end=self.end + seconds)


@dataclass(frozen=True)
class Utterance:
    """One spoken or sung line.

    Attributes:
        samples: Mono, full scale 1.0, beginning and ending with an audible sample.
        rate: Samples a second.
        words: In order, not overlapping, inside the samples.
    """

    samples: Samples
    rate: int
    words: tuple[SpokenWord, ...]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate


def trimmed(samples: Samples, rate: int, words: list[SpokenWord]) -> Utterance:
    """Cut the silence off both ends and bring the words onto the clock of what remains.

    Args:
        samples: Mono, full scale 1.0.
        rate: Samples a second.
        words: On the clock of `samples`.

    Returns:
        The line from its first to its last audible sample.
    """
    audible = np.flatnonzero(np.abs(samples) > AUDIBLE)
    first, last = int(audible[0]), int(audible[-1]) + 1
    length = (last - first) / rate
    clipped = [
        SpokenWord(
            word.text,
            min(max(word.start - first / rate, 0.0), length),
            min(max(word.end - first / rate, 0.0), length),
        )
        for word in words
    ]
    return Utterance(samples[first:last], rate, tuple(clipped))
