"""Measures how loud the film is over time, to tell silence from speech that went unnoticed."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.wav import windows

FRAME_SECONDS = 0.1
_WINDOW_SECONDS = 60.0
_SILENCE_DB = -120.0
_FLOOR_PERCENTILE = 10
_LOUD_PERCENTILE = 90
# What is digitally silent says nothing of the level of the room.
_DIGITAL_SILENCE_DB = -90.0


@dataclass(frozen=True)
class LoudnessTrack:
    """Loudness over the whole film.

    Attributes:
        levels: Level of each 0.1 s in dB under full scale, shape (frames,).
        floor: Level of its quiet places.
    """

    levels: NDArray[np.float32]
    floor: float

    def between(self, start: float, end: float) -> float | None:
        """Returns how loud a stretch gets, in dB under full scale; None outside the film."""
        first = max(0, int(start / FRAME_SECONDS))
        part = self.levels[first : max(first + 1, int(end / FRAME_SECONDS + 0.999))]
        return float(np.percentile(part, _LOUD_PERCENTILE)) if len(part) else None


def measure_loudness(audio: Path) -> LoudnessTrack:
    """Reads a film's audio once, in windows.

    Args:
        audio: 16 kHz mono 16-bit WAV.

    Raises:
        InvalidInputError: If it is not of that form.
    """
    parts = [_levels(samples) for _, samples in windows(audio, _WINDOW_SECONDS)]
    levels = np.concatenate([*parts, np.empty(0, np.float32)])
    heard = levels[levels > _DIGITAL_SILENCE_DB]
    floor = float(np.percentile(heard, _FLOOR_PERCENTILE)) if len(heard) else _SILENCE_DB
    return LoudnessTrack(levels, floor)


def _levels(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    size = int(FRAME_SECONDS * 16_000)
    filled = np.pad(samples, (0, -len(samples) % size)).reshape(-1, size)
    power = np.mean(np.square(filled, dtype=np.float64), axis=1)
    return np.asarray(10 * np.log10(power + 10 ** (_SILENCE_DB / 10)), np.float32)
