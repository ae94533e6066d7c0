"""Runs a job, or prepares and runs one in one go; also shows how far a job is."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cp_whisperx.terminal.display import Display, print_error, say
from cp_whisperx.terminal.summary import print_status, print_summary
from shared.artifacts import MUXED, SUBTITLES, TRANSCRIPT_TEXT, TRANSLATED_TEXT, FileArtifact
from shared.checkpoint import CheckpointManager
from shared.config import Config, load_config
from shared.environment_manager import EnvironmentManager
from shared.errors import EXIT_OK, ConfigurationError, InvalidInputError, PipelineError
from shared.hardware_detection import detect_hardware
from shared.job import find_job_dir, load_job
from shared.job_preparation import refresh_job
from shared.logger import PipelineLogger, pipeline_log
from shared.pipeline import Pipeline, RunResult
from shared.plan import select_stages
from shared.preflight import make_ready
from shared.script_loader import load_script
from shared.stage_order import STAGE_ORDER, WORKFLOWS, get_stage_dir, stages_of
from shared.worker_pool import Limits, WorkerPool

EXAMPLES = """\
examples:
  ./run-pipeline.sh --demo                                  the sample film, offline
  ./run-pipeline.sh --media film.mkv -s hi -t en,gu,ta      prepare and run in one go
  ./run-pipeline.sh --job-dir out/2026/11/22/me/1           run or go on with a job
  ./run-pipeline.sh -j job-20261122-me-0001 --from-stage translation
  ./run-pipeline.sh --status out/2026/11/22/me/1            how far a job is

exit codes: 0 success, 1 failure, 2 invalid input or configuration, 3 something the machine
should have is missing, 4 a tool or service failed
"""
_LEVELS = ("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL")


def build_parser() -> argparse.ArgumentParser:
    """Makes the command line."""
    parser = argparse.ArgumentParser(
        prog="run-pipeline",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("positional", nargs="*", metavar="WORKFLOW JOB_DIR", help="the same as --job-dir JOB_DIR")
    add("-j", "--job-id", help="the job's id, such as job-20261122-me-0001")
    add("--job-dir", type=Path, help="the job's folder")
    add("--status", metavar="JOB", help="show how far a job (folder or id) is and run nothing")
    add("--demo", action="store_true", help="make the sample film's subtitles with what is here")
    add("--full", action="store_true", help="with --demo: fetch models and make all eight tracks")
    add("--from-stage", choices=STAGE_ORDER, metavar="STAGE", help="begin with this stage")
    add("--to-stage", choices=STAGE_ORDER, metavar="STAGE", help="end with this stage")
    add("--force", action="store_true", help="run the stages even if nothing has changed")
    add("--log-level", type=str.upper, choices=_LEVELS, metavar="LEVEL", help="DEBUG to CRITICAL")
    add("--debug", action="store_true", help="log everything and show tracebacks")
    job_options = parser.add_argument_group("options for preparing and running in one go")
    load_script("prepare-job").add_job_arguments(job_options)
    return parser


def job_dir_of(name: str, config: Config) -> Path:
    """Finds a job by its folder or its id."""
    path = Path(name)
    return path.resolve() if path.is_dir() else find_job_dir(name, config.output_root)


def chosen_job(arguments: argparse.Namespace) -> Path:
    """Returns the folder of the job to run, preparing it first where a film is given.

    Raises:
        InvalidInputError: If the arguments name no job, or two.
    """
    if arguments.demo:
        demo: Path = load_script("demo").prepare_demo(full=arguments.full)
        return demo
    if arguments.media:
        prepare_job = load_script("prepare-job")
        arguments.job_dir = None
        job, job_dir = prepare_job.prepare(arguments)
        prepare_job.describe(job, job_dir)
        return Path(job_dir)
    folder = arguments.job_dir or _positional(arguments.positional)
    if bool(folder) == bool(arguments.job_id):
        raise InvalidInputError(
            "More than one job is named." if folder else "Name one job, or a film.",
            "See ./run-pipeline.sh --help.",
        )
    if arguments.job_id:
        return find_job_dir(arguments.job_id, load_config().output_root)
    return Path(folder).resolve()


def _positional(words: list[str]) -> str:
    if not words:
        return ""
    if len(words) != 2 or words[0] not in WORKFLOWS:
        raise InvalidInputError(
            f"{' '.join(words)!r} is not WORKFLOW JOB_DIR.",
            f"WORKFLOW is one of {', '.join(WORKFLOWS)}.",
        )
    workflow, folder = words
    prepared = load_config(Path(folder).resolve()).workflow
    if prepared != workflow:
        raise InvalidInputError(f"The job in {folder} is prepared for {prepared}, not {workflow}.")
    return folder


def overrides_of(arguments: argparse.Namespace) -> dict[str, str]:
    """Collects the parameters that the run's own options set."""
    level = "DEBUG" if arguments.debug else (arguments.log_level or "")
    values = {"LOG_LEVEL": level.replace("WARN", "WARNING") if level == "WARN" else level}
    values["DEBUG"] = "true" if arguments.debug else ""
    return {name: value for name, value in values.items() if value}


def run_job(job_dir: Path, arguments: argparse.Namespace) -> RunResult:
    """Runs a job's stages and shows them."""
    config = load_config(job_dir, overrides_of(arguments))
    prepared = load_job(job_dir)
    job = refresh_job(prepared, config)
    if job != prepared:
        say("The job's settings were changed since it was prepared; its record is brought up.")
        job.save(job_dir)
    stages = select_stages(config.workflow, arguments.from_stage, arguments.to_stage)
    make_ready(job_dir, job, config, stages, say)
    log_file = pipeline_log(job_dir / "logs", new=True)
    log = PipelineLogger(
        "pipeline", config.log_level, {log_file: 0}, job_id=job.job_id, log_format=config.log_format
    )
    log.info(f"Main pipeline log: {log_file.relative_to(job_dir)}; each stage has its own")
    threads = config.num_threads or detect_hardware().cores
    limits = Limits(config.stage_timeout_seconds, config.worker_memory_limit_mb, threads)
    manager = EnvironmentManager(say=say)
    with (
        WorkerPool(manager, limits, config.workers_per_environment) as pool,
        Display(len(stages)) as display,
    ):
        run = Pipeline(job_dir, job, config, pool, log=log, observer=display).run(
            stages, force=arguments.force
        )
    log.info(f"The run ended with exit code {run.exit_code} after {run.seconds:.1f} s")
    print_summary(run, job, job_dir, results_of(job_dir, config), some_cues(job_dir))
    return run


def results_of(job_dir: Path, config: Config) -> list[Path]:
    """Returns the files a workflow is run for, as far as they are made."""
    wanted: dict[str, tuple[FileArtifact, ...]] = {
        "subtitle": (MUXED, SUBTITLES),
        "transcribe": (TRANSCRIPT_TEXT,),
        "translate": (TRANSLATED_TEXT,),
    }
    checkpoints = CheckpointManager(job_dir)
    found: list[Path] = []
    for artifact in wanted[config.workflow]:
        manifest = checkpoints.manifest(artifact.stage)
        if manifest is not None and manifest.status == "success":
            entries = [e.path for e in manifest.outputs if e.type == artifact.kind]
            found += [job_dir / path for path in entries]
    return found


def some_cues(job_dir: Path, count: int = 3) -> list[str]:
    """Returns the first cues of the last track, each on a line."""
    files = sorted((job_dir / get_stage_dir("subtitle_generation") / "subtitles").glob("*.srt"))
    if not files:
        return []
    import pysubs2

    events = pysubs2.load(str(files[-1]), encoding="utf-8").events[:count]
    return [
        f"{pysubs2.time.ms_to_str(event.start, fractions=True)}  {event.plaintext!r}"
        for event in events
    ]


def show_status(name: str) -> int:
    """Shows how far a job is, from its manifests."""
    job_dir = job_dir_of(name, load_config())
    job = load_job(job_dir)
    checkpoints = CheckpointManager(job_dir)
    print_status(job, {s.name: checkpoints.manifest(s.name) for s in stages_of(job.workflow)})
    return EXIT_OK


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = build_parser().parse_args(arguments)
    try:
        if parsed.full and not parsed.demo:
            raise ConfigurationError("--full goes with --demo.")
        if parsed.status:
            return show_status(parsed.status)
        return run_job(chosen_job(parsed), parsed).exit_code
    except PipelineError as error:
        print_error(error)
        if parsed.debug:
            raise
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Run the same command to go on.\n")
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
