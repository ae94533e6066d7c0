"""Sets up what the tests need, then runs every check and every test, with coverage."""

import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from shared.command_line import CommandParser, run_command
from shared.environment_manager import EnvironmentManager
from shared.errors import EXIT_FAILURE, EXIT_OK
from shared.paths import PROJECT_ROOT, REQUIREMENTS_DIR
from shared.variables import variables

EXAMPLES = """\
examples:
  ./run-tests.sh                        everything that decides whether a change is good
  ./run-tests.sh --quick                the unit tests alone
  ./run-tests.sh --engines              the engines that need heavy environments (gigabytes)
  ./run-tests.sh --quality              measure on real recordings and write docs/quality.md
  ./run-tests.sh -- tests/unit/shared   what follows -- goes to pytest
"""
# Environments whose engines run on the small models that the tests carry.
TESTED = ("common", "whisperx", "nllb")
# Environments of gigabytes; their engines' tests are a command of their own.
HEAVY: tuple[str, ...] = ("whisperx", "mlx", "pyannote", "demucs", "indictrans2")
# What the tests themselves need in such an environment.
TEST_PACKAGES = ("pytest", "av", "imageio-ffmpeg")
COVERAGE_LIMIT = 85
_CHECKS_AT_ONCE = 2
_HOOK = (
    "import os; os.getenv('COVERAGE_PROCESS_START') and __import__('coverage').process_startup()"
)


def build_parser() -> CommandParser:
    """Makes the command line."""
    parser = CommandParser("run-tests", __doc__, EXAMPLES)
    parser.add_argument("--quick", action="store_true", help="unit tests alone, no coverage")
    parser.add_argument(
        "--engines", action="store_true", help="heavy engines alone, each in its environment"
    )
    parser.add_argument(
        "--quality", action="store_true", help="measure quality; arguments are section names"
    )
    parser.add_argument("pytest", nargs="*", metavar="ARGUMENT", help="passed on")
    return parser


def set_up(further: Sequence[str] = ()) -> Path:
    """Builds the environments and returns the development environment's Python."""
    manager = EnvironmentManager(say=print)
    for name in (*TESTED, *further, "dev"):
        manager.ensure(name)
        if name in (*TESTED, "dev"):
            have_measured(manager, name)
    return manager.python("dev")


def have_measured(manager: EnvironmentManager, name: str) -> None:
    """Has the worker processes of an environment measured too, whoever built it."""
    site = next(manager.path(name).glob("[lL]ib*/**/site-packages"))
    hook = site / "coverage_startup.pth"
    if not hook.is_file():
        manager.add(name, _pinned("coverage"))
        hook.write_text(_HOOK + "\n", encoding="utf-8")


def _pinned(package: str) -> str:
    files = [REQUIREMENTS_DIR / f"requirements-{name}.txt" for name in ("dev", "common")]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return next(line for line in lines if line.startswith(f"{package}=="))


def checks(python: Path) -> list[tuple[str, list[str]]]:
    """Returns each check's name and command."""
    run = [str(python), "-m"]
    sources = ["shared", "cp_whisperx", "tests", "tools", "scripts"]
    return [
        # The longest one first: the others are done while it runs.
        ("types", [*run, "mypy", *sources]),
        ("lint", [*run, "ruff", "check", "."]),
        ("format", [*run, "ruff", "format", "--check", "."]),
        ("import contracts", [str(python.with_name("lint-imports"))]),
        ("derived files", [str(python), "tools/generate.py", "--check"]),
        ("compliance", [str(python), "tools/check_compliance.py", "--min-score", "100"]),
    ]


def run_checks(python: Path) -> bool:
    """Runs the checks side by side; what a failing one said is shown."""
    with ThreadPoolExecutor(_CHECKS_AT_ONCE) as executor:
        return all([*executor.map(_check, checks(python))])


def _check(named: tuple[str, list[str]]) -> bool:
    name, command = named
    began = time.monotonic()
    done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    word = "ok" if done.returncode == 0 else "FAILED"
    said = f"\n{done.stdout}{done.stderr}" if done.returncode else ""
    print(f"{name:<18} {word} ({time.monotonic() - began:.1f} s){said}", flush=True)
    return done.returncode == 0


def run_tests(python: Path, arguments: Sequence[str], *, quick: bool) -> int:
    """Runs pytest; the whole run is measured over all its processes."""
    command = [str(python), "-m", "pytest", *arguments]
    if quick or arguments:
        chosen = [] if arguments else ["tests/unit"]
        return subprocess.call([*command, *chosen], cwd=PROJECT_ROOT)
    # The tests of a file share what they set up, so a file stays in one process.
    spread = ["-n", "auto", "--dist", "loadfile", "--durations=10"]
    measure = [str(python), "-m", "coverage"]
    settings = variables() | {"COVERAGE_PROCESS_START": str(PROJECT_ROOT / "pyproject.toml")}
    subprocess.run([*measure, "erase"], cwd=PROJECT_ROOT, check=True)
    code = subprocess.call([*command, *spread], cwd=PROJECT_ROOT, env=settings)
    subprocess.run([*measure, "combine", "-q"], cwd=PROJECT_ROOT, check=False)
    limit = f"--fail-under={COVERAGE_LIMIT}"
    return subprocess.call([*measure, "report", limit], cwd=PROJECT_ROOT) or code


def run_engines(arguments: Sequence[str]) -> int:
    """Runs each heavy engine's tests in its own environment, then those that use several."""
    set_up(HEAVY)
    manager = EnvironmentManager()
    codes = []
    for name in (*HEAVY, "dev"):
        if name in HEAVY:
            manager.add(name, *map(_pinned, TEST_PACKAGES))
        choice = ["-m", "engines", "--environment", name, *arguments]
        command = [str(manager.python(name)), "-m", "pytest", *choice]
        codes.append(subprocess.call(command, cwd=PROJECT_ROOT))
    return max(codes)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = build_parser().read(arguments)

    def work() -> int:
        if parsed.engines:
            return run_engines(parsed.pytest)
        if parsed.quality:
            measure = [str(set_up(HEAVY)), "-m", "tools.measure_quality", *parsed.pytest]
            return subprocess.call(measure, cwd=PROJECT_ROOT)
        python = set_up()
        checked = parsed.quick or bool(parsed.pytest) or run_checks(python)
        code = run_tests(python, parsed.pytest, quick=parsed.quick)
        return code or (EXIT_OK if checked else EXIT_FAILURE)

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
