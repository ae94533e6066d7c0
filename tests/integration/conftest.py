"""A short job that is run once; the tests of faults work on copies of it."""

from pathlib import Path

import pytest

from tests.support.audio import CLIPS
from tests.support.commands import run
from tests.support.media import PICTURE, X264, run_ffmpeg

SECONDS = "4"


@pytest.fixture(scope="session")
def short_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of Hindi speech with a small picture."""
    film = tmp_path_factory.mktemp("short") / "short.mp4"
    run_ffmpeg(
        "-f", "lavfi", "-i", f"{PICTURE}:duration={SECONDS}", "-i", CLIPS / "hindi.opus",
        "-t", SECONDS, "-map", "0:v", "-map", "1:a", *X264, "-c:a", "aac",
        "-metadata:s:a:0", "language=hin", film,
    )  # fmt: skip
    return film


@pytest.fixture(scope="session")
def short_options(
    short_film: Path,
    whisper_micro: Path,
    nllb_micro: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[str]:
    """The options of a job of the short film with the small models and a cache of its own."""
    cache = tmp_path_factory.mktemp("cache")
    return [
        "--media", str(short_film), "--workflow", "subtitle", "-s", "hi", "-t", "en",
        "--set", f"WHISPERX_MODEL={whisper_micro}", "--set", f"NLLB_MODEL={nllb_micro}",
        "--set", f"CACHE_DIR={cache}", "--set", "NUM_THREADS=1",
    ]  # fmt: skip


@pytest.fixture(scope="session")
def prepared_job(short_options: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The short job before it is run; tests copy it and never change it."""
    root = tmp_path_factory.mktemp("prepared")
    done = run("prepare-job", *short_options, "--output-root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(root.glob("*/*/*/*/*/job.json")).parent


@pytest.fixture(scope="session")
def finished_job(prepared_job: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The short job after an undisturbed run; tests copy it and never change it."""
    from tests.support.killing import copied

    job_dir = copied(prepared_job, tmp_path_factory.mktemp("finished") / "1")
    done = run("run-pipeline", "--job-dir", job_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    return job_dir
