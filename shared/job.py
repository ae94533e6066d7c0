"""A job: its folder, its id, and `job.json`, the record of how it was prepared.

`job.json` is metadata; parameters are in the configuration.
"""

import getpass
import hashlib
import os
import re
import unicodedata
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from shared.artifacts import Frozen
from shared.atomic import write_json
from shared.containment import refuse_links, require_file_name
from shared.errors import InvalidInputError
from shared.stage_order import Workflow

JOB_FILE = "job.json"
_JOB_ID = re.compile(r"job-\d{8}-[a-z0-9_][a-z0-9_.-]{0,39}-\d{4,}")
_LONGEST_STEM_BYTES = 180
_UNSAFE = frozenset('/\\:*?"<>|')


class EngineChoice(Frozen):
    """Which engine a role got and why. For translation, one choice for each target.

    Attributes:
        fallbacks: Engines to try after it, in order.
        reviser: For translation: the engine that does again what they did badly, or empty.
    """

    name: str
    reason: str
    fallbacks: tuple[str, ...] = ()
    reviser: str = ""


class Job(Frozen):
    """What is known of a job when it is prepared.

    Attributes:
        media: Absolute path of the film.
        media_name: Stem for the result's file names, safe on every file system.
        media_id: Identity of the film's content.
        audio_track: Index among the audio tracks.
        engines: Choice by role; for translation by `translation:LANGUAGE`.
        missing_targets: For each target that no engine can make: why.
    """

    job_id: str
    created: str
    user: str
    media: str
    media_name: str
    media_id: str
    media_size_bytes: int = 0
    media_duration: float | None = None
    workflow: Workflow
    source_language: str
    target_languages: tuple[str, ...] = ()
    title: str = ""
    year: int | None = None
    audio_track: int = 0
    engines: dict[str, EngineChoice] = Field(default_factory=dict)
    missing_targets: dict[str, str] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def save(self, job_dir: Path) -> None:
        """Writes `job.json`."""
        write_json(job_dir / JOB_FILE, self.model_dump(mode="json"))


def load_job(job_dir: Path) -> Job:
    """Reads a job's record.

    Raises:
        InvalidInputError: If the folder is no job, its record is damaged, or it would lead out
            of the job's folder.
    """
    path = job_dir / JOB_FILE
    if not path.is_file():
        raise InvalidInputError(
            f"{job_dir} is not a job: it has no {JOB_FILE}.", "Make one with ./prepare-job.sh."
        )
    try:
        job = Job.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InvalidInputError(f"{path} is damaged: {error}.", "Prepare the job again.") from error
    check_job_id(job.job_id)
    _check_names(job)
    refuse_links(job_dir)
    return job


def _check_names(job: Job) -> None:
    """Whatever of the record becomes part of a file's name must be fit for it."""
    require_file_name(job.media_name, "The film's name")
    for language in (job.source_language, *job.target_languages):
        require_file_name(language, "The language")
    if "\0" in job.media:
        raise InvalidInputError(f"The film's path {job.media!r} is none.", "Prepare the job again.")


def check_job_id(job_id: str) -> str:
    """Returns a job id that has the right form.

    Raises:
        InvalidInputError: If it has not; a path in its place is never followed.
    """
    if not _JOB_ID.fullmatch(job_id):
        raise InvalidInputError(
            f"{job_id!r} is not a job id.", "A job id looks like job-20261122-user-0001."
        )
    return job_id


def user_name() -> str:
    """Returns the user's name as it may stand in a path."""
    return re.sub(r"[^a-z0-9_.-]", "_", getpass.getuser().lower()).strip(".-")[:40] or "user"


def new_job_dir(output_root: Path, today: date, user: str) -> tuple[str, Path]:
    """Makes a new job's folder `YYYY/MM/DD/USER/N`; two callers never get the same one.

    Returns:
        The job id and the folder.
    """
    parent = output_root / f"{today:%Y/%m/%d}" / user
    parent.mkdir(parents=True, exist_ok=True)
    taken = [int(p.name) for p in parent.iterdir() if p.name.isdigit()]
    number = max(taken, default=0) + 1
    while True:
        job_dir = parent / str(number)
        try:
            job_dir.mkdir()
        except FileExistsError:
            number += 1
            continue
        return f"job-{today:%Y%m%d}-{user}-{number:04d}", job_dir


def find_job_dir(job_id: str, output_root: Path) -> Path:
    """Finds the folder of a job by its id.

    Raises:
        InvalidInputError: If the id is malformed or there is no such job.
    """
    check_job_id(job_id)
    _, day, rest = job_id.split("-", 2)
    user, _, number = rest.rpartition("-")
    job_dir = output_root / day[:4] / day[4:6] / day[6:8] / user / str(int(number))
    if not (job_dir / JOB_FILE).is_file():
        raise InvalidInputError(f"There is no job {job_id} under {output_root}.")
    return job_dir


def safe_stem(path: Path) -> str:
    """Makes a stem for result files: no separators, control or direction marks, not too long."""
    text = unicodedata.normalize("NFC", path.stem)
    kept = "".join("_" if unicodedata.category(c)[0] == "C" or c in _UNSAFE else c for c in text)
    encoded = kept.encode("utf-8", errors="replace")[:_LONGEST_STEM_BYTES]
    return encoded.decode("utf-8", errors="ignore").strip(" .") or "media"


def media_identity(path: Path) -> str:
    """Identifies a film without reading all of it: size, time of change, 16 samples of 64 KiB."""
    stat = path.stat()
    digest = hashlib.sha256(f"{stat.st_size}:{stat.st_mtime_ns}".encode())
    with path.open("rb") as stream:
        for step in range(16):
            stream.seek(max(0, (stat.st_size - 65_536) * step // 15), os.SEEK_SET)
            digest.update(stream.read(65_536))
    return digest.hexdigest()
