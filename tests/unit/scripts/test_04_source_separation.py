from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cp_whisperx.separation.none import NoSeparation
from shared.artifacts import ACCOMPANIMENT, AUDIO, Accompaniment, SeparationDecision
from shared.errors import EXIT_INVALID, EXIT_OK, EXIT_RESOURCE, OutOfMemoryError
from shared.wav import read_samples
from tests.support.audio import CLIPS
from tests.support.jobs import load_stage, make_job, manifest_of, put
from tests.support.media import make_film
from tests.support.music import chords
from tests.support.wav import silence, write_wav
from tools.sound_files import read_sound

run_stage = load_stage("source_separation")
FOLDER = "04_source_separation"


def job_with(tmp_path: Path, samples: np.ndarray, **settings: Any) -> Path:
    job = make_job(tmp_path, engines={"separation": "none"}, **settings)
    put(job, AUDIO, write_wav(tmp_path / "a.wav", samples).read_bytes())
    return job


def decision_of(job: Path) -> SeparationDecision:
    return SeparationDecision.model_validate_json((job / FOLDER / "separation.json").read_bytes())


def outputs_of(job: Path) -> set[str]:
    entries = manifest_of(job, "source_separation").outputs
    return {entry.path.removeprefix(f"{FOLDER}/") for entry in entries}


def speech() -> np.ndarray:
    """About half a minute of talk."""
    clips = [read_sound(CLIPS / name) for name in ("english.opus", "hindi.opus", "flite.opus")]
    return np.concatenate(clips)[: 30 * 16_000]


def scored() -> np.ndarray:
    """The same over music, 6 dB below it."""
    talk = speech()
    music = chords(len(talk) / 16_000)[: len(talk)]
    gain = float(np.sqrt(np.mean(talk**2) / np.mean(music**2)))
    return np.asarray(talk + 0.5 * gain * music)


def test_clear_speech_is_left_as_it_is(tmp_path: Path) -> None:
    job = job_with(tmp_path, speech())
    assert run_stage(job) == EXIT_OK
    decision = decision_of(job)
    assert not decision.separated
    assert decision.snr_db is not None
    assert decision.snr_db > 20
    assert decision.music_share == 0.0
    assert decision.reason.startswith("the mix is clean")
    assert not manifest_of(job, "source_separation").warnings
    assert outputs_of(job) == {"separation.json"}


def test_speech_over_music_without_an_engine_is_warned_of(tmp_path: Path) -> None:
    job = job_with(tmp_path, scored(), cache_dir=tmp_path / "cache")
    assert run_stage(job) == EXIT_OK
    decision = decision_of(job)
    assert not decision.separated
    assert decision.music_share > 0.5
    assert decision.evidence["unclean_share"] >= decision.music_share
    assert decision.unclean[0].start == 0
    assert "music in" in decision.reason
    (warning,) = manifest_of(job, "source_separation").warnings
    assert "no separation engine is set up" in warning
    assert "./bootstrap.sh --models htdemucs" in warning
    assert f"./prepare-job.sh --job-dir '{job}'" in warning
    assert outputs_of(job) == {"separation.json"}


class HalvingFakeSeparator(NoSeparation):
    """A fake for these tests alone: its vocals are the audio at half its level."""

    makes_vocals = True
    heard: str = ""

    def separate(
        self, sound: Path, vocals: Path, frames: int, report: Callable[[float], None]
    ) -> Accompaniment | None:
        HalvingFakeSeparator.heard = sound.name
        samples = read_samples(sound)[:frames] if sound.name == "audio.wav" else silence(0)
        write_wav(vocals, np.pad(samples / 2, (0, frames - len(samples))))
        report(1.0)
        return Accompaniment(step=0.5, vocals_db=(-20.0,), accompaniment_db=(-30.0,))


class StarvingFakeSeparator(HalvingFakeSeparator):
    """A fake for these tests alone: it runs out of memory in the middle of its file."""

    def separate(
        self, sound: Path, vocals: Path, frames: int, report: Callable[[float], None]
    ) -> Accompaniment | None:
        vocals.write_bytes(b"RIFF half a file")
        raise OutOfMemoryError("The memory does not suffice.", "Lower it.")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cp_whisperx.separation.none.NoSeparation", HalvingFakeSeparator)


@pytest.mark.usefixtures("fake")
def test_recognition_gets_the_vocals_where_the_mix_is_not_clean(tmp_path: Path) -> None:
    talk = speech()
    both = np.concatenate([talk, scored()])
    job = job_with(tmp_path, both)
    assert run_stage(job) == EXIT_OK
    decision = decision_of(job)
    assert decision.separated
    assert outputs_of(job) == {"separation.json", "vocals.wav", "dialogue.wav", "energies.json"}
    mix = read_samples(job / "01_demux/audio.wav")
    dialogue = read_samples(job / FOLDER / "dialogue.wav")
    (span,) = decision.unclean
    begin = round(span.start * 16_000)
    assert abs(span.start - len(talk) / 16_000) <= 6
    assert np.abs(dialogue[: begin - 8000] - mix[: begin - 8000]).max() < 1e-4
    assert np.abs(dialogue[begin:] - mix[begin:] / 2)[: 16_000 * 20].max() < 1e-3
    text = (job / FOLDER / ACCOMPANIMENT.file).read_bytes()
    assert Accompaniment.model_validate_json(text).step == 0.5
    assert not list((job / FOLDER).glob(".tmp-*"))


@pytest.mark.usefixtures("fake")
def test_always_separates_clean_films_too_but_recognition_hears_the_mix(tmp_path: Path) -> None:
    job = job_with(tmp_path, speech(), source_separation_mode="always")
    assert run_stage(job) == EXIT_OK
    assert "SOURCE_SEPARATION_MODE=always" in decision_of(job).reason
    assert outputs_of(job) == {"separation.json", "vocals.wav", "energies.json"}


class DeafFakeSeparator(HalvingFakeSeparator):
    """A fake for these tests alone: it takes everything for accompaniment."""

    def separate(
        self, sound: Path, vocals: Path, frames: int, report: Callable[[float], None]
    ) -> Accompaniment | None:
        super().separate(sound, vocals, frames, report)
        return Accompaniment(step=1.0, vocals_db=(-60.0,) * 20, accompaniment_db=(-20.0,) * 20)


def test_vocals_without_voices_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cp_whisperx.separation.none.NoSeparation", DeafFakeSeparator)
    job = job_with(tmp_path, speech(), source_separation_mode="always")
    assert run_stage(job) == EXIT_OK
    assert not decision_of(job).separated
    assert outputs_of(job) == {"separation.json"}
    (warning,) = manifest_of(job, "source_separation").warnings
    assert "took clean speech for accompaniment" in warning
    assert not list((job / FOLDER).glob(".tmp-*"))


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(("seconds", "heard"), [(6.0, ".tmp-full.wav"), (9.0, "audio.wav")])
def test_the_films_full_sound_is_separated_where_it_fits(
    tmp_path: Path, seconds: float, heard: str
) -> None:
    """A film that decodes to another length than its audio would shift every time."""
    film = make_film(tmp_path / "film.mkv", seconds=seconds)
    job = make_job(
        tmp_path, media=film, engines={"separation": "none"}, source_separation_mode="always"
    )
    put(job, AUDIO, write_wav(tmp_path / "a.wav", speech()[: 6 * 16_000]).read_bytes())
    assert run_stage(job) == EXIT_OK
    assert HalvingFakeSeparator.heard == heard
    assert not list((job / FOLDER).glob(".tmp-*"))


def test_a_failure_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cp_whisperx.separation.none.NoSeparation", StarvingFakeSeparator)
    job = job_with(tmp_path, scored())
    assert run_stage(job) == EXIT_RESOURCE
    assert manifest_of(job, "source_separation").status == "failed"
    assert not (job / FOLDER / "vocals.wav").exists()
    monkeypatch.setattr("cp_whisperx.separation.none.NoSeparation", HalvingFakeSeparator)
    assert run_stage(job) == EXIT_OK
    assert not list((job / FOLDER).glob(".tmp-*"))


def test_separation_that_is_switched_off_measures_nothing(tmp_path: Path) -> None:
    job = job_with(tmp_path, scored(), source_separation_enabled="false")
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
