"""Workflows with the engines that a user names, each in its own environment, on small models."""

from pathlib import Path

import pytest

from shared.artifacts import SEGMENTS, Transcript
from shared.stage_order import get_stage_dir
from tests.support.audio import CLIPS, said_in
from tests.support.commands import run
from tests.support.jobs import manifest_of
from tests.support.media import PICTURE, X264, run_ffmpeg

pytestmark = pytest.mark.engines("dev")
SENTENCES = [said.text for said in said_in("hindi.opus")]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three Hindi sentences with a small picture."""
    made = tmp_path_factory.mktemp("film") / "film.mp4"
    run_ffmpeg(
        "-f", "lavfi", "-i", f"{PICTURE}:duration=9.3", "-i", CLIPS / "hindi.opus",
        "-map", "0:v", "-map", "1:a", *X264, "-c:a", "aac", "-metadata:s:a:0", "language=hin",
        made,
    )  # fmt: skip
    return made


def job_of(root: Path, film: Path, workflow: str, *options: str) -> Path:
    settings = [part for option in options for part in ("--set", option)]
    done = run(
        "run-pipeline", "--media", film, "--workflow", workflow, "-s", "hi",
        *(() if workflow == "transcribe" else ("-t", "en")), "--output-root", root,
        "--set", f"CACHE_DIR={root / 'cache'}", "--set", "NUM_THREADS=1", *settings,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return next(root.glob("*/*/*/*/*/job.json")).parent


def heard(job_dir: Path) -> list[str]:
    path = job_dir / get_stage_dir("asr") / SEGMENTS.file
    transcript = Transcript.model_validate_json(path.read_bytes())
    return [segment.text for segment in transcript.segments]


@pytest.mark.parametrize("workflow", ["subtitle", "translate"])
def test_a_film_by_whisperx(
    tmp_path: Path, film: Path, whisper_micro: Path, nllb_micro: Path, workflow: str
) -> None:
    job_dir = job_of(
        tmp_path, film, workflow, "ASR_ENGINE=whisperx", f"WHISPERX_MODEL={whisper_micro}",
        f"NLLB_MODEL={nllb_micro}",
    )  # fmt: skip
    assert manifest_of(job_dir, "asr").engine == "whisperx"
    assert heard(job_dir) == SENTENCES


def test_a_transcript_by_mlx(tmp_path: Path, film: Path, mlx_micro: Path) -> None:
    options = ("ASR_ENGINE=mlx", f"WHISPERX_MODEL={mlx_micro}")
    job_dir = job_of(tmp_path, film, "transcribe", *options)
    assert manifest_of(job_dir, "asr").engine == "mlx"
    assert heard(job_dir) == SENTENCES
