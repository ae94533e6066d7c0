"""Runs a job, or prepares and runs one in one go; also shows how far a job is."""

import argparse
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from cp_whisperx.terminal.display import Display, print_error, say
from cp_whisperx.terminal.summary import print_status, print_summary
from shared.artifacts import MUXED, SUBTITLES, TRANSCRIPT_TEXT, TRANSLATED_TEXT, FileArtifact
from shared.checkpoint import CheckpointManager
from shared.command_line import CommandParser, run_command
from shared.config import Config, load_config
from shared.environment_manager import EnvironmentManager
from shared.errors import EXIT_OK, ConfigurationError, InvalidInputError
from shared.hardware_detection import detect_hardware
from shared.job import Job, find_job_dir, load_job
from shared.job_lock import is_held, job_lock
from shared.job_preparation import refresh_job, refresh_media
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
# Options for preparing that have a meaning for a job that is there too.
_FOR_EVERY_JOB = ("media", "output_root")
# Of more files of a kind, the folder is named alone.
MOST_LISTED = 20


def build_parser() -> CommandParser:
    """Makes the command line."""
    parser = CommandParser("run-pipeline", __doc__, EXAMPLES)
    add = parser.add_argument
    add("positional", nargs="*", metavar="WORKFLOW JOB_DIR", help="the same as --job-dir JOB_DIR")
    add("-j", "--job-id", metavar="ID", help="the job's id, such as job-20261122-me-0001")
    add("--job-dir", type=Path, metavar="FOLDER", help="the job's folder")
    add("--status", metavar="JOB", help="show how far a job (folder or id) is and run nothing")
    add("--demo", action="store_true", help="make the sample film's subtitles with what is here")
    add("--full", action="store_true", help="with --demo: fetch models and make all eight tracks")
    add("--from-stage", choices=STAGE_ORDER, metavar="STAGE", help="begin with this stage")
    add("--to-stage", choices=STAGE_ORDER, metavar="STAGE", help="end with this stage")
    add("--force", action="store_true", help="run the stages even if nothing has changed")
    add("--log-level", metavar="LEVEL", help="DEBUG, INFO, WARNING, ERROR or CRITICAL")
    add("--debug", action="store_true", help="log everything and show tracebacks")
    job_options = parser.add_argument_group("options for preparing and running in one go")
    load_script("prepare-job").add_job_arguments(job_options.add_argument)
    parser.set_defaults(dry_run=False)
    return parser


def output_root(arguments: argparse.Namespace) -> Path:
    """Returns the folder that jobs lie in."""
    named: Path | None = arguments.output_root
    return named.expanduser().absolute() if named else load_config().output_root


def job_dir_of(name: str, root: Path) -> Path:
    """Finds a job by its folder or its id."""
    path = Path(name)
    if path.is_dir():
        return path.resolve()
    if not name.startswith("job-"):
        raise InvalidInputError(
            f"{name!r} is neither the folder of a job nor a job id.",
            "A job id looks like job-20261122-user-0001.",
        )
    return find_job_dir(name, root)


def _misplaced(arguments: argparse.Namespace) -> list[str]:
    """Returns the options given that only a job that is being prepared can take."""
    parser = argparse.ArgumentParser()
    load_script("prepare-job").add_job_arguments(parser.add_argument)
    given = vars(arguments)
    options = vars(parser.parse_args([])).items()
    names = [name for name, default in options if given[name] != default]
    return [f"--{name.replace('_', '-')}" for name in names if name not in _FOR_EVERY_JOB]


def _check_one_job(arguments: argparse.Namespace) -> None:
    """Exactly one job is named, and nothing is asked of it that it cannot take any more."""
    named = [arguments.demo, arguments.media, arguments.job_dir, arguments.job_id]
    count = sum(map(bool, [*named, arguments.positional]))
    if count != 1:
        raise InvalidInputError(
            "More than one job is named." if count else "Name one job, or a film.",
            "See run-pipeline --help.",
        )
    misplaced = [] if arguments.media else _misplaced(arguments)
    if misplaced:
        which = "The demo" if arguments.demo else "A job that is prepared already"
        raise InvalidInputError(
            f"{which} takes no {', '.join(misplaced)}.",
            "Change a job with ./prepare-job.sh --job-dir FOLDER, or name a film with --media.",
        )


def chosen_job(arguments: argparse.Namespace) -> Path:
    """Returns the folder of the job to run, preparing it first where a film is given.

    Raises:
        InvalidInputError: If the arguments name no job, or two.
    """
    _check_one_job(arguments)
    if arguments.demo:
        demo: Path = load_script("demo").prepare_demo(output_root(arguments), full=arguments.full)
        return demo
    if arguments.media:
        prepared: Path = load_script("prepare-job").prepare(arguments)
        return prepared
    if arguments.job_id:
        return find_job_dir(arguments.job_id, output_root(arguments))
    return Path(arguments.job_dir or _positional(arguments.positional)).resolve()


def _positional(words: list[str]) -> str:
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
    if arguments.debug:
        return {"LOG_LEVEL": "DEBUG", "DEBUG": "true"}
    return {"LOG_LEVEL": arguments.log_level} if arguments.log_level else {}


def bring_up(job_dir: Path, config: Config) -> Job:
    """Returns the job's record, brought up to date with edited settings and a changed film."""
    prepared = load_job(job_dir)
    configured = refresh_job(prepared, config)
    job = refresh_media(configured)
    if configured != prepared:
        say("The job's settings were changed since it was prepared; its record is brought up.")
    if job != configured:
        say("Warning: the film was changed since the job was prepared; it is read anew.")
    if job != prepared:
        job.save(job_dir)
    return job


def open_log(job_dir: Path, job: Job, config: Config) -> PipelineLogger:
    """Begins the run's own log."""
    path = pipeline_log(job_dir / "logs", new=True)
    log = PipelineLogger(
        "pipeline", config.log_level, {path: 0}, job_id=job.job_id, log_format=config.log_format
    )
    log.info(f"Main pipeline log: {path.relative_to(job_dir)}; each stage has its own")
    return log


def run_job(job_dir: Path, arguments: argparse.Namespace) -> RunResult:
    """Runs a job's stages and shows them."""
    overrides = overrides_of(arguments)
    config = load_config(job_dir, overrides)
    load_job(job_dir)  # What is no job gets no lock.
    # Held before the run too: the record and the newest log belong to whoever runs the job.
    with job_lock(job_dir):
        job = bring_up(job_dir, config)
        stages = select_stages(config.workflow, arguments.from_stage, arguments.to_stage)
        make_ready(job_dir, job, config, stages, say, force=arguments.force)
        log = open_log(job_dir, job, config)
    threads = config.num_threads or detect_hardware().cores
    limits = Limits(config.stage_timeout_seconds, config.worker_memory_limit_mb, threads)
    manager = EnvironmentManager(say=say)
    with (
        WorkerPool(manager, limits, config.workers_per_environment, overrides) as pool,
        Display(len(stages)) as display,
    ):
        run = Pipeline(job_dir, job, config, pool, log=log, observer=display).run(
            stages, force=arguments.force
        )
    log.info(f"The run ended with exit code {run.exit_code} after {run.seconds:.1f} s")
    if config.debug:
        print_tracebacks(run, job_dir)
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
            entries = [job_dir / e.path for e in manifest.outputs if e.type == artifact.kind]
            found += entries if len(entries) <= MOST_LISTED else folders_of(entries)
    return found


def folders_of(paths: list[Path]) -> list[Path]:
    """Returns the folders in which files lie, each once."""
    return list(dict.fromkeys(path.parent for path in paths))


def some_cues(job_dir: Path, count: int = 3) -> list[str]:
    """Returns the first cues of the last track, each on a line."""
    folder = job_dir / get_stage_dir("subtitle_generation") / "subtitles"
    # A track without cues is an empty file.
    files = sorted(path for path in folder.glob("*.srt") if path.stat().st_size)
    if not files:
        return []
    import pysubs2

    events = pysubs2.load(str(files[-1]), encoding="utf-8").events[:count]
    return [
        f"{pysubs2.time.ms_to_str(event.start, fractions=True)}  {event.plaintext!r}"
        for event in events
    ]


def print_tracebacks(run: RunResult, job_dir: Path) -> None:
    """Shows the tracebacks of failed stages; they stand indented at the end of their logs."""
    for result in run.stages:
        log = job_dir / get_stage_dir(result.stage.name) / "stage.log"
        if not result.ok and log.is_file():
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            last = takewhile(lambda line: line.startswith("    "), reversed(lines))
            say("\n".join([f"Traceback of {result.stage.name}:", *reversed(list(last))]))


def show_status(job_dir: Path) -> int:
    """Shows how far a job is, from its manifests."""
    job = load_job(job_dir)
    checkpoints = CheckpointManager(job_dir)
    manifests = {s.name: checkpoints.manifest(s.name) for s in stages_of(job.workflow)}
    print_status(job, manifests, live=is_held(job_dir))
    return EXIT_OK


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = build_parser().read(arguments)

    def work() -> int:
        if parsed.full and not parsed.demo:
            raise ConfigurationError("--full goes with --demo.")
        if parsed.status:
            return show_status(job_dir_of(parsed.status, output_root(parsed)))
        return run_job(chosen_job(parsed), parsed).exit_code

    return run_command(work, print_error, debug=parsed.debug)


if __name__ == "__main__":
    raise SystemExit(main())
