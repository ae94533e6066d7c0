"""The eight environments: one virtual environment for each component, built when it is needed.

An environment is built in a temporary place, checked by importing what it is for, and moved in; a
broken one is rebuilt. Standard library alone: this runs on a bare Python, before anything is
installed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from shared.errors import ConfigurationError, DependencyFailedError
from shared.job_lock import LOCK_NAME, waiting_lock
from shared.paths import PROJECT_ROOT, REQUIREMENTS_DIR, VENV_DIR
from shared.variables import variable

MARKER = ".cp-whisperx.json"
UV_VERSION = "0.13"
OLDEST_PYTHON = (3, 11)
_SAY_NOTHING: Callable[[str], None] = lambda _text: None  # noqa: E731


@dataclass(frozen=True)
class Environment:
    """One environment.

    Attributes:
        purpose: One line.
        imports: Modules that must import for it to count as whole.
    """

    name: str
    purpose: str
    imports: tuple[str, ...]


_ROWS = (
    Environment(
        "common", "Kernel, media, voice activity, subtitles, muxing",
        ("pydantic", "psutil", "numpy", "av", "imageio_ffmpeg", "onnxruntime", "pocketsphinx",
         "pysubs2", "guessit", "httpx", "rich"),
    ),
    Environment("whisperx", "Whisper recognition on CUDA and CPU", ("faster_whisper",)),
    Environment("mlx", "Whisper recognition on Apple Silicon", ("mlx_whisper",)),
    Environment("pyannote", "Voice activity and diarization by pyannote", ("pyannote.audio",)),
    Environment("demucs", "Separation of vocals and accompaniment", ("demucs", "soxr")),
    Environment("indictrans2", "Translation between Indian languages", ("IndicTransToolkit",)),
    Environment("nllb", "Translation into 200 languages", ("ctranslate2", "sentencepiece")),
    Environment("llm", "Translation and revision by language models", ("httpx",)),
)  # fmt: skip

ENVIRONMENTS: dict[str, Environment] = {row.name: row for row in _ROWS}


def current_environment() -> str | None:
    """Returns which of the environments this Python is, or None if it is none of them."""
    prefix = Path(sys.prefix)
    known = prefix.parent.resolve() == VENV_DIR.resolve() and prefix.name in ENVIRONMENTS
    return prefix.name if known else None


class EnvironmentManager:
    """Builds, checks and finds environments.

    Args:
        venv_dir: Folder they lie in.
        say: Takes lines about what is going on.
    """

    def __init__(
        self, venv_dir: Path = VENV_DIR, say: Callable[[str], None] = _SAY_NOTHING
    ) -> None:
        self._venv_dir = venv_dir
        self._say = say

    def path(self, name: str) -> Path:
        """Returns an environment's folder."""
        return self._venv_dir / name

    def python(self, name: str) -> Path:
        """Returns an environment's Python."""
        return _python_in(self.path(name))

    def requirements(self, name: str) -> list[Path]:
        """Returns an environment's requirement files; `-nodeps` ones go without dependencies.

        Raises:
            ConfigurationError: If there is no such environment or it has no requirements yet.
        """
        files = [REQUIREMENTS_DIR / f"requirements-{name}.txt"]
        if not files[0].is_file():
            available = sorted(p.stem.removeprefix("requirements-") for p in _requirement_files())
            raise ConfigurationError(
                f"There is no environment {name!r}.", f"There are: {', '.join(available)}."
            )
        without = REQUIREMENTS_DIR / f"requirements-{name}-nodeps.txt"
        return [*files, without] if without.is_file() else files

    def is_ready(self, name: str) -> bool:
        """Whether an environment is there and made from today's requirements; starts nothing."""
        try:
            marker = json.loads((self.path(name) / MARKER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        same = marker.get("requirements") == self._requirements_hash(name)
        return same and self.python(name).exists()

    def check(self, name: str) -> str:
        """Imports what an environment is for; returns an empty string or what is wrong."""
        return self._import_error(self.path(name), name)

    def ensure(self, name: str) -> Path:
        """Builds an environment unless it is ready; returns its Python.

        Raises:
            ConfigurationError: If there is no such environment.
            DependencyFailedError: If it cannot be installed.
        """
        if not self.is_ready(name):
            with self._lock():
                # Another command may have built it while this one waited.
                if not self.is_ready(name):
                    self._build(name)
        return self.python(name)

    def _lock(self) -> AbstractContextManager[None]:
        waiting = "Another process is setting up an environment; waiting for it"
        return waiting_lock(self._venv_dir / LOCK_NAME, lambda: self._say(waiting))

    def build(self, name: str) -> None:
        """Builds an environment anew, replacing one that is there.

        Raises:
            DependencyFailedError: If a package cannot be installed or imported.
        """
        with self._lock():
            self._build(name)

    def _build(self, name: str) -> None:
        files = self.requirements(name)
        self._say(f"Setting up the environment {name} ({self._purpose(name)})")
        for left in [
            *self._venv_dir.glob(f".new-{name}-*"),
            *self._venv_dir.glob(f".old-{name}-*"),
        ]:
            # A build that was killed; the lock says that nobody works on it.
            shutil.rmtree(left, ignore_errors=True)
        temporary = self._venv_dir / f".new-{name}-{uuid.uuid4().hex[:8]}"
        self._venv_dir.mkdir(parents=True, exist_ok=True)
        try:
            self._install(temporary, files)
            problem = self._import_error(temporary, name)
            if problem:
                raise DependencyFailedError(f"The environment {name} does not work: {problem}.")
            _write_marker(temporary, self._requirements_hash(name))
            self._move_in(temporary, name)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def add(self, name: str, *packages: str) -> None:
        """Installs further packages into an environment that is ready, such as test tools."""
        uv, python = self._uv(), self.python(name)
        if uv is not None:
            _run([uv, "pip", "install", "-q", "--python", python, *_index_options(), *packages])
        else:
            _run([python, "-m", "pip", "install", "-q", *packages])

    def _install(self, target: Path, files: list[Path]) -> None:
        uv = self._uv()
        try:
            if uv is not None:
                _install_with_uv(uv, target, files)
        except DependencyFailedError as error:
            self._say(f"uv could not do it ({error.message.splitlines()[-1]}); trying pip")
            shutil.rmtree(target, ignore_errors=True)
            uv = None
        if uv is None:
            _install_with_pip(target, files)
        # The project's own packages, for every Python in the environment, wherever it starts.
        site = _site_packages(target)
        (site / "cp_whisperx_root.pth").write_text(f"{PROJECT_ROOT}\n", encoding="utf-8")

    def _uv(self) -> Path | None:
        """Finds uv, or installs it beside the environments; None where it cannot be had."""
        found = shutil.which("uv")
        if found:
            return Path(found)
        home = self._venv_dir / ".uv"
        program = _python_in(home).with_name("uv.exe" if os.name == "nt" else "uv")
        if not program.exists():
            try:
                _run([sys.executable, "-m", "venv", home])
                _run([_python_in(home), "-m", "pip", "install", "-q", f"uv=={UV_VERSION}.*"])
            except DependencyFailedError:
                return None
        return program if program.exists() else None

    def _move_in(self, temporary: Path, name: str) -> None:
        target = self.path(name)
        if target.exists():
            old = self._venv_dir / f".old-{name}-{uuid.uuid4().hex[:8]}"
            target.rename(old)
            shutil.rmtree(old, ignore_errors=True)
        temporary.rename(target)

    def _import_error(self, folder: Path, name: str) -> str:
        modules = ENVIRONMENTS[name].imports if name in ENVIRONMENTS else ()
        code = "; ".join(f"import {module}" for module in ("shared", *modules))
        try:
            _run([_python_in(folder), "-c", code])
        except DependencyFailedError as error:
            return error.message.splitlines()[-1]
        return ""

    def _purpose(self, name: str) -> str:
        return ENVIRONMENTS[name].purpose if name in ENVIRONMENTS else "for development"

    def _requirements_hash(self, name: str) -> str:
        digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
        for path in self.requirements(name):
            digest.update(path.read_bytes())
        return digest.hexdigest()


def _requirement_files() -> list[Path]:
    files = REQUIREMENTS_DIR.glob("requirements-*.txt")
    return [path for path in files if not path.stem.endswith("-nodeps")]


def _python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _site_packages(folder: Path) -> Path:
    found = [*folder.glob("lib/python*/site-packages"), *folder.glob("Lib/site-packages")]
    return found[0]


def _write_marker(folder: Path, requirements: str) -> None:
    content = {"requirements": requirements, "python": sys.version.split()[0]}
    (folder / MARKER).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _install_with_uv(uv: Path, target: Path, files: list[Path]) -> None:
    _run([uv, "venv", "-q", "--relocatable", "--python", sys.executable, target])
    for path in files:
        extra = ["--no-deps"] if path.stem.endswith("-nodeps") else []
        command: list[str | Path] = [uv, "pip", "install", "-q", "--compile-bytecode", "--python"]
        options = [*_index_options(), *extra]
        _run([*command, _python_in(target), *options, "-r", path])


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


def _install_with_pip(target: Path, files: list[Path]) -> None:
    _run([sys.executable, "-m", "venv", target])
    for path in files:
        extra = ["--no-deps"] if path.stem.endswith("-nodeps") else []
        _run([_python_in(target), "-m", "pip", "install", "-q", *extra, "-r", path])


def _run(command: list[str | Path]) -> None:
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
