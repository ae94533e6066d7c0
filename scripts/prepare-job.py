"""Prepares a job: checks the film and what is asked of it, and freezes both in a new folder."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cp_whisperx.media.probe import choose_track, probe
from cp_whisperx.terminal.display import clean, print_error
from shared.config import Config
from shared.errors import EXIT_OK, InvalidInputError, PipelineError
from shared.job import Job, load_job
from shared.job_preparation import (
    JobRequest,
    MediaFacts,
    check_media,
    create_job,
    plan_job,
    resolve_config,
)
from shared.stage_order import WORKFLOWS

EXAMPLES = """\
examples:
  ./prepare-job.sh --media film.mkv --workflow subtitle -s hi -t en,gu,ta
  ./prepare-job.sh --media talk.mp4 --workflow transcribe -s auto
  ./prepare-job.sh --media film.mkv --workflow translate -s hi -t en --start-time 60 --end-time 180
  ./prepare-job.sh --job-dir out/2026/11/22/me/1 -t en,ru       change a job that is there
"""


def add_job_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say what a job is."""
    add = parser.add_argument
    add("--media", "--input-file", type=Path, help="the film, or any file with sound")
    add("--workflow", choices=WORKFLOWS, help="what to make (default: subtitle)")
    add("-s", "--source-language", help="language spoken, such as hi; auto to detect (transcribe)")
    add("-t", "--target-language", "--target-languages", dest="target_languages",
        help="languages to translate into, with commas")  # fmt: skip
    add("--title", default="", help="the film's title, for looking up its characters")
    add("--year", type=int, help="the film's year")
    add("--audio-track", help="audio track by number from 0, or by language")
    add("--start-time", help="begin here: seconds or H:MM:SS")
    add("--end-time", help="end here: seconds or H:MM:SS")
    add("--glossary", action="append", default=[], type=Path, metavar="FILE",
        help="the job's own glossary, TSV or JSON; may be given again")  # fmt: skip
    add("--set", action="append", default=[], metavar="NAME=VALUE", dest="assignments",
        help="any parameter of docs/CONFIGURATION.md; may be given again")  # fmt: skip
    add("--no-cache", action="store_true", help="reuse nothing from earlier jobs")
    add("--output-root", help="folder that jobs are made in (default: out)")


def build_parser() -> argparse.ArgumentParser:
    """Makes the command line."""
    parser = argparse.ArgumentParser(
        prog="prepare-job",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_job_arguments(parser)
    parser.add_argument("--job-dir", type=Path, help="prepare this job again, with changes")
    parser.add_argument("--log-level", help="DEBUG, INFO, WARNING, ERROR or CRITICAL")
    parser.add_argument("--dry-run", action="store_true", help="check everything, make nothing")
    return parser


def seconds(text: str) -> str:
    """Turns `H:MM:SS.s`, `MM:SS` or seconds into seconds.

    Raises:
        InvalidInputError: If it is none of them.
    """
    total = 0.0
    try:
        for part in text.split(":"):
            total = total * 60 + float(part)
    except ValueError:
        raise InvalidInputError(
            f"{text!r} is not a time.", "Write seconds, M:SS or H:MM:SS, such as 1:02:30."
        ) from None
    return f"{total:g}"


def settings_of(arguments: argparse.Namespace) -> dict[str, str]:
    """Collects the parameters that the options set."""
    given = {
        "WORKFLOW": arguments.workflow,
        "SOURCE_LANGUAGE": arguments.source_language,
        "TARGET_LANGUAGES": arguments.target_languages,
        "START_TIME": arguments.start_time and seconds(arguments.start_time),
        "END_TIME": arguments.end_time and seconds(arguments.end_time),
        "GLOSSARY_FILES": ",".join(str(path.absolute()) for path in arguments.glossary),
        "OUTPUT_ROOT": arguments.output_root,
        "LOG_LEVEL": arguments.log_level and arguments.log_level.upper(),
        "ENABLE_CACHING": "false" if arguments.no_cache else None,
    }
    values = {name: str(value) for name, value in given.items() if value}
    for assignment in arguments.assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise InvalidInputError(f"--set {assignment!r} has no '='.", "Write --set NAME=VALUE.")
        values[name.strip().upper()] = value
    return values


def request_of(arguments: argparse.Namespace) -> JobRequest:
    """Turns the command line into a request."""
    job_dir: Path | None = getattr(arguments, "job_dir", None)
    before = load_job(job_dir) if job_dir else None
    media = arguments.media or (Path(before.media) if before else None)
    if media is None:
        raise InvalidInputError("No film is given.", "Name it with --media FILE.")
    for path in arguments.glossary:
        if not path.is_file():
            raise InvalidInputError(f"There is no glossary {path}.", "Check --glossary.")
    return JobRequest(
        media=check_media(media),
        settings=settings_of(arguments),
        title=arguments.title or (before.title if before else ""),
        year=arguments.year or (before.year if before else None),
        job_dir=job_dir.resolve() if job_dir else None,
    )


def media_facts(request: JobRequest, config: Config, wanted: str | None) -> MediaFacts:
    """Probes the film and chooses the audio track."""
    info = probe(request.media)
    if wanted is None and config.demux_audio_track is not None:
        wanted = str(config.demux_audio_track)
    choice = choose_track(info, config.source_language, wanted)
    return MediaFacts(
        duration=info.duration, audio_track=choice.index, warnings=tuple(choice.warnings)
    )


def describe(job: Job, job_dir: Path | None) -> None:
    """Tells what the job is and what to do next."""
    for warning in job.warnings:
        sys.stderr.write(clean(f"Warning: {warning}") + "\n")
    targets = ", ".join(job.target_languages) or job.source_language
    print(clean(f"{job.workflow}: {job.media} ({job.source_language} to {targets})"))
    for role, choice in sorted(job.engines.items()):
        fallbacks = f", then {', '.join(choice.fallbacks)}" if choice.fallbacks else ""
        print(f"  {role:<24} {choice.name}{fallbacks} ({choice.reason})")
    for language, reason in job.missing_targets.items():
        print(f"  not made: {language}, {reason}")
    if job_dir:
        print(f"Job {job.job_id} is prepared in:\n  {job_dir}")
        print(f"Run it:\n  ./run-pipeline.sh --job-dir '{job_dir}'")
    else:
        print("Everything is in order; nothing was made, because this was a dry run.")


def prepare(arguments: argparse.Namespace, *, dry_run: bool = False) -> tuple[Job, Path | None]:
    """Prepares a job; a dry run checks the same and writes nothing."""
    request = request_of(arguments)
    config = resolve_config(request)
    facts = media_facts(request, config, arguments.audio_track)
    if dry_run:
        return plan_job(request, config, facts, "job-19700101-dry-0000"), None
    return create_job(request, config, facts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = build_parser().parse_args(arguments)
    try:
        job, job_dir = prepare(parsed, dry_run=parsed.dry_run)
        describe(job, job_dir)
    except PipelineError as error:
        print_error(error)
        return error.exit_code
    return EXIT_OK


if __name__ == "__main__":
    raise SystemExit(main())
