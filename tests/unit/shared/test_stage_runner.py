"""The error boundary: exit codes, manifests, what is said."""

from pathlib import Path

import pytest

from shared.artifacts import AUDIO_INFO, AudioInfo
from shared.errors import (
    EXIT_DEPENDENCY,
    EXIT_FAILURE,
    EXIT_INVALID,
    EXIT_OK,
    EXIT_RESOURCE,
    CancelledByUserError,
    DependencyFailedError,
    InvalidInputError,
    QualityGateError,
    ResourceUnavailableError,
)
from shared.stage_runner import RunStage, SkipStageError, build_stage, main
from shared.stage_utils import StageIO
from tests.support.jobs import make_job, manifest_of


def raising(error: BaseException) -> RunStage:
    def function(_io: StageIO) -> None:
        raise error

    return build_stage("demux", function)


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (QualityGateError("bad"), EXIT_FAILURE, "failed"),
        (InvalidInputError("bad", "do this"), EXIT_INVALID, "failed"),
        (ResourceUnavailableError("bad"), EXIT_RESOURCE, "failed"),
        (DependencyFailedError("bad"), EXIT_DEPENDENCY, "failed"),
        (MemoryError(), EXIT_RESOURCE, "failed"),
        (OSError(28, "No space left on device"), EXIT_RESOURCE, "failed"),
        (ZeroDivisionError("oops"), EXIT_FAILURE, "failed"),
        (CancelledByUserError("stopped"), EXIT_FAILURE, "cancelled"),
        (KeyboardInterrupt(), EXIT_FAILURE, "cancelled"),
    ],
)
def test_every_error_ends_in_the_manifest(
    tmp_path: Path, error: BaseException, code: int, status: str
) -> None:
    job_dir = make_job(tmp_path)
    assert raising(error)(job_dir) == code
    manifest = manifest_of(job_dir, "demux")
    assert manifest.status == status
    assert len(manifest.errors) == 1
    assert "Traceback" not in manifest.errors[0]


@pytest.mark.parametrize("level", ["INFO", "ERROR"])
def test_the_traceback_is_in_the_stages_own_log_alone(tmp_path: Path, level: str) -> None:
    job_dir = make_job(tmp_path, log_level=level)
    raising(ZeroDivisionError("oops"))(job_dir)
    assert "Traceback (most recent" in (job_dir / "01_demux" / "stage.log").read_text("utf-8")
    (log,) = (job_dir / "logs").iterdir()
    assert "ZeroDivisionError: oops" in log.read_text("utf-8")
    assert "Traceback (most recent" not in log.read_text("utf-8")
    assert manifest_of(job_dir, "demux").errors[0].endswith("(ZeroDivisionError)")


def test_success_keeps_the_figures(tmp_path: Path) -> None:
    def function(io: StageIO) -> dict[str, int]:
        io.write(AUDIO_INFO, AudioInfo(sample_rate=16000, channels=1, duration=1.0))
        return {"seconds": 1}

    job_dir = make_job(tmp_path)
    assert build_stage("demux", function)(job_dir, "demux") == EXIT_OK
    assert manifest_of(job_dir, "demux").figures == {"seconds": 1}


def test_a_skipped_stage_says_why(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    assert raising(SkipStageError("nothing to look up"))(job_dir) == EXIT_OK
    manifest = manifest_of(job_dir, "demux")
    assert manifest.status == "skipped"
    assert manifest.figures["reason"] == "nothing to look up"


def test_a_folder_that_is_no_job_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert raising(RuntimeError())(tmp_path) == EXIT_INVALID
    assert "is not a job" in capsys.readouterr().err


def test_a_wrong_configuration_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job_dir = make_job(tmp_path, vad_treshold="0.5")
    assert raising(RuntimeError())(job_dir) == EXIT_INVALID
    assert "did you mean VAD_THRESHOLD" in capsys.readouterr().err


def test_the_command_line_of_a_stage(tmp_path: Path) -> None:
    run_stage = build_stage("demux", lambda _io: None)
    assert main(run_stage, "demux", ["--job-dir", str(make_job(tmp_path))]) == EXIT_OK
    with pytest.raises(SystemExit):
        main(run_stage, "demux", [])
