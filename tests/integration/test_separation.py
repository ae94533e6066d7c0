"""The stage source_separation with Demucs in its own environment, undisturbed and disturbed."""

import resource
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from shared.artifacts import AUDIO
from shared.errors import EXIT_DEPENDENCY, EXIT_OK, EXIT_RESOURCE
from shared.paths import PROJECT_ROOT
from shared.wav import duration_of, read_samples
from tests.support.audio import CLIPS
from tests.support.commands import environment
from tests.support.demucs_model import save_th
from tests.support.jobs import make_job, manifest_of, put
from tests.support.killing import (
    KILLED,
    Killer,
    copied,
    leftovers,
    results,
    spread,
    stage_command,
    status,
)
from tests.support.media import run_ffmpeg
from tests.support.music import chords, mixed
from tests.support.wav import write_wav
from tools.sound_files import read_sound

pytestmark = [pytest.mark.engines("demucs"), pytest.mark.slow]

STAGE = "source_separation"
FOLDER = "04_source_separation"
SECONDS = 12
MADE = {"vocals.wav", "dialogue.wav", "energies.json", "separation.json"}


@pytest.fixture(scope="module")
def job_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of talk over music, its audio extracted, its vocals not yet separated."""
    root = tmp_path_factory.mktemp("job")
    talk = read_sound(CLIPS / "english.opus")[: SECONDS * 16_000]
    sound = write_wav(root / "a.wav", mixed(talk, chords(SECONDS), 3.0))
    film = root / "film.mkv"
    run_ffmpeg("-i", sound, "-ac", "2", "-ar", "48000", "-c:a", "flac", film)
    job = make_job(
        root, media=film, engines={"separation": "demucs"}, device="cpu", num_threads=1,
        source_separation_model=save_th(root / "model").parent, cache_dir=root / "cache",
    )  # fmt: skip
    put(job, AUDIO, sound.read_bytes())
    return job


@pytest.fixture(scope="module")
def finished(job_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = copied(job_dir, tmp_path_factory.mktemp("finished") / "1")
    assert run_stage(done) == EXIT_OK
    return done


def run_stage(job: Path, largest_file: int | None = None) -> int:
    """Runs the stage in its environment; writes beyond a size fail as on a full disk."""

    def limit() -> None:
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    command = [str(part) for part in stage_command(job, STAGE)]
    done = subprocess.run(
        command, env=environment(), cwd=PROJECT_ROOT, preexec_fn=limit,
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    return done.returncode


def test_vocals_are_as_long_as_the_audio_and_not_the_mix(finished: Path) -> None:
    folder = finished / FOLDER
    audio = finished / "01_demux" / "audio.wav"
    assert set(results(folder)) == MADE
    assert duration_of(folder / "vocals.wav") == duration_of(audio)
    assert np.abs(read_samples(folder / "vocals.wav") - read_samples(audio)).max() > 0.01
    manifest = manifest_of(finished, STAGE)
    assert manifest.engine == "demucs"
    assert manifest.figures["music_share"] > 0.5
    assert [entry.path.rpartition("/")[2] for entry in manifest.inputs] == [
        "audio.wav", "film.mkv",
    ]  # fmt: skip
    assert not leftovers(finished)


def test_killed_anywhere_it_resumes_to_the_same_result(
    job_dir: Path, finished: Path, tmp_path: Path
) -> None:
    counted = copied(job_dir, tmp_path / "counted")
    code, reached = Killer(stage_command(counted, STAGE), f"{FOLDER}.py", counted).run(0)
    assert code == EXIT_OK
    for point in spread(len(reached), 6):
        job = copied(job_dir, tmp_path / f"at-{point}")
        code, _ = Killer(stage_command(job, STAGE), f"{FOLDER}.py", job).run(point)
        assert code == KILLED
        for name in results(job / FOLDER):
            half = name.rpartition("/")[2].startswith(".tmp-")
            assert half or results(job / FOLDER)[name] == results(finished / FOLDER)[name]
        if status(job, STAGE) != "success":
            assert run_stage(job) == EXIT_OK
        assert results(job / FOLDER) == results(finished / FOLDER)
        assert leftovers(job) == []
        shutil.rmtree(job)


@pytest.mark.parametrize(("film_there", "largest"), [(True, 1_000_000), (False, 200_000)])
def test_a_full_disk_leaves_no_half_file(
    job_dir: Path, tmp_path: Path, film_there: bool, largest: int
) -> None:
    job = copied(job_dir, tmp_path / "1")
    if not film_there:
        text = (job / "job.json").read_text("utf-8")
        (job / "job.json").write_text(text.replace("film.mkv", "gone.mkv"), "utf-8")
    assert run_stage(job, largest) in (EXIT_RESOURCE, EXIT_DEPENDENCY)
    manifest = manifest_of(job, STAGE)
    assert manifest.status == "failed"
    assert len(manifest.errors) == 1
    assert not MADE & set(results(job / FOLDER))
    assert run_stage(job) == EXIT_OK
    assert set(results(job / FOLDER)) == MADE
    assert leftovers(job) == []


def test_a_broken_model_ends_the_stage_with_a_clear_sentence(job_dir: Path, tmp_path: Path) -> None:
    job = copied(job_dir, tmp_path / "1")
    save_th(tmp_path / "model")
    path = tmp_path / "model" / "tiny.th"
    path.write_bytes(path.read_bytes()[:1000])
    settings = job / ".env.pipeline"
    lines = settings.read_text("utf-8").splitlines()
    lines = [row for row in lines if not row.startswith("SOURCE_SEPARATION_MODEL=")]
    lines.append(f"SOURCE_SEPARATION_MODEL={path.parent}")
    settings.write_text("\n".join(lines) + "\n", "utf-8")
    assert run_stage(job) == EXIT_RESOURCE
    (error,) = manifest_of(job, STAGE).errors
    assert "tiny.th is damaged" in error
    assert "./bootstrap.sh --models" in error
