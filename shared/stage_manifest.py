"""The manifest: what a stage read, wrote, with what configuration, and how it ended.

A stage is done when its manifest says so, and never before: the manifest is written last.
"""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.atomic import sha256_of, write_json
from shared.secrets import redact_all

Status = Literal["running", "success", "failed", "skipped", "cancelled"]
MANIFEST_NAME = "manifest.json"


def now() -> str:
    """Returns the current time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class FileEntry(BaseModel):
    """A file that a stage read or wrote. Paths inside the job are relative to its folder."""

    model_config = ConfigDict(extra="allow")

    type: str
    path: str
    size_bytes: int = 0
    sha256: str = ""


class IntermediateEntry(BaseModel):
    """A file beside the results, with whether and why it is kept."""

    model_config = ConfigDict(extra="allow")

    path: str
    size_bytes: int = 0
    retained: bool
    reason: str


class StageManifest(BaseModel):
    """One run of one stage."""

    model_config = ConfigDict(extra="allow")

    stage: str
    stage_number: int
    job_id: str = ""
    timestamp: str = Field(default_factory=now)
    status: Status = "running"
    duration_seconds: float = 0.0
    completed_at: str | None = None
    fingerprint: str = ""
    engine: str = ""
    inputs: list[FileEntry] = Field(default_factory=list)
    outputs: list[FileEntry] = Field(default_factory=list)
    intermediate_files: list[IntermediateEntry] = Field(default_factory=list)
    config: dict[str, Any] = Field(default_factory=dict)
    resources: dict[str, Any] = Field(default_factory=dict)
    figures: dict[str, Any] = Field(default_factory=dict)
    errors: list[str] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    degraded: list[str] = Field(default_factory=list)
    retry_next_run: bool = False

    def output(self, path: str) -> FileEntry | None:
        """Returns the entry of an output by its path, or None."""
        return next((entry for entry in self.outputs if entry.path == path), None)

    def finish(self, status: Status, seconds: float) -> None:
        """Sets how and when the stage ended."""
        self.status = status
        self.duration_seconds = round(seconds, 3)
        self.completed_at = now()

    def save(self, path: Path) -> None:
        """Writes the manifest atomically, with secrets masked."""
        write_json(path, redact_all(self.model_dump(mode="json")))

    @classmethod
    def load(cls, path: Path) -> "StageManifest | None":
        """Reads a manifest; None where there is none or it cannot be read."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None


def shown_path(path: Path, job_dir: Path) -> str:
    """Returns how a manifest names a file: inside the job relative to its folder."""
    return path.relative_to(job_dir).as_posix() if path.is_relative_to(job_dir) else str(path)


def describe_file(path: Path, kind: str, job_dir: Path, **facts: Any) -> FileEntry:
    """Makes the entry of a file, hashing it."""
    inside = path.is_relative_to(job_dir)
    is_file = path.is_file()
    return FileEntry(
        type=kind,
        path=shown_path(path, job_dir),
        size_bytes=path.stat().st_size if is_file else 0,
        # What lies outside the job (the film) is identified when the job is prepared.
        sha256=sha256_of(path) if inside and is_file else "",
        **facts,
    )


class Stopwatch:
    """Measures wall and processor seconds from its making."""

    def __init__(self) -> None:
        self._wall = time.monotonic()
        self._cpu = time.process_time()

    @property
    def wall(self) -> float:
        """Seconds of wall time."""
        return time.monotonic() - self._wall

    @property
    def cpu(self) -> float:
        """Seconds of this process's processor time."""
        return time.process_time() - self._cpu
