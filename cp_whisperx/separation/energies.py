"""Collects how loud vocals and accompaniment are over time, from a stream."""

import numpy as np
from numpy.typing import NDArray

from shared.artifacts import Accompaniment

STEP_SECONDS = 0.5
SILENCE_DB = -96.0

Floats = NDArray[np.float32]


class EnergyMeter:
    """Adds up power in steps.

    Args:
        rate: Samples a second of the stream.
    """

    def __init__(self, rate: int) -> None:
        self._size = round(rate * STEP_SECONDS)
        self._rest = np.zeros((2, 0))
        self._levels: list[list[float]] = []

    def add(self, mix: Floats, vocals: Floats) -> None:
        """Takes the next samples, both of shape (channels, n)."""
        parts = np.stack([vocals, mix - vocals]).astype(np.float64)
        self._rest = np.concatenate([self._rest, np.square(parts).mean(axis=1)], axis=1)
        whole = self._rest.shape[1] // self._size * self._size
        steps = self._rest[:, :whole].reshape(2, -1, self._size).mean(axis=2)
        self._levels += [_decibels(step) for step in steps.T]
        self._rest = self._rest[:, whole:]

    def result(self) -> Accompaniment:
        """Returns the levels of everything that was added; the last step may be a shorter one."""
        rest = [_decibels(self._rest.mean(axis=1))] if self._rest.shape[1] else []
        levels = self._levels + rest
        return Accompaniment(
            step=STEP_SECONDS,
            vocals_db=tuple(vocals for vocals, _ in levels),
            accompaniment_db=tuple(other for _, other in levels),
        )


def _decibels(power: NDArray[np.float64]) -> list[float]:
    lowest = 10 ** (SILENCE_DB / 10)
    levels: list[float] = np.round(10 * np.log10(np.maximum(power, lowest)), 1).tolist()
    return levels
