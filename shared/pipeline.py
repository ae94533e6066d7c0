"""Runs a job: plans from the stage table, skips what is done, runs side by side what can be."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from shared.atomic import note_memory_failure, remove_unfinished
from shared.config import Config
from shared.errors import (
    EXIT_FAILURE,
    EXIT_OK,
    CancelledByUserError,
    InvalidInputError,
    OutOfMemoryError,
    PipelineError,
)
from shared.fingerprint import stage_environment
from shared.job import Job
from shared.job_lock import job_lock
from shared.logger import PipelineLogger
from shared.plan import stage_state
from shared.stage_manifest import MANIFEST_NAME, StageManifest
from shared.stage_order import Stage, dependencies, get_stage_dir, stages_of
from shared.worker_pool import WorkerPool

_SIDE_BY_SIDE = 4
_SMALLER_ATTEMPTS = 2


class Observer(Protocol):
    """Is told what happens; the terminal's display is one."""

    def started(self, stage: Stage) -> None:
        """A stage begins."""

    def progressed(self, stage: Stage, share: float, text: str) -> None:
        """A stage is a share (0 to 1) done."""

    def ended(self, result: "StageResult") -> None:
        """A stage has ended or was found done."""


@dataclass(frozen=True)
class StageResult:
    """How a stage ended.

    Attributes:
        outcome: done (nothing to do), success, skipped, failed or cancelled.
    """

    stage: Stage
    outcome: str
    seconds: float
    reason: str = ""
    exit_code: int = EXIT_OK
    warnings: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()
    figures: dict[str, object] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether later stages can go on."""
        return self.outcome in ("done", "success", "skipped")


@dataclass(frozen=True)
class RunResult:
    """How a run ended."""

    stages: tuple[StageResult, ...]
    seconds: float

    @property
    def exit_code(self) -> int:
        """The first failure's exit code, or 0."""
        return next((result.exit_code for result in self.stages if not result.ok), EXIT_OK)

    @property
    def did_nothing(self) -> bool:
        """Whether everything was done already."""
        return all(result.outcome == "done" for result in self.stages)


class Pipeline:
    """One run of a job.

    Args:
        job_dir: The job's folder.
        job: Its record.
        config: Its parameters.
        pool: Workers to run stages in.
        log: The pipeline's log.
        observer: Is told what happens.
    """

    def __init__(
        self,
        job_dir: Path,
        job: Job,
        config: Config,
        pool: WorkerPool,
        *,
        log: PipelineLogger,
        observer: Observer,
    ) -> None:
        self._job_dir = job_dir
        self._job = job
        self._config = config
        self._pool = pool
        self._log = log
        self._observer = observer
        self._cancel = threading.Event()
        self._force = False
        self._active = frozenset(stage.name for stage in stages_of(config.workflow))

    def run(self, stages: tuple[Stage, ...], *, force: bool = False) -> RunResult:
        """Runs stages in the order their inputs allow; stops starting new ones at a failure.

        Args:
            stages: What `shared.plan.select_stages` chose.
            force: Run them even if nothing has changed.

        Raises:
            InvalidInputError: If an earlier stage that is needed has not been run.
            ResourceUnavailableError: If another process runs the job.
        """
        self._force = force
        began = time.monotonic()
        with job_lock(self._job_dir), self._signals():
            self._check_before(stages)
            results = self._schedule(stages)
        return RunResult(tuple(results), time.monotonic() - began)

    def _check_before(self, stages: tuple[Stage, ...]) -> None:
        """Stages before the chosen ones are taken as they are, if they are there."""
        chosen = {stage.name for stage in stages}
        needed = {name for stage in stages for name in dependencies(stage, self._active)} - chosen
        for name in sorted(needed):
            manifest = self._manifest(name)
            if manifest is None or manifest.status not in ("success", "skipped"):
                raise InvalidInputError(
                    f"The stage {name} has not succeeded in this job, and {stages[0].name} "
                    "builds on it.",
                    f"Start from it: --from-stage {name}.",
                )

    def _schedule(self, stages: tuple[Stage, ...]) -> list[StageResult]:
        waiting = list(stages)
        results: dict[str, StageResult] = {}
        running: dict[Future[StageResult], Stage] = {}
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as executor:
            while waiting or running:
                failed = any(not result.ok for result in results.values())
                pending = {stage.name for stage in [*waiting, *running.values()]}
                for stage in [] if failed or self._cancel.is_set() else list(waiting):
                    if not dependencies(stage, self._active) & pending:
                        waiting.remove(stage)
                        running[executor.submit(self._one, stage)] = stage
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    stage = running.pop(future)
                    results[stage.name] = future.result()
                    self._observer.ended(results[stage.name])
        return [results[stage.name] for stage in stages if stage.name in results]

    def _one(self, stage: Stage) -> StageResult:
        """Runs one stage, or finds that there is nothing to do."""
        state = stage_state(self._job_dir, stage, self._job, self._config)
        if state.done and not self._force:
            self._log.info(f"Stage {stage.name}: nothing to do, {state.reason}")
            # A run that was killed just after the stage had succeeded left it.
            remove_unfinished(self._job_dir / get_stage_dir(stage.name))
            return self._result(stage, "done", 0.0, reason=state.reason)
        reason = "it is forced" if state.done else state.reason
        self._log.info(f"Stage {stage.name}: starting, because {reason}")
        self._observer.started(stage)
        began, before = time.monotonic(), self._manifest(stage.name)
        code, error = self._attempted(stage)
        return self._finished(stage, code, error, time.monotonic() - began, before)

    def _attempted(self, stage: Stage) -> tuple[int, PipelineError | None]:
        """Runs a stage; killed for want of memory, it goes on with half as much, twice at most."""
        code, error = self._in_worker(stage)
        for _ in range(_SMALLER_ATTEMPTS if stage.shrinks else 0):
            if not isinstance(error, OutOfMemoryError) or self._cancel.is_set():
                break
            self._log.warning(f"Stage {stage.name}: {error.message} It goes on with less at once.")
            note_memory_failure(self._job_dir / get_stage_dir(stage.name))
            code, error = self._in_worker(stage)
        return code, error

    def _in_worker(self, stage: Stage) -> tuple[int, PipelineError | None]:
        def report(share: float, text: str) -> None:
            self._observer.progressed(stage, share, text)

        try:
            with self._pool.worker(stage_environment(stage, self._job)) as worker:
                try:
                    limits = self._pool.limits
                    code = worker.run(
                        stage.name, self._job_dir, report, limits, self._cancel.is_set
                    )
                    return code, _last_said(worker.errors) if code else None
                except PipelineError:
                    self._keep_last_words(stage, worker.errors)
                    raise
        except PipelineError as error:
            return error.exit_code, error

    def _keep_last_words(self, stage: Stage, text: str) -> None:
        """Adds what a dead worker wrote to its standard error to the stage's log."""
        if text:
            path = self._job_dir / get_stage_dir(stage.name) / "stage.log"
            log = PipelineLogger(
                stage.name, "DEBUG", {path: 0},
                job_id=self._job.job_id, log_format=self._config.log_format,
            )  # fmt: skip
            log.error(text)
            log.close()

    def _finished(
        self,
        stage: Stage,
        code: int,
        error: PipelineError | None,
        seconds: float,
        before: StageManifest | None,
    ) -> StageResult:
        """Reads how a stage ended; on a full disk or killed, it could not write that itself."""
        manifest = self._manifest(stage.name)
        told = manifest.errors if manifest is not None and manifest != before else []
        if error is not None and (manifest is None or manifest.status == "running"):
            manifest = self._close_manifest(stage, manifest, error, seconds)
        outcome = manifest.status if manifest else "failed"
        if code != EXIT_OK and outcome in ("success", "skipped", "running"):
            outcome = "failed"
        message = told[-1] if told else str(error or "")
        if code == EXIT_OK:
            self._log.info(f"Stage {stage.name}: {outcome} ({seconds:.1f} s)")
        else:
            self._log.error(f"Stage {stage.name}: {outcome} ({seconds:.1f} s): {message}")
        return self._result(stage, outcome, seconds, reason=message, code=code)

    def _close_manifest(
        self,
        stage: Stage,
        manifest: StageManifest | None,
        error: PipelineError,
        seconds: float,
    ) -> StageManifest:
        manifest = manifest or StageManifest(
            stage=stage.name, stage_number=stage.number, job_id=self._job.job_id
        )
        cancelled = isinstance(error, CancelledByUserError)
        manifest.errors.append(str(error))
        manifest.finish("cancelled" if cancelled else "failed", seconds)
        # Where this cannot be written either, the terminal and the log still tell the reason.
        with contextlib.suppress(OSError):
            manifest.save(self._job_dir / get_stage_dir(stage.name) / MANIFEST_NAME)
        return manifest

    def _result(
        self, stage: Stage, outcome: str, seconds: float, reason: str = "", code: int = EXIT_OK
    ) -> StageResult:
        manifest = self._manifest(stage.name)
        return StageResult(
            stage=stage,
            outcome=outcome,
            seconds=seconds,
            reason=reason or str((manifest.figures if manifest else {}).get("reason", "")),
            exit_code=code if code or outcome in ("done", "success", "skipped") else EXIT_FAILURE,
            warnings=tuple(manifest.warnings) if manifest else (),
            degraded=tuple(manifest.degraded) if manifest else (),
            figures=dict(manifest.figures) if manifest else {},
        )

    def _manifest(self, stage: str) -> StageManifest | None:
        return StageManifest.load(self._job_dir / get_stage_dir(stage) / MANIFEST_NAME)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Turns Ctrl-C and SIGTERM into an orderly stop while the block runs."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            self._cancel.set()

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, stop) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _last_said(text: str) -> PipelineError:
    """The error of a stage that failed, for the case that it could not write its manifest."""
    said = " ".join(text.splitlines()[-2:])
    return PipelineError(said or "It could not write down why; check the disk's free space.")
