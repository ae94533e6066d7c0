"""Builds `run_stage` round a stage's function: the one place that catches a stage's errors."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from shared.errors import (
    EXIT_FAILURE,
    EXIT_OK,
    CancelledByUserError,
    PipelineError,
    as_pipeline_error,
)
from shared.secrets import redact
from shared.stage_order import get_stage
from shared.stage_utils import StageIO

StageFunction = Callable[[StageIO], Mapping[str, Any] | None]
RunStage = Callable[..., int]


class SkipStageError(Exception):
    """Raised by a stage that has nothing to do, with the reason."""


def build_stage(name: str, function: StageFunction) -> RunStage:
    """Makes `run_stage(job_dir, stage_name) -> exit code` of a stage's function.

    Args:
        name: The stage's name.
        function: Does the work; returns figures for the manifest.
    """

    def run_stage(job_dir: Path, stage_name: str = name) -> int:
        """Runs the stage on a job and returns its exit code."""
        try:
            io = StageIO(stage_name, job_dir, enable_manifest=True)
        except PipelineError as error:
            sys.stderr.write(redact(f"{stage_name}: {error}\n"))
            return error.exit_code
        return _run(io, function)

    return run_stage


def _run(io: StageIO, function: StageFunction) -> int:
    try:
        io.begin()
        io.logger.info("=" * 60)
        io.logger.info(f"{io.stage.name.upper()}: {io.stage.purpose}")
        io.logger.info("=" * 60)
        io.finalize("success", **(function(io) or {}))
    except SkipStageError as reason:
        io.logger.info(f"{io.stage.name} is skipped: {reason}")
        io.finalize("skipped", reason=str(reason))
    # The error boundary: whatever a stage raises must end in its manifest.
    except BaseException as error:  # noqa: BLE001
        return _failed(io, as_pipeline_error(error), error)
    return EXIT_OK


def _failed(io: StageIO, error: PipelineError, cause: BaseException) -> int:
    """Ends the stage as failed or cancelled; a disk that cannot be written is told on stderr."""
    status = "cancelled" if isinstance(error, CancelledByUserError) else "failed"
    try:
        io.add_error(str(error), cause)
        io.finalize("cancelled" if status == "cancelled" else "failed", hint=error.hint)
    except OSError as second:
        text = f"{io.stage.name}: {error}\nThe manifest cannot be written: {second}\n"
        sys.stderr.write(redact(text))
    return error.exit_code or EXIT_FAILURE


def main(run_stage: RunStage, name: str, arguments: list[str] | None = None) -> int:
    """Runs one stage from the command line: `python scripts/NN_name.py --job-dir DIR`."""
    parser = argparse.ArgumentParser(description=f"{name}: {get_stage(name).purpose}.")
    parser.add_argument("--job-dir", type=Path, required=True, help="folder of a prepared job")
    job_dir: Path = parser.parse_args(arguments).job_dir
    return run_stage(job_dir)
