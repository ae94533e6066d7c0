"""Loudness over time tells where nothing can be heard."""

import wave
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.hallucination.sound import measure_loudness


def write(path: Path, *parts: tuple[float, float]) -> Path:
    """Writes seconds of noise, each part with its level as a share of full scale."""
    noise = np.random.default_rng(3)
    samples = [noise.uniform(-1, 1, int(16_000 * s)) * level * 32_767 for s, level in parts]
    with wave.open(str(path), "wb") as stream:
        stream.setparams((1, 2, 16_000, 0, "NONE", ""))
        stream.writeframes(np.concatenate(samples).astype("<i2").tobytes())
    return path


def test_loud_and_quiet_places(tmp_path: Path) -> None:
    track = measure_loudness(write(tmp_path / "a.wav", (61, 0.01), (2, 0.5), (3, 0.0)))
    quiet, loud, silent = track.between(1, 3), track.between(61, 63), track.between(64, 66)
    assert quiet is not None
    assert loud is not None
    assert quiet == pytest.approx(track.floor, abs=1)
    assert loud == pytest.approx(quiet + 34, abs=1)
    assert silent is not None
    assert silent < -100


def test_outside_and_empty(tmp_path: Path) -> None:
    track = measure_loudness(write(tmp_path / "a.wav", (0, 0.5)))
    assert track.between(0, 1) is None
    assert track.floor == -120


def test_a_moment_has_a_level(tmp_path: Path) -> None:
    track = measure_loudness(write(tmp_path / "a.wav", (1, 0.5)))
    assert track.between(0.55, 0.55) == pytest.approx(-11, abs=1)
