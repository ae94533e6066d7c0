from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cp_whisperx.separation.none import NoSeparation
from shared.artifacts import AUDIO, SeparationDecision
from shared.errors import EXIT_INVALID, EXIT_OK
from tests.support.jobs import load_stage, make_job, manifest_of, put
from tests.support.wav import silence, write_wav

run_stage = load_stage("source_separation")
RATE = 16_000


def job_with(tmp_path: Path, samples: np.ndarray, **settings: Any) -> Path:
    job = make_job(tmp_path, engines={"separation": "none"}, **settings)
    wav = write_wav(tmp_path / "a.wav", samples / 32_768)
    put(job, AUDIO, wav.read_bytes())
    return job


def decision_of(job: Path) -> SeparationDecision:
    path = job / "04_source_separation/separation.json"
    return SeparationDecision.model_validate_json(path.read_bytes())


def bursts(noise: float) -> np.ndarray:
    """Half-second tones with pauses, over noise."""
    time = np.arange(20 * RATE) / RATE
    tone = np.sin(2 * np.pi * 200 * time) * ((time % 1.0) < 0.5) * 10_000
    return np.asarray(tone + np.random.default_rng(0).standard_normal(len(time)) * noise)


def test_clear_speech_is_left_as_it_is(tmp_path: Path) -> None:
    job = job_with(tmp_path, bursts(noise=10))
    assert run_stage(job) == EXIT_OK
    decision = decision_of(job)
    assert not decision.separated
    assert decision.snr_db is not None
    assert decision.snr_db > 40
    assert "above the noise, at least 10 dB" in decision.reason
    assert not manifest_of(job, "source_separation").warnings


def test_noisy_speech_without_an_engine_is_warned_of(tmp_path: Path) -> None:
    job = job_with(tmp_path, bursts(noise=5000))
    assert run_stage(job) == EXIT_OK
    decision = decision_of(job)
    assert (decision.separated, decision.reason) == (False, "no separation engine is installed")
    manifest = manifest_of(job, "source_separation")
    assert "no separation engine is installed" in manifest.warnings[0]
    assert not (job / "04_source_separation/vocals.wav").exists()


class CopyingFakeSeparator(NoSeparation):
    """A fake for this test alone: its vocals are the audio."""

    def separate(self, audio: Path, vocals: Path, report: Callable[[float], None]) -> bool:
        vocals.write_bytes(audio.read_bytes())
        report(1.0)
        return True


def test_the_vocals_of_an_engine_are_an_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cp_whisperx.separation.none.NoSeparation", CopyingFakeSeparator)
    job = job_with(tmp_path, bursts(noise=5000))
    assert run_stage(job) == EXIT_OK
    assert decision_of(job).separated
    paths = [entry.path for entry in manifest_of(job, "source_separation").outputs]
    assert "04_source_separation/vocals.wav" in paths
    assert not list((job / "04_source_separation").glob(".tmp-*"))


def test_separation_that_is_switched_off_measures_nothing(tmp_path: Path) -> None:
    job = job_with(tmp_path, bursts(noise=5000), source_separation_enabled="false")
    assert run_stage(job) == EXIT_OK
    decision = decision_of(job)
    assert decision.snr_db is None
    assert "switched off" in decision.reason


def test_silence_is_told(tmp_path: Path) -> None:
    job = job_with(tmp_path, silence(5))
    assert run_stage(job) == EXIT_OK
    assert decision_of(job).reason == "the audio is silent"


def test_damaged_audio_is_invalid_input(tmp_path: Path) -> None:
    job = make_job(tmp_path, engines={"separation": "none"})
    put(job, AUDIO, b"RIFF broken")
    assert run_stage(job) == EXIT_INVALID
