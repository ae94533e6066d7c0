import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from cp_whisperx.separation.noise import frame_levels, measure_snr
from shared.errors import InvalidInputError
from tests.support.wav import silence, write_wav

RATE = 16_000


def speech_in_noise(snr_db: float, seconds: int = 60, seed: int = 1) -> NDArray[np.floating]:
    """Syllables of a voice-like tone with pauses, over white noise of a known distance."""
    random = np.random.default_rng(seed)
    time = np.arange(seconds * RATE) / RATE
    harmonics = np.arange(1, 9)[:, None]
    spoken = (time % 1.0) < 0.7
    voice = np.sum(np.sin(2 * np.pi * 140 * harmonics * time) / harmonics, axis=0) * spoken
    voice /= np.sqrt(np.mean(voice[spoken] ** 2))
    noise = random.standard_normal(len(time)) * 10 ** (-snr_db / 20)
    mixed = voice + noise
    return np.asarray(mixed / np.abs(mixed).max() * 0.6)


@pytest.mark.parametrize("snr", [0.0, 5.0, 10.0, 20.0, 30.0])
def test_a_known_distance_is_measured(tmp_path: Path, snr: float) -> None:
    wav = write_wav(tmp_path / "a.wav", speech_in_noise(snr))
    assert measure_snr(wav) == pytest.approx(snr, abs=2.0)


def test_steady_noise_has_no_speech_above_it(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).standard_normal(60 * RATE) * 0.1
    snr = measure_snr(write_wav(tmp_path / "a.wav", noise))
    assert snr is not None
    assert snr < 0


@pytest.mark.parametrize("seconds", [0, 1, 60])
def test_silence_has_no_figure(tmp_path: Path, seconds: int) -> None:
    assert measure_snr(write_wav(tmp_path / "a.wav", silence(seconds))) is None


def test_silent_minutes_do_not_decide(tmp_path: Path) -> None:
    both = np.concatenate([silence(300), speech_in_noise(15.0)])
    assert measure_snr(write_wav(tmp_path / "a.wav", both)) == pytest.approx(15.0, abs=2.0)


def test_memory_does_not_grow_with_the_film(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", np.tile(speech_in_noise(15.0), 10))
    shares: list[float] = []
    tracemalloc.start()
    measure_snr(wav, shares.append)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_levels_are_decibels_below_full_scale() -> None:
    levels = frame_levels(np.full(RATE, 0.1, dtype=np.float32))
    assert len(levels) == 33
    assert levels == pytest.approx(np.full(33, -20.0), abs=1e-3)


def test_what_is_no_wav_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF nothing")
    with pytest.raises(InvalidInputError):
        measure_snr(tmp_path / "a.wav")
