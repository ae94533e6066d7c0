"""Sets up environments and models, and checks what is there. Runs on a bare Python 3.11."""

import shutil
import subprocess
from collections.abc import Sequence

from shared.command_line import CommandParser, run_command
from shared.environment_manager import ENVIRONMENTS, EnvironmentManager
from shared.errors import EXIT_OK, EXIT_RESOURCE, ConfigurationError
from shared.paths import PROJECT_ROOT

EXAMPLES = """\
examples:
  ./bootstrap.sh                                  what the everyday job needs
  ./bootstrap.sh --envs common,whisperx,nllb      just these environments
  ./bootstrap.sh --models                         and the models that the settings name
  ./bootstrap.sh --models whisper-small           and this model
  ./bootstrap.sh --check                          what is there and whether it works
"""
EVERYDAY = "common,whisperx,nllb"


def say(text: str) -> None:
    """Prints a line."""
    print(text, flush=True)


def build_parser() -> CommandParser:
    """Makes the command line."""
    parser = CommandParser("bootstrap", __doc__, EXAMPLES)
    parser.add_argument(
        "--envs", metavar="NAMES", help=f"environments, with commas (default: {EVERYDAY})"
    )
    parser.add_argument(
        "--models", nargs="*", metavar="NAME", help="fetch models: those named, else the settings'"
    )
    parser.add_argument("--check", action="store_true", help="change nothing, report what is there")
    parser.add_argument("--rebuild", action="store_true", help="build environments anew")
    return parser


def set_up(names: Sequence[str], *, rebuild: bool) -> None:
    """Builds the environments that are not ready."""
    manager = EnvironmentManager(say=say)
    for name in names:
        manager.requirements(name)  # A name that is not known fails before the first is built.
    for name in names:
        if rebuild or not manager.is_ready(name):
            manager.build(name)
        say(f"{name:<12} ready")
    install_hook()


def install_hook() -> None:
    """Puts the compliance check before each commit of a developer's checkout."""
    hooks = PROJECT_ROOT / ".git" / "hooks"
    hook = hooks / "pre-commit"
    if hooks.is_dir() and not hook.exists():
        shutil.copy(PROJECT_ROOT / "scripts" / "pre-commit", hook)
        hook.chmod(0o755)


def check() -> int:
    """Reports every environment, and with the common one all that needs a library to look at.

    Returns:
        3 if an environment that was set up does not work, else what `shared.doctor` ended with.
    """
    manager = EnvironmentManager()
    broken, code = 0, EXIT_OK
    for name, row in ENVIRONMENTS.items():
        problem = ""
        if not manager.path(name).exists():
            state = "not set up"
        else:
            problem = manager.check(name)
            state = f"broken: {problem}" if problem else "works"
            state += "" if manager.is_ready(name) else " (made from older requirements)"
        broken += bool(problem)
        say(f"{name:<12} {state:<16} {row.purpose}")
    if manager.is_ready("common"):
        code = subprocess.call([str(manager.python("common")), "-m", "shared.doctor"])
    return EXIT_RESOURCE if broken else code


def fetch_models(names: Sequence[str]) -> int:
    """Fetches models, in the common environment, which has the hub's client."""
    python = EnvironmentManager(say=say).ensure("common")
    return subprocess.call([str(python), "-m", "shared.model_command", *names])


def chosen_environments(text: str | None) -> list[str]:
    """Returns the environments that are asked for.

    Raises:
        ConfigurationError: If `--envs` names none.
    """
    names = [name.strip() for name in (EVERYDAY if text is None else text).split(",")]
    chosen = [name for name in names if name]
    if not chosen:
        raise ConfigurationError("--envs names no environment.", f"The everyday ones: {EVERYDAY}.")
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = build_parser().read(arguments)

    def work() -> int:
        if parsed.check:
            return check()
        set_up(chosen_environments(parsed.envs), rebuild=parsed.rebuild)
        return EXIT_OK if parsed.models is None else fetch_models(parsed.models)

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
