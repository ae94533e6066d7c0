"""Known backgrounds are measured: how far below speech they lie, and whether they are music."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from cp_whisperx.separation.background import STRETCH_SECONDS, Stretch, measure, measure_background
from shared.errors import InvalidInputError
from tests.support.music import chords
from tests.support.wav import silence, write_wav

RATE = 16_000
Floats = NDArray[np.float32]


def syllables(seconds: int = 6, seed: int = 1) -> Floats:
    """A voice-like tone that glides, with pauses between syllables."""
    random = np.random.default_rng(seed)
    time = np.arange(seconds * RATE) / RATE
    glide = 140 + 30 * np.interp(time, np.arange(0, seconds + 1, 0.25),
                                 random.standard_normal(4 * seconds + 4))  # fmt: skip
    phase = 2 * np.pi * np.cumsum(glide) / RATE
    voice = np.sum([np.sin(k * phase) / k for k in range(1, 30)], axis=0)
    spoken = (time % 1.2) < 0.8
    voice = voice * spoken
    return np.asarray(0.1 * voice / np.sqrt(np.mean(voice[spoken] ** 2)), dtype=np.float32)


def noise(seconds: int, decibels: float) -> Floats:
    random = np.random.default_rng(2)
    level = 10 ** (decibels / 20)
    return np.asarray(level * random.standard_normal(seconds * RATE), dtype=np.float32)


@pytest.mark.parametrize("snr", [0.0, 5.0, 10.0, 20.0])
def test_a_known_distance_is_measured(snr: float) -> None:
    found = measure(0.0, syllables() + noise(6, -20 - snr))
    assert found.snr_db == pytest.approx(snr, abs=3.5)


def test_nearer_noise_gives_a_lower_figure() -> None:
    figures = [measure(0.0, syllables() + noise(6, -20 - snr)).snr_db for snr in range(0, 30, 5)]
    assert figures == sorted(figures)
    assert len(set(figures)) == len(figures)


def test_music_has_tones_and_noise_has_none() -> None:
    music = chords(6) * np.float32(0.3)
    assert measure(0.0, syllables() + music).tonal_db > 6
    assert measure(0.0, syllables() + noise(6, -30)).tonal_db < 3
    assert measure(0.0, music).tonal_db > 10


def test_levels_are_decibels_below_full_scale() -> None:
    time = np.arange(6 * RATE) / RATE
    found = measure(1.0, np.asarray(0.1 * np.sin(2 * np.pi * 440 * time), dtype=np.float32))
    assert found.level_db == pytest.approx(-23.0, abs=0.5)
    assert (found.start, found.end) == (1.0, 7.0)


def test_a_film_is_measured_stretch_by_stretch(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", np.tile(syllables(), 3)[: 15 * RATE])
    shares: list[float] = []
    found = measure_background(wav, shares.append)
    assert [(row.start, row.end) for row in found] == [(0, 6), (6, 12), (12, 15)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_rest_that_is_too_short_belongs_to_what_was_before(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", np.tile(syllables(), 2)[: int(7.5 * RATE)])
    assert [(row.start, row.end) for row in measure_background(wav)] == [(0, 7.5)]
    wav = write_wav(tmp_path / "b.wav", syllables()[: int(1.5 * RATE)])
    assert measure_background(wav) == ()


@pytest.mark.parametrize("seconds", [0, 6])
def test_silence_is_no_error(tmp_path: Path, seconds: int) -> None:
    found = measure_background(write_wav(tmp_path / "a.wav", silence(seconds)))
    assert all(isinstance(row, Stretch) and row.level_db < -100 for row in found)


def test_memory_does_not_grow_with_the_film(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", np.tile(syllables(), 30))
    tracemalloc.start()
    found = measure_background(wav)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) * STRETCH_SECONDS == 180
    assert peak < 30_000_000


def test_what_is_no_wav_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF nothing")
    with pytest.raises(InvalidInputError):
        measure_background(tmp_path / "a.wav")
