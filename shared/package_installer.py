"""Makes virtual environments and installs packages into them, with uv, or pip where uv fails.

Standard library alone: this runs on a bare Python, before anything is installed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from shared.errors import DependencyFailedError
from shared.variables import variable

UV_VERSION = "0.13"
# Packages that ask for versions which do not go together have a file of their own.
_WITHOUT_DEPENDENCIES = "-nodeps"


class PackageInstaller:
    """Installs with uv, which is fast, else with pip, which every Python has.

    Args:
        uv_home: Where uv is installed if this machine has none.
        say: Takes lines about what is going on.
    """

    def __init__(self, uv_home: Path, say: Callable[[str], None]) -> None:
        self._uv_home = uv_home
        self._say = say

    def install(self, target: Path, files: Sequence[Path]) -> None:
        """Makes a virtual environment with what requirement files list.

        Args:
            target: Its folder, which is not there yet.
            files: Those whose name ends with `-nodeps` go without dependencies.

        Raises:
            DependencyFailedError: If neither uv nor pip can do it.
        """
        uv = self._uv()
        try:
            if uv is not None:
                _install_with_uv(uv, target, files)
                return
        except DependencyFailedError as error:
            self._say(f"uv could not do it ({error.message.splitlines()[-1]}); trying pip")
            shutil.rmtree(target, ignore_errors=True)
        _install_with_pip(target, files)

    def add(self, python: Path, *packages: str) -> None:
        """Installs further packages into an environment that is there.

        Raises:
            DependencyFailedError: If they cannot be installed.
        """
        uv = self._uv()
        if uv is not None:
            run_setup(
                [uv, "pip", "install", "-q", "--python", python, *_index_options(), *packages]
            )
        else:
            run_setup([python, "-m", "pip", "install", "-q", *packages])

    def _uv(self) -> Path | None:
        """Finds uv, or installs it in its home; None where it cannot be had."""
        found = shutil.which("uv")
        if found:
            return Path(found)
        home = self._uv_home
        program = python_in(home).with_name("uv.exe" if os.name == "nt" else "uv")
        if not program.exists():
            try:
                run_setup([sys.executable, "-m", "venv", home])
                run_setup([python_in(home), "-m", "pip", "install", "-q", f"uv=={UV_VERSION}.*"])
            except DependencyFailedError:
                return None
        return program if program.exists() else None


def python_in(folder: Path) -> Path:
    """Returns the Python of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def site_packages(folder: Path) -> Path:
    """Returns where a virtual environment's packages lie."""
    found = [*folder.glob("lib/python*/site-packages"), *folder.glob("Lib/site-packages")]
    return found[0]


def _install_with_uv(uv: Path, target: Path, files: Sequence[Path]) -> None:
    run_setup([uv, "venv", "-q", "--relocatable", "--python", sys.executable, target])
    for path in files:
        extra = ["--no-deps"] if path.stem.endswith(_WITHOUT_DEPENDENCIES) else []
        command: list[str | Path] = [uv, "pip", "install", "-q", "--python"]
        options = [*_index_options(), *extra]
        run_setup([*command, python_in(target), *options, "-r", path])


def _index_options() -> list[str]:
    """Passes on to uv what pip is told by its environment variables."""
    options = []
    for name, option in (
        ("PIP_FIND_LINKS", "--find-links"),
        ("PIP_INDEX_URL", "--index-url"),
        ("PIP_EXTRA_INDEX_URL", "--extra-index-url"),
    ):
        for value in variable(name).split():
            options += [option, value]
    return options


def _install_with_pip(target: Path, files: Sequence[Path]) -> None:
    run_setup([sys.executable, "-m", "venv", target])
    for path in files:
        extra = ["--no-deps"] if path.stem.endswith(_WITHOUT_DEPENDENCIES) else []
        run_setup([python_in(target), "-m", "pip", "install", "-q", *extra, "-r", path])


def run_setup(command: list[str | Path]) -> None:
    """Runs a program of the set-up.

    Raises:
        DependencyFailedError: With the last lines it said, if it fails.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise DependencyFailedError(f"{command[0]} cannot be started: {error}.") from error
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise DependencyFailedError(
            f"{' '.join(str(part) for part in command[:5])} failed:\n{said}",
            "Check the connection to the package registry, then run the same command again.",
        )
