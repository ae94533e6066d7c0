"""Finds passages of music that carry the voice: songs, not talk over a score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.lyrics.features import Sound, measure
from shared.wav import duration_of, read_samples

WINDOW = 3.0
HOP = 1.0
SONG = 0.5
# Windows on each side that a judgement looks at too: a song lasts longer than a held vowel.
_CONTEXT = 3
# Passages shorter than this stay talk, gaps shorter than this stay song.
_SHORTEST = 7.0
_BRIDGED = 4.0
# Where each measurement begins to speak for a song, and where it says all it can. Tones alone say
# little, for a soft pad under talk is all tone; talk over a score as loud as itself holds notes in
# a quarter of its louder time at most.
_TONAL = (0.58, 0.70)
_STEADY = (0.25, 0.50)
_REGULAR = (0.25, 0.50)
_BEAT_WEIGHT = 0.2


@dataclass(frozen=True)
class Passage:
    """A stretch of song, in seconds."""

    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class MusicEvidence:
    """What the sound is like over time.

    Attributes:
        centres: Middle of each window in seconds, shape (windows,).
        sounds: Each window's measurements.
        own: How much each window alone is like a song, 0 to 1.
        scores: The same with its surroundings.
    """

    centres: NDArray[np.float64]
    sounds: tuple[Sound, ...]
    own: NDArray[np.float64]
    scores: NDArray[np.float64]

    def between(self, start: float, end: float) -> list[int]:
        """Returns the windows whose middles lie in a stretch; the nearest one if none does."""
        inside = np.flatnonzero((self.centres >= start) & (self.centres <= end))
        if len(inside) or not len(self.centres):
            return [int(index) for index in inside]
        return [int(np.abs(self.centres - (start + end) / 2).argmin())]


def listen(audio: Path, report: Callable[[float], None]) -> MusicEvidence:
    """Measures a file window by window; memory stays bounded.

    Args:
        audio: 16 kHz mono 16-bit WAV of any length.
        report: Takes the share done, 0 to 1.
    """
    duration = duration_of(audio)
    starts = np.arange(0.0, max(duration - WINDOW, 0.0) + 1e-9, HOP) if duration else np.zeros(0)
    sounds = []
    for index, start in enumerate(starts):
        sounds.append(measure(read_samples(audio, float(start), float(start) + WINDOW)))
        report((index + 1) / len(starts))
    own = np.array([song_score(sound) for sound in sounds], dtype=np.float64)
    return MusicEvidence(starts + WINDOW / 2, tuple(sounds), own, _smoothed(own))


def song_score(sound: Sound) -> float:
    """Judges one window: 0 is talk, 1 is song."""
    singing = sqrt(_ramp(sound.tonality, _TONAL) * _ramp(sound.steady_pitch, _STEADY))
    if singing <= 0:
        return 0.0
    return (1 - _BEAT_WEIGHT) * singing + _BEAT_WEIGHT * _ramp(sound.beat, _REGULAR)


def _ramp(value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))


def _smoothed(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(scores):
        return scores
    padded = np.pad(scores, _CONTEXT, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _CONTEXT + 1)
    means: NDArray[np.float64] = windows.mean(axis=1)
    return means


def find_passages(evidence: MusicEvidence) -> list[Passage]:
    """Joins windows that are like a song; short ones are left out."""
    runs: list[tuple[int, int]] = []
    for index in np.flatnonzero(evidence.scores >= SONG):
        if runs and (index - runs[-1][1]) * HOP < _BRIDGED:
            runs[-1] = (runs[-1][0], int(index))
        else:
            runs.append((int(index), int(index)))
    long = [run for run in runs if (run[1] - run[0] + 1) * HOP >= _SHORTEST]
    return [_passage(_widened(run, evidence.own), evidence) for run in long]


def _widened(run: tuple[int, int], own: NDArray[np.float64]) -> tuple[int, int]:
    """Gives back the edges that looking at the surroundings took: they are song by themselves."""
    first, last = run
    while first > max(0, run[0] - _CONTEXT) and own[first - 1] >= SONG:
        first -= 1
    while last < min(len(own) - 1, run[1] + _CONTEXT) and own[last + 1] >= SONG:
        last += 1
    return first, last


def _passage(run: tuple[int, int], evidence: MusicEvidence) -> Passage:
    first, last = run
    start, end = evidence.centres[first] - HOP / 2, evidence.centres[last] + HOP / 2
    inside = evidence.scores[first : last + 1]
    return Passage(float(start), float(end), round(float(inside.mean()), 3))


def covered_share(start: float, end: float, passages: Sequence[Passage]) -> float:
    """Returns the share of a stretch of time that lies in passages."""
    covered = sum(max(0.0, min(end, p.end) - max(start, p.start)) for p in passages)
    return min(1.0, covered / max(end - start, 1e-3))
