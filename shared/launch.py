"""Hands a command over to the common environment's Python, building that environment first.

Run by the entry points on whatever Python 3.11 or later they find: standard library alone.
"""

import os
import subprocess
import sys
from pathlib import Path

from shared.command_line import run_command
from shared.environment_manager import OLDEST_PYTHON, EnvironmentManager
from shared.errors import EXIT_RESOURCE
from shared.paths import SCRIPTS_DIR
from shared.variables import variables


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def hand_over(python: Path, arguments: list[str]) -> int:
    """Replaces this process by another Python, where the system can do that."""
    command = [str(python), *arguments]
    environment = {name: value for name, value in variables().items() if name != "PYTHONPATH"}
    if sys.platform != "win32":
        sys.stdout.flush()
        os.execve(python, command, environment)
    return subprocess.call(command, env=environment)


def main() -> int:
    """Runs `scripts/NAME.py ARGUMENTS` in the common environment."""
    if sys.version_info < OLDEST_PYTHON:
        _say(f"Error: Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
        return EXIT_RESOURCE
    name, *arguments = sys.argv[1:]

    def work() -> int:
        python = EnvironmentManager(say=_say).ensure("common")
        return hand_over(python, [str(SCRIPTS_DIR / f"{name}.py"), *arguments])

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
