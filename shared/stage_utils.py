"""StageIO: all that a stage needs of the job, its files, logs and manifest.

A stage reads with `io.read(ARTIFACT)` and writes with `io.write(ARTIFACT, value)`; files that are
no JSON come by `io.input_file(ARTIFACT)` and go by `io.new_file(ARTIFACT)`. Everything read and
written this way is in the manifest with its hash.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from pydantic import ValidationError

from shared.artifacts import Artifact, FileArtifact, Model
from shared.atomic import (
    UNFINISHED,
    atomic_path,
    memory_failures,
    remove_stale,
    remove_unfinished,
    write_json,
    write_text,
)
from shared.config import Config, load_config
from shared.containment import require_inside
from shared.errors import InvalidInputError, PipelineError
from shared.fingerprint import stage_fingerprint
from shared.job import Job, load_job
from shared.logger import PipelineLogger, pipeline_log
from shared.progress import ProgressReporter, current_reporter
from shared.stage_manifest import (
    MANIFEST_NAME,
    StageManifest,
    Status,
    Stopwatch,
)
from shared.stage_notes import StageNotes
from shared.stage_order import (
    STAGE_ORDER,
    AnyArtifact,
    Stage,
    get_stage,
    get_stage_dir,
    heard_by,
    resolve_artifact,
    stages_of,
)


class StageIO(StageNotes):
    """A stage's view of its job.

    Args:
        stage_name: Name from `shared.stage_order`.
        job_dir: The job's folder; the working folder if left out.
        enable_manifest: Whether a manifest is kept.

    Attributes:
        stage_dir: The stage's own folder.
        output_base: The job's folder.
        logs_dir: The job's log folder.
        stage_log: The stage's own log file.
        manifest_path: The stage's manifest.
        job: The job's record.
        config: The job's validated parameters.
    """

    def __init__(
        self, stage_name: str, job_dir: Path | None = None, enable_manifest: bool = True
    ) -> None:
        self.stage: Stage = get_stage(stage_name)
        base = (job_dir or Path.cwd()).resolve()
        super().__init__(base, StageManifest(stage=stage_name, stage_number=self.stage.number))
        self.job: Job = load_job(self.output_base)
        self.manifest.job_id = self.job.job_id
        self.config: Config = load_config(self.output_base)
        self.stage_dir = self.output_base / get_stage_dir(stage_name)
        self.logs_dir = self.output_base / "logs"
        self.stage_log = self.stage_dir / "stage.log"
        self.manifest_path = self.stage_dir / MANIFEST_NAME
        self._enabled = enable_manifest
        self._watch = Stopwatch()
        self._reporter: ProgressReporter = current_reporter()
        self._logger: PipelineLogger | None = None
        self.stage_dir.mkdir(parents=True, exist_ok=True)
        remove_stale(self.stage_dir)
        self._before = StageManifest.load(self.manifest_path)

    # Logs and progress

    @property
    def logger(self) -> PipelineLogger:
        """The stage's logger at the configured level."""
        return self._logger or self.get_stage_logger(self.config.log_level)

    def get_stage_logger(self, log_level: str = "INFO") -> PipelineLogger:
        """Returns a logger to `stage.log` (all levels) and the pipeline's log (INFO and above)."""
        if self._logger is None:
            files = {self.stage_log: logging.DEBUG, pipeline_log(self.logs_dir): logging.INFO}
            self._logger = self._file_logger(files, log_level)
        return self._logger

    def _file_logger(self, files: dict[Path, int], log_level: str) -> PipelineLogger:
        return PipelineLogger(
            self.stage.name,
            log_level,
            files,
            job_id=self.job.job_id,
            log_format=self.config.log_format,
        )

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Reports how much of the stage is done; `total` in the same unit as `done`."""
        self._reporter(min(1.0, done / total) if total > 0 else 1.0, text)

    # Finding files

    @property
    def active_stages(self) -> frozenset[str]:
        """Names of the stages of the job's workflow."""
        return frozenset(stage.name for stage in stages_of(self.config.workflow))

    def get_input_path(self, file: str, from_stage: str | None = None) -> Path:
        """Returns where a file of another stage lies.

        Args:
            file: Its name within that stage's folder.
            from_stage: The stage; the previous one of the workflow if left out.
        """
        return self.output_base / get_stage_dir(from_stage or self._previous_stage()) / file

    def _previous_stage(self) -> str:
        before = STAGE_ORDER[: self.stage.number - 1]
        candidates = [name for name in before if name in self.active_stages]
        return candidates[-1] if candidates else self.stage.name

    def get_output_path(self, file: str) -> Path:
        """Returns where a file of this stage lies; its folder exists afterwards.

        Raises:
            InvalidInputError: If that is not in the stage's folder.
        """
        path = require_inside(self.stage_dir / file, self.stage_dir)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def find(self, artifact: AnyArtifact, **keys: str) -> Path | None:
        """Returns where an artifact was really made, following stand-ins, or None."""
        active = self.active_stages
        current = resolve_artifact(artifact, active)
        while current.stage in active:
            folder = self.output_base / get_stage_dir(current.stage)
            path = folder / current.file.format(media=self.job.media_name, **keys)
            manifest = StageManifest.load(folder / MANIFEST_NAME)
            made = manifest is not None and manifest.status == "success"
            shown = path.relative_to(self.output_base).as_posix()
            if made and manifest and manifest.output(shown) and path.is_file():
                return path
            active = active - {current.stage}
            following = resolve_artifact(current, active)
            if following is current:
                return None
            current = following
        return None

    def _require(self, artifact: AnyArtifact, **keys: str) -> Path:
        path = self.find(artifact, **keys)
        if path is None:
            raise InvalidInputError(
                f"{self.stage.name} needs {artifact.file} of the stage {artifact.stage}, "
                "which has not been made.",
                f"Run {artifact.stage} first: ./run-pipeline.sh --job-dir {self.output_base}.",
            )
        return path

    # Reading

    def read(self, artifact: Artifact[Model], **keys: str) -> Model:
        """Reads an artifact and notes it as an input.

        Raises:
            InvalidInputError: If it was not made, or is damaged.
        """
        return self._parse(artifact, self._require(artifact, **keys))

    def read_optional(self, artifact: Artifact[Model], **keys: str) -> Model | None:
        """Reads an artifact if its stage made it, else returns None."""
        path = self.find(artifact, **keys)
        return self._parse(artifact, path) if path else None

    def _parse(self, artifact: Artifact[Model], path: Path) -> Model:
        self.track_input(path, artifact.name, format="json")
        try:
            return artifact.model.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise InvalidInputError(
                f"{path} is damaged: {error.errors()[0]['msg']}.",
                f"Run the stage {artifact.stage} again with --from-stage {artifact.stage} --force.",
            ) from error

    def input_file(self, artifact: FileArtifact, **keys: str) -> Path:
        """Returns the path of a file artifact and notes it as an input.

        Raises:
            InvalidInputError: If it was not made.
        """
        path = self._require(artifact, **keys)
        self.track_input(path, artifact.kind, format=path.suffix.lstrip("."))
        return path

    def heard_audio(self) -> Path:
        """Returns the sound that this stage listens to, by the stage table and the settings.

        Raises:
            InvalidInputError: If it was not made.
            ValueError: If this stage listens to none.
        """
        for artifact in heard_by(self.stage, self.config):
            if isinstance(artifact, FileArtifact):
                return self.input_file(artifact)
        raise ValueError(f"{self.stage.name} hears nothing: see stage_order.")

    # Writing

    def write(self, artifact: Artifact[Model], value: Model, **keys: str) -> Path:
        """Writes an artifact atomically and notes it as an output."""
        path = self._target(artifact, **keys)
        write_json(path, value.model_dump(mode="json"))
        self.track_output(path, artifact.name, format="json", **keys)
        return path

    def write_text(self, artifact: FileArtifact, text: str, **keys: str) -> Path:
        """Writes a text artifact atomically and notes it as an output."""
        path = self._target(artifact, **keys)
        write_text(path, text)
        self.track_output(path, artifact.kind, format=path.suffix.lstrip("."), **keys)
        return path

    @contextmanager
    def new_file(self, artifact: FileArtifact, **keys: str) -> Iterator[Path]:
        """Gives a temporary path; on success it becomes the artifact and is noted as an output."""
        path = self._target(artifact, **keys)
        with atomic_path(path) as temporary:
            yield temporary
        self.track_output(path, artifact.kind, format=path.suffix.lstrip("."), **keys)

    def _target(self, artifact: AnyArtifact, **keys: str) -> Path:
        if artifact not in self.stage.writes:
            raise ValueError(f"{self.stage.name} does not write {artifact.name}: see stage_order.")
        return self.get_output_path(artifact.file.format(media=self.job.media_name, **keys))

    # Unfinished work

    @property
    def unfinished_dir(self) -> Path:
        """Folder for work to go on with after a kill; removed once the stage has succeeded."""
        return self.stage_dir / UNFINISHED

    @property
    def memory_failures(self) -> int:
        """How often memory gave out in this work; each time half as much is taken at once."""
        return memory_failures(self.stage_dir)

    @property
    def work_key(self) -> str:
        """Names all that the work depends on: the fingerprint, and the inputs read so far."""
        inputs = sorted(entry.sha256 for entry in self.manifest.inputs)
        return "-".join((self.manifest.fingerprint, *inputs))

    # The manifest

    def add_error(self, message: str, exception: BaseException | None = None) -> None:
        """Notes and logs an error; its traceback goes to `stage.log` alone, at every level."""
        told = exception is None or isinstance(exception, PipelineError)
        kind = "" if told else f" ({type(exception).__name__})"
        self.manifest.errors.append(f"{message}{kind}")
        self.logger.error(message)
        if exception is not None:
            own = self._file_logger({self.stage_log: logging.DEBUG}, "DEBUG")
            own.debug("The traceback:", exc_info=exception)
            own.close()

    def add_warning(self, message: str) -> None:
        """Notes and logs what is doubtful."""
        self.manifest.warnings.append(message)
        self.logger.warning(message)

    def mark_degraded(self, message: str, *, retry: bool = False) -> None:
        """Notes that the result is less than it should be; the summary shows it.

        Args:
            message: What is less, and why.
            retry: Whether the next run should try again, because the cause may pass.
        """
        self.manifest.degraded.append(message)
        self.manifest.retry_next_run = self.manifest.retry_next_run or retry
        self.add_warning(message)

    def begin(self) -> None:
        """Writes the manifest as running, so that an earlier success no longer counts."""
        if self._enabled:
            self.manifest.fingerprint = stage_fingerprint(
                self.output_base, self.stage, self.job, self.config
            )
            self.manifest.save(self.manifest_path)

    def finalize(self, status: Status = "success", **figures: Any) -> None:
        """Writes the manifest for good. `figures` are kept in it."""
        self.manifest.figures.update(figures)
        self.manifest.finish(status, self._watch.wall)
        usage = psutil.Process().memory_info()
        self.manifest.resources.setdefault("cpu_time_seconds", round(self._watch.cpu, 3))
        self.manifest.resources.setdefault("memory_mb", round(usage.rss / 1e6, 1))
        if status == "success":
            self._remove_replaced()
        if self._enabled:
            self.manifest.save(self.manifest_path)
        if status == "success":
            # Not before: until the manifest says so, the work may have to be gone on with.
            remove_unfinished(self.stage_dir)
        self.logger.info(f"{self.stage.name}: {status} after {self._watch.wall:.1f} s")
        self.logger.close()

    def _remove_replaced(self) -> None:
        """Removes what the run before made and this one did not."""
        kept = {entry.path for entry in self.manifest.outputs}
        for entry in self._before.outputs if self._before else []:
            path = (self.output_base / entry.path).resolve()
            if entry.path not in kept and path.is_relative_to(self.stage_dir):
                path.unlink(missing_ok=True)
