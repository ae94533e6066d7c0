"""Shows what a glossary changes: runs one film without and with it, and compares.

Without arguments it takes the English sample and its glossary, with the engines that are here.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cp_whisperx.glossary.application import terms_applied, terms_heard
from cp_whisperx.terminal.display import print_error
from shared.artifacts import GLOSSARY, TRANSCRIPT, TRANSLATED, Artifact, GlossarySnapshot, Model
from shared.checkpoint import CheckpointManager
from shared.command_line import clean
from shared.config import load_config
from shared.errors import EXIT_OK, InvalidInputError, PipelineError, QualityGateError
from shared.job import JOB_FILE, load_job
from shared.paths import PROJECT_ROOT, SCRIPTS_DIR
from shared.script_loader import load_script
from shared.stage_order import get_stage_dir, stages_of

SAMPLE = PROJECT_ROOT / "in" / "Energy Demand in AI.mp4"
SAMPLE_GLOSSARY = PROJECT_ROOT / "in" / "references" / "sample_01" / "glossary.tsv"
SAMPLE_LANGUAGE = "en"
HEADINGS = ("without", "with glossary")


def build_parser() -> argparse.ArgumentParser:
    """Makes the command line."""
    parser = argparse.ArgumentParser(prog="test-glossary-quickstart", description=__doc__)
    add = parser.add_argument
    add("--media", type=Path, help="the film (default: the English sample)")
    add("--glossary", type=Path, metavar="FILE", help="the glossary, TSV or JSON")
    add("-s", "--source-language", default="hi", help="language spoken (default: hi)")
    add("-t", "--target-languages", default="", help="languages with commas; none: transcribe")
    add("--set", action="append", default=[], metavar="NAME=VALUE", dest="assignments",
        help="any parameter of docs/CONFIGURATION.md; may be given again")  # fmt: skip
    add("--compare", nargs=2, type=Path, metavar=("WITHOUT", "WITH"),
        help="compare two finished jobs instead of running them")  # fmt: skip
    return parser


def job_options(arguments: argparse.Namespace) -> list[str]:
    """Returns prepare-job's options that both jobs share.

    Raises:
        InvalidInputError: If a film is given without a glossary, or `--set` sets nothing.
    """
    media, source, targets = arguments.media, arguments.source_language, arguments.target_languages
    settings = dict(_assignment(text) for text in arguments.assignments)
    if media is None:
        media, source = SAMPLE, SAMPLE_LANGUAGE
        settings = load_script("demo").offline_settings(load_config()) | settings
        targets = targets or settings.pop("TARGET_LANGUAGES")
        settings.pop("TARGET_LANGUAGES", None)
    elif arguments.glossary is None:
        raise InvalidInputError("A film needs its glossary.", "Name it with --glossary FILE.")
    options = ["--media", str(media), "--source-language", source]
    options += ["--workflow", "translate" if targets else "transcribe"]
    options += ["--target-languages", targets] if targets else []
    return options + [f"--set={name}={value}" for name, value in settings.items()]


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InvalidInputError(f"--set {text!r} is not NAME=VALUE.")
    return name.strip().upper(), value


def run_job(options: Sequence[str], folder: Path) -> Path:
    """Prepares and runs one job in a new folder, and returns the job's own.

    Raises:
        QualityGateError: If the job did not end well; its own messages say why.
    """
    for script, words in (
        ("prepare-job", [*options, "--output-root", str(folder)]),
        ("run-pipeline", ["--job-dir"]),
    ):
        prepared = [str(path.parent) for path in folder.rglob(JOB_FILE)]
        command = [sys.executable, str(SCRIPTS_DIR / f"{script}.py"), *words]
        command += prepared if script == "run-pipeline" else []
        if subprocess.run(command, check=False).returncode != EXIT_OK:
            raise QualityGateError(f"{script} failed, so there is nothing to compare.")
    (job_file,) = folder.rglob(JOB_FILE)
    return job_file.parent


def run_both(arguments: argparse.Namespace) -> tuple[Path, Path]:
    """Runs the film without and with its glossary and returns both jobs' folders."""
    options = job_options(arguments)
    glossary = arguments.glossary or SAMPLE_GLOSSARY
    root = load_config().output_root
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="glossary-quickstart-", dir=root)).resolve()
    baseline = run_job([*options, "--set=GLOSSARY_ENABLED=false"], folder / "without")
    return baseline, run_job([*options, "--glossary", str(glossary)], folder / "with")


def read(job_dir: Path, artifact: Artifact[Model], **keys: str) -> Model:
    """Reads what a finished job made.

    Raises:
        InvalidInputError: If it is not there.
    """
    path = job_dir / get_stage_dir(artifact.stage) / artifact.file.format(**keys)
    if not path.is_file():
        raise InvalidInputError(f"{path} is missing: the job is not finished.", "Run it first.")
    return artifact.model.model_validate_json(path.read_bytes())


def seconds_of(job_dir: Path) -> float:
    """Returns how long a job's stages took."""
    checkpoints = CheckpointManager(job_dir)
    manifests = [checkpoints.manifest(s.name) for s in stages_of(load_job(job_dir).workflow)]
    return sum(manifest.duration_seconds for manifest in manifests if manifest)


def comparison(jobs: tuple[Path, Path]) -> list[tuple[str, str, str]]:
    """Compares two jobs by the second one's glossary: rows of a name and two values."""
    glossary = read(jobs[1], GLOSSARY)
    heard = [str(terms_heard(read(job, TRANSCRIPT).segments, glossary)) for job in jobs]
    rows = [("terms heard", heard[0], heard[1])]
    for language in load_job(jobs[1]).target_languages:
        shares = [_share(job, glossary, language) for job in jobs]
        rows.append((f"terms applied, {language}", shares[0], shares[1]))
    times = [f"{seconds_of(job):.1f}" for job in jobs]
    return [*rows, ("seconds", times[0], times[1])]


def _share(job_dir: Path, glossary: GlossarySnapshot, language: str) -> str:
    translated = read(job_dir, TRANSLATED, language=language)
    found = terms_applied(translated.segments, glossary, language)
    rate = "" if found.rate is None else f" ({found.rate:.0%})"
    return f"{found.applied} of {found.occurred}{rate}"


def print_table(rows: Sequence[tuple[str, str, str]], jobs: tuple[Path, Path]) -> None:
    """Prints the comparison."""
    print(f"\n{'':<24}{HEADINGS[0]:<20}{HEADINGS[1]}")
    for name, before, after in rows:
        print(f"{name:<24}{before:<20}{after}")
    for heading, job in zip(HEADINGS, jobs, strict=True):
        print(clean(f"{heading}: {job}"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = build_parser().parse_args(arguments)
    try:
        jobs = tuple(parsed.compare) if parsed.compare else run_both(parsed)
        print_table(comparison((jobs[0], jobs[1])), (jobs[0], jobs[1]))
    except PipelineError as error:
        print_error(error)
        return error.exit_code
    return EXIT_OK


if __name__ == "__main__":
    raise SystemExit(main())
