"""Makes a job: checks what was asked, resolves engines, and freezes both in the job's folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from shared.atomic import write_bytes, write_text
from shared.config import FILE_NAME, Config, load_config
from shared.engine_choice import choose_engines, output_languages, renamed_engines
from shared.env_file import render_env, value_text
from shared.errors import ConfigurationError, InvalidInputError
from shared.job import (
    Job,
    load_job,
    media_identity,
    new_job_dir,
    safe_stem,
    user_name,
)
from shared.job_lock import job_lock
from shared.languages import AUTO, get_language
from shared.settings import NAMES
from shared.speaker_map import FILE_NAME as SPEAKERS_FILE
from shared.stage_manifest import now
from shared.subtitle_plan import subtitle_problems

# The engine that reads a script in place of recognition, and the name of a job's copy of it.
SCRIPT_STEM = "script"


@dataclass(frozen=True)
class MediaFacts:
    """What probing found: passed in, because the kernel knows nothing of media.

    Attributes:
        duration: Seconds, or None if the container does not say.
        audio_track: Index of the chosen audio track.
        warnings: What the user should know about the choice.
    """

    duration: float | None
    audio_track: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class JobRequest:
    """What the user asked for.

    Attributes:
        settings: Parameters from the command line, by upper-case name.
        job_dir: An existing job to prepare again, in place of a new one.
        speakers: Table of who the voices are; the job takes a copy.
    """

    media: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    year: int | None = None
    job_dir: Path | None = None
    speakers: Path | None = None


def resolve_config(request: JobRequest) -> Config:
    """Loads and checks the configuration that a request leads to.

    Raises:
        ConfigurationError: With every problem at once.
    """
    config = load_config(request.job_dir, request.settings)
    problems = _language_problems(config)
    if config.asr_engine == SCRIPT_STEM and config.alignment_script is None:
        problems.append("ASR_ENGINE=script needs a script: name it with --script FILE.")
    if config.end_time is not None and config.end_time <= (config.start_time or 0.0):
        problems.append(f"END_TIME={config.end_time} must be after START_TIME.")
    if problems:
        raise ConfigurationError("The job has problems:\n  " + "\n  ".join(problems))
    return config


def _language_problems(config: Config) -> list[str]:
    problems = []
    codes = list(config.target_languages) if config.workflow != "transcribe" else []
    if config.source_language == AUTO and config.workflow != "transcribe":
        problems.append("SOURCE_LANGUAGE=auto works in the transcribe workflow alone.")
    elif config.source_language == AUTO and config.alignment_script is not None:
        problems.append("A script says not which language it is in: name it as SOURCE_LANGUAGE.")
    elif config.source_language != AUTO:
        codes.append(config.source_language)
    for code in codes:
        try:
            get_language(code)
        except InvalidInputError as error:
            problems.append(str(error))
    if config.workflow != "transcribe" and not problems and not output_languages(config):
        problems.append("TARGET_LANGUAGES names no language other than the source.")
    if config.workflow == "subtitle" and not problems:
        problems += subtitle_problems(config)
    return problems


def refresh_job(job: Job, config: Config) -> Job:
    """Returns the record brought up to date with a configuration that was edited afterwards.

    Choices stay as they were made, unless the languages, the workflow or an engine's name changed.

    Raises:
        ConfigurationError: If the edited configuration cannot be run.
    """
    targets = () if config.workflow == "transcribe" else config.target_languages
    asked = (config.workflow, config.source_language, targets)
    recorded = (job.workflow, job.source_language, job.target_languages)
    if asked == recorded and not renamed_engines(job.engines, config):
        return job
    engines, missing = choose_engines(config)
    changes = {
        "workflow": config.workflow,
        "source_language": config.source_language,
        "target_languages": targets,
        "engines": engines,
        "missing_targets": missing,
    }
    return job.model_copy(update=changes)


def refresh_media(job: Job) -> Job:
    """Returns the record with the identity that the film has now; one that is gone keeps its."""
    media = Path(job.media)
    identity = media_identity(media) if media.is_file() else job.media_id
    if identity == job.media_id:
        return job
    size = media.stat().st_size
    return job.model_copy(update={"media_id": identity, "media_size_bytes": size})


def check_media(path: Path) -> Path:
    """Returns the absolute path of a media file.

    Raises:
        InvalidInputError: If it is no readable file.
    """
    if not path.exists():
        raise InvalidInputError(f"There is no file {path}.", "Check the path given as --media.")
    if not path.is_file():
        raise InvalidInputError(f"{path} is not a file.", "Give one media file as --media.")
    if path.stat().st_size == 0:
        raise InvalidInputError(f"{path} is empty.", "Copy or download the film again.")
    return path.resolve()


def plan_job(request: JobRequest, config: Config, facts: MediaFacts, job_id: str) -> Job:
    """Makes a job's record without writing anything."""
    engines, missing = choose_engines(config)
    return Job(
        job_id=job_id,
        created=now(),
        user=user_name(),
        media=str(request.media),
        media_name=safe_stem(request.media),
        media_id=media_identity(request.media),
        media_size_bytes=request.media.stat().st_size,
        media_duration=facts.duration,
        workflow=config.workflow,
        source_language=config.source_language,
        target_languages=() if config.workflow == "transcribe" else config.target_languages,
        title=request.title,
        year=request.year,
        audio_track=facts.audio_track,
        engines=engines,
        missing_targets=missing,
        warnings=facts.warnings,
    )


def _with_own_script(config: Config, job_dir: Path) -> Config:
    """Copies the script into the job, so that the job stays what it is when the script changes."""
    script = config.alignment_script
    if script is None or script.parent == job_dir:
        return config
    if not script.is_file():
        raise InvalidInputError(f"There is no script {script}.", "Check --script.")
    own = job_dir / f"{SCRIPT_STEM}{script.suffix.lower()}"
    write_bytes(own, script.read_bytes())
    return config.model_copy(update={"alignment_script": own})


def create_job(request: JobRequest, config: Config, facts: MediaFacts) -> tuple[Job, Path]:
    """Makes a job's folder, or prepares an existing job again.

    Returns:
        The job's record and its folder. `job.json` is written last: without it there is no job.

    Raises:
        ResourceUnavailableError: If another process runs the job.
    """
    plan_job(request, config, facts, "job-19700101-check-0000")
    if request.job_dir is not None:
        job_dir = request.job_dir
        job_id = load_job(job_dir).job_id
    else:
        root = config.output_root.absolute()
        job_id, job_dir = new_job_dir(root, date.today(), user_name())
    config = _with_own_script(config, job_dir)
    job = plan_job(request, config, facts, job_id)
    values = {row.name: value_text(getattr(config, row.attribute)) for row in NAMES.values()}
    # Stages read both anew: they must not change under a run.
    with job_lock(job_dir):
        write_text(job_dir / FILE_NAME, render_env(values))
        if request.speakers is not None:
            write_bytes(job_dir / SPEAKERS_FILE, request.speakers.read_bytes())
        job.save(job_dir)
    return job, job_dir
