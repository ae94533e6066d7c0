"""Prepares a job: checks the film and what is asked of it, and freezes both in a new folder."""

import argparse
import re
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cp_whisperx.asr.script_files import read_script, read_subtitles
from cp_whisperx.media.outputs import check_outputs
from cp_whisperx.media.probe import choose_track, probe
from cp_whisperx.media.source import clip_window
from cp_whisperx.subtitles.profile_files import load_rules
from cp_whisperx.terminal.display import print_error, say
from shared.command_line import CommandParser, clean, run_command
from shared.config import Config
from shared.errors import EXIT_OK, InvalidInputError
from shared.job import Job, load_job
from shared.job_preparation import (
    JobRequest,
    MediaFacts,
    check_media,
    create_job,
    plan_job,
    resolve_config,
)
from shared.preflight import missing_parts
from shared.speaker_map import read_speaker_map
from shared.stage_order import WORKFLOWS

_TIME = re.compile(r"(\d+:){0,2}(\d+\.?\d*|\.\d+)", re.ASCII)
EXAMPLES = """\
examples:
  ./prepare-job.sh --media film.mkv --workflow subtitle -s hi -t en,gu,ta
  ./prepare-job.sh --media talk.mp4 --workflow transcribe -s auto
  ./prepare-job.sh --media film.mkv --workflow translate -s hi -t en --start-time 60 --end-time 180
  ./prepare-job.sh --media film.mkv --workflow transcribe -s hi --script dialogue.txt
  ./prepare-job.sh --media film.mkv --subtitles film.en.srt -s en -t hi,ta
  ./prepare-job.sh --media film.mkv -s hi -t en --formats srt,ass,ttml --set SUBTITLE_SDH=en
  ./prepare-job.sh --job-dir out/2026/11/22/me/1 -t en,ru       change a job that is there
"""


def add_job_arguments(add: Callable[..., Any]) -> None:
    """Adds the options that say what a job is, by a parser's or group's `add_argument`."""
    add("--media", "--input-file", type=Path, metavar="FILE", help="the film, or any with sound")
    add("--workflow", choices=WORKFLOWS, metavar="WORKFLOW",
        help="subtitle (the default), transcribe or translate")  # fmt: skip
    add("-s", "--source-language", metavar="CODE",
        help="language spoken, such as hi; auto to detect it (transcribe)")  # fmt: skip
    add("-t", "--target-language", "--target-languages", dest="target_languages",
        metavar="CODES", help="languages to translate into, with commas")  # fmt: skip
    add("--title", default="", metavar="TEXT", help="the film's title, to look up its characters")
    add("--year", type=int, help="the film's year")
    add("--script", type=Path, metavar="FILE",
        help="what is said, as text or subtitles: aligned in place of recognition")  # fmt: skip
    add("--subtitles", type=Path, metavar="FILE",
        help="subtitles to translate in place of recognition; their times stay")  # fmt: skip
    add("--resync", action="store_true",
        help="find the times of --subtitles anew in the film's audio")  # fmt: skip
    add("--speakers", type=Path, metavar="FILE",
        help="who the voices are: a table with tabs, speaker, name and gender")  # fmt: skip
    add("--series", metavar="NAME",
        help="series the film belongs to: its films share names, people and registers")  # fmt: skip
    add("--audio-track", metavar="TRACK", help="audio track by number from 0, or by language")
    add("--start-time", metavar="TIME", help="begin here: seconds or H:MM:SS")
    add("--end-time", metavar="TIME", help="end here: seconds or H:MM:SS")
    add("--glossary", action="append", default=[], type=Path, metavar="FILE",
        help="the job's own glossary, TSV or JSON; may be given again")  # fmt: skip
    add("--formats", metavar="NAMES",
        help="formats of the subtitle files: srt, vtt, ass, ttml, txt, with commas")  # fmt: skip
    add("--set", action="append", default=[], metavar="NAME=VALUE",
        help="any parameter of docs/CONFIGURATION.md; may be given again")  # fmt: skip
    add("--no-cache", action="store_true", help="reuse nothing from earlier jobs")
    add("--output-root", type=Path, metavar="FOLDER",
        help="folder that jobs are made in (default: out in the project's folder)")  # fmt: skip


def build_parser() -> CommandParser:
    """Makes the command line."""
    parser = CommandParser("prepare-job", __doc__, EXAMPLES)
    add_job_arguments(parser.add_argument)
    parser.add_argument(
        "--job-dir", type=Path, metavar="FOLDER", help="prepare this job again, with changes"
    )
    parser.add_argument(
        "--log-level", metavar="LEVEL", help="DEBUG, INFO, WARNING, ERROR or CRITICAL"
    )
    parser.add_argument("--dry-run", action="store_true", help="check everything, make nothing")
    return parser


def seconds(text: str) -> str:
    """Turns `H:MM:SS.s`, `MM:SS` or seconds into seconds.

    Raises:
        InvalidInputError: If it is none of them.
    """
    if not _TIME.fullmatch(text):
        raise InvalidInputError(
            f"{text!r} is not a time.", "Write seconds, M:SS or H:MM:SS, such as 1:02:30."
        )
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return f"{total:.12g}"


def settings_of(arguments: argparse.Namespace) -> dict[str, str]:
    """Collects the parameters that the options set."""
    given = {
        "WORKFLOW": arguments.workflow,
        "SOURCE_LANGUAGE": arguments.source_language,
        "TARGET_LANGUAGES": arguments.target_languages,
        "START_TIME": arguments.start_time and seconds(arguments.start_time),
        "END_TIME": arguments.end_time and seconds(arguments.end_time),
        "GLOSSARY_FILES": ",".join(str(path.absolute()) for path in arguments.glossary),
        "SERIES": arguments.series,
        "OUTPUT_ROOT": arguments.output_root and arguments.output_root.expanduser().absolute(),
        "SUBTITLE_FORMATS": arguments.formats,
        "LOG_LEVEL": arguments.log_level,
        "ENABLE_CACHING": "false" if arguments.no_cache else None,
    }
    values = {name: str(value) for name, value in given.items() if value} | given_text(arguments)
    for assignment in arguments.set:
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            raise InvalidInputError(
                f"--set {assignment!r} is not NAME=VALUE.",
                "All parameters are described in docs/CONFIGURATION.md.",
            )
        values[name.strip().upper()] = value
    return values


def given_text(arguments: argparse.Namespace) -> dict[str, str]:
    """Returns the parameters of a job whose text is given, as a script or as subtitles.

    Raises:
        InvalidInputError: If the file cannot be read, or more than one thing is asked for.
    """
    script, subtitles = arguments.script, arguments.subtitles
    if script and subtitles:
        raise InvalidInputError(
            "--script and --subtitles cannot be had together.",
            "Subtitles whose times are to be found anew: --subtitles FILE --resync.",
        )
    if arguments.resync and not subtitles:
        raise InvalidInputError("--resync is for --subtitles FILE.", "Name the file.")
    if not script and not subtitles:
        return {}
    path = (script or subtitles).expanduser().absolute()
    (read_script if script else read_subtitles)(path)
    if script or arguments.resync:
        return {"ASR_ENGINE": "script", "ALIGNMENT_SCRIPT": str(path)}
    # Where nothing is heard, neither voices nor speakers need to be told apart.
    unheard = {"SOURCE_SEPARATION_ENGINE": "none", "DIARIZATION_ENABLED": "false"}
    return {"ASR_ENGINE": "subtitles", "ALIGNMENT_SCRIPT": str(path)} | unheard


def job_before(arguments: argparse.Namespace) -> Job | None:
    """Returns the job that is prepared again, if one is."""
    return load_job(arguments.job_dir) if arguments.job_dir else None


def request_of(arguments: argparse.Namespace) -> JobRequest:
    """Turns the command line into a request."""
    job_dir, before = arguments.job_dir, job_before(arguments)
    media = arguments.media or (Path(before.media) if before else None)
    if media is None:
        raise InvalidInputError("No film is given.", "Name it with --media FILE.")
    for path in arguments.glossary:
        if not path.is_file():
            raise InvalidInputError(f"There is no glossary {path}.", "Check --glossary.")
        if "," in str(path.absolute()):
            raise InvalidInputError(
                f"A glossary's path may hold no comma: {path}.", "Rename the file or its folder."
            )
    speakers = arguments.speakers and arguments.speakers.expanduser().absolute()
    if speakers:
        read_speaker_map(speakers)
    return JobRequest(
        media=check_media(media),
        settings=settings_of(arguments),
        title=arguments.title or (before.title if before else ""),
        year=arguments.year or (before.year if before else None),
        job_dir=job_dir.resolve() if job_dir else None,
        speakers=speakers,
    )


def wanted_track(arguments: argparse.Namespace, config: Config, before: Job | None) -> str | None:
    """Returns the audio track that was asked for, now or when the job was first prepared."""
    if arguments.audio_track is not None:
        return str(arguments.audio_track)
    if config.demux_audio_track is not None:
        return str(config.demux_audio_track)
    if before is None or arguments.media or before.source_language != config.source_language:
        return None
    return str(before.audio_track)


def media_facts(request: JobRequest, config: Config, wanted: str | None) -> MediaFacts:
    """Probes the film, checks the clip and chooses the audio track."""
    info = probe(request.media)
    clip_window(config, info, request.media)
    check_outputs(config, info)
    choice = choose_track(info, config.source_language, wanted)
    return MediaFacts(
        duration=info.duration, audio_track=choice.index, warnings=tuple(choice.warnings)
    )


def describe(job: Job, config: Config) -> None:
    """Tells what the job is and what it needs."""
    for warning in job.warnings:
        say(f"Warning: {warning}")
    targets = ", ".join(job.target_languages) or job.source_language
    print(clean(f"{job.workflow}: {job.media} ({job.source_language} to {targets})"))
    for role, choice in sorted(job.engines.items()):
        fallbacks = f", then {', '.join(choice.fallbacks)}" if choice.fallbacks else ""
        fallbacks += f", revised by {choice.reviser}" if choice.reviser else ""
        print(f"  {role:<24} {choice.name}{fallbacks} ({choice.reason})")
    for language, reason in job.missing_targets.items():
        print(f"  not made: {language}, {reason}")
    needed = missing_parts(job, config)
    if needed:
        print(f"The run will first set up or fetch: {', '.join(needed)}.")


def prepare(arguments: argparse.Namespace) -> Path | None:
    """Prepares a job and describes it.

    Returns:
        The job's folder; None for a dry run, which checks the same and writes nothing.
    """
    request = request_of(arguments)
    config = resolve_config(request)
    # Not after hours, when the subtitles are made.
    load_rules(config.subtitle_profile)
    track = wanted_track(arguments, config, job_before(arguments))
    facts = media_facts(request, config, track)
    if arguments.dry_run:
        describe(plan_job(request, config, facts, "job-19700101-dry-0000"), config)
        return None
    job, job_dir = create_job(request, config, facts)
    describe(job, config)
    print(clean(f"Job {job.job_id} is prepared in:\n  {job_dir}"))
    return job_dir


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = build_parser().read(arguments)

    def work() -> int:
        job_dir = prepare(parsed)
        if job_dir is None:
            print("Everything is in order; nothing was made, because this was a dry run.")
        else:
            print(clean(f"Run it:\n  ./run-pipeline.sh --job-dir {shlex.quote(str(job_dir))}"))
        return EXIT_OK

    return run_command(work, print_error)


if __name__ == "__main__":
    raise SystemExit(main())
