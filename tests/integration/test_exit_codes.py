"""Exit codes and messages, as a script that calls the commands sees them."""

from pathlib import Path

import pytest

from shared.paths import PROJECT_ROOT
from tests.support.commands import run

ENGLISH = PROJECT_ROOT / "in" / "Energy Demand in AI.mp4"


def assert_plain(text: str) -> None:
    """An error is a sentence, never a traceback."""
    assert "Traceback" not in text
    assert "Error:" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--media", "/no/such/film.mkv"], "There is no file"),
        (["--media", ENGLISH, "-s", "xx"], "'xx' is not known"),
        (["--media", ENGLISH, "-s", "en", "-t", "en,hi", "--set", "VAD_TRESHOLD=1"],
         "did you mean VAD_THRESHOLD"),
        (["--media", ENGLISH, "-s", "auto"], "transcribe workflow alone"),
        (["--media", ENGLISH, "-s", "hi", "--set", "ASR_ENGINE=pocketsphinx"], "does not serve"),
        (["--media", ENGLISH, "--start-time", "soon"], "is not a time"),
        (["--media", ENGLISH, "--glossary", "/no/glossary.tsv"], "no glossary"),
        (["--media", ENGLISH, "-s", "en", "--audio-track", "7"], "7"),
        (["--media", __file__], "test_exit_codes.py"),
        ([], "No film is given"),
    ],
)  # fmt: skip
def test_invalid_input_is_two(arguments: list[object], words: str, tmp_path: Path) -> None:
    done = run("prepare-job", *arguments, "--output-root", tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert_plain(done.stderr)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-j", "job-20200101-nobody-0001"], "There is no job"),
        (["-j", "../../etc"], "is not a job id"),
        (["transcribe"], "is not WORKFLOW JOB_DIR"),
        (["--full"], "--full goes with --demo"),
        ([], "Name one job, or a film"),
        (["--job-dir", "/tmp", "-j", "job-20200101-nobody-0001"], "More than one job"),
        (["--status", "/tmp"], "is not a job"),
    ],
)
def test_a_job_that_cannot_be_named_is_two(arguments: list[str], words: str) -> None:
    done = run("run-pipeline", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert_plain(done.stderr)


def test_a_missing_model_is_three_before_any_work_is_done(tmp_path: Path) -> None:
    done = run(
        "run-pipeline", "--media", ENGLISH, "--workflow", "transcribe", "-s", "en",
        "--output-root", tmp_path, "--set", f"CACHE_DIR={tmp_path / 'cache'}",
        "--set", "MODEL_HUB_URL=http://127.0.0.1:9", "--set", "WHISPERX_MODEL=small",
    )  # fmt: skip
    assert done.returncode == 3, done.stdout + done.stderr
    assert "whisper-small" in done.stderr
    assert_plain(done.stderr)
    assert not list(tmp_path.glob("20*/*/*/*/*/01_demux/audio.wav"))


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    done = run(
        "prepare-job", "--media", ENGLISH, "-s", "en", "-t", "hi", "--dry-run",
        "--output-root", tmp_path,
    )  # fmt: skip
    assert done.returncode == 0
    assert "nothing was made" in done.stdout
    assert list(tmp_path.iterdir()) == []
