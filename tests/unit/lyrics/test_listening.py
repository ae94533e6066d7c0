"""A film is heard block by block, and nothing depends on where blocks end."""

from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.lyrics import listening
from cp_whisperx.lyrics.listening import COLUMNS, listen
from cp_whisperx.lyrics.measurements import STEP_SECONDS
from tests.support.music import chords, sung
from tests.support.wav import silence, write_wav


def test_steps_of_half_a_second(tmp_path: Path) -> None:
    heard = listen(write_wav(tmp_path / "x.wav", sung(20)), lambda _: None)
    assert heard.duration == 20
    assert np.diff(heard.centres) == pytest.approx(STEP_SECONDS)
    assert heard.centres[-1] == pytest.approx(20 - 1.5, abs=0.7)
    assert heard.values.shape == (len(heard.centres), len(COLUMNS))
    assert len(heard.bands) == 4 * len(heard.centres)


def test_blocks_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_wav(tmp_path / "x.wav", sung(40) + chords(40))
    whole = listen(path, lambda _: None)
    monkeypatch.setattr(listening, "_BLOCK", 17)
    parts = listen(path, lambda _: None)
    assert parts.values == pytest.approx(whole.values, abs=0.06)
    assert np.abs(parts.values - whole.values).mean() < 0.002


def test_beat_of_a_band_and_of_noise(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 320_000).astype(np.float32)
    column = COLUMNS.index("beat")
    regular = listen(write_wav(tmp_path / "x.wav", chords(20)), lambda _: None)
    random = listen(write_wav(tmp_path / "y.wav", noise), lambda _: None)
    assert regular.values[:, column].mean() > 0.4
    assert random.values[:, column].mean() < 0.2


@pytest.mark.parametrize("seconds", [0, 0.02, 0.5, 2, 3.1, 30])
def test_short_and_silent(tmp_path: Path, seconds: float) -> None:
    heard = listen(write_wav(tmp_path / "x.wav", silence(seconds)), lambda _: None)
    assert np.isfinite(heard.values).all()
    assert len(heard.values) == len(heard.centres)


def test_progress_rises_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_BLOCK", 5)
    shares: list[float] = []
    listen(write_wav(tmp_path / "x.wav", silence(12)), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
