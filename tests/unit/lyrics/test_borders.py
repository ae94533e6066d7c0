"""A border goes to where the sound changes, if it is near."""

import numpy as np
import pytest

from cp_whisperx.lyrics.borders import sharpen
from cp_whisperx.lyrics.listening import Heard


def heard(change_at: float, seconds: float = 20.0) -> Heard:
    """Bands that change once, eight times a second."""
    clock = np.arange(round(seconds / 0.128)) * 0.128
    noise = np.random.default_rng(0).normal(0, 0.3, (len(clock), 12))
    bands = noise + np.where(clock >= change_at, 3.0, 0.0)[:, np.newaxis]
    return Heard(seconds, np.zeros(0), np.zeros((0, 20)), bands.astype(np.float32))


@pytest.mark.parametrize("guess", [9.0, 10.0, 11.2])
def test_near(guess: float) -> None:
    assert sharpen(heard(10.0), guess) == pytest.approx(10.0, abs=0.2)


def test_far() -> None:
    assert abs(sharpen(heard(4.0), 10.0) - 10.0) <= 1.6


@pytest.mark.parametrize("guess", [-0.5, 0.0, 19.9, 25.0])
def test_at_the_ends(guess: float) -> None:
    assert 0 <= sharpen(heard(10.0), guess) <= 25


def test_nothing_heard() -> None:
    nothing = Heard(0, np.zeros(0), np.zeros((0, 20)), np.zeros((0, 12), np.float32))
    assert sharpen(nothing, -0.2) == 0
    assert sharpen(nothing, 3.0) == 3.0
