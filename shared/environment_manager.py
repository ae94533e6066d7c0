"""The eight environments: one virtual environment for each component, built when it is needed.

An environment is built in a temporary place, checked by importing what it is for, and moved in; a
broken one is rebuilt. Standard library alone: this runs on a bare Python, before anything is
installed.
"""

import hashlib
import json
import shutil
import sys
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from shared.errors import ConfigurationError, DependencyFailedError
from shared.job_lock import LOCK_NAME, waiting_lock
from shared.package_installer import PackageInstaller, python_in, run_setup, site_packages
from shared.paths import PROJECT_ROOT, REQUIREMENTS_DIR, VENV_DIR

MARKER = ".cp-whisperx.json"
OLDEST_PYTHON = (3, 11)
_SAY_NOTHING: Callable[[str], None] = lambda _text: None  # noqa: E731


@dataclass(frozen=True)
class Environment:
    """One environment.

    Attributes:
        purpose: One line.
        imports: Modules that must import for it to count as whole.
        without: Files of its packages that are taken out after installing, as patterns below
            `site-packages`.
    """

    name: str
    purpose: str
    imports: tuple[str, ...]
    without: tuple[str, ...] = ()


# torchaudio's compiled part loads beside a CUDA build of torch alone, and only beside one of its
# own CUDA version. Its Python part does all that is used here, and works on every machine once
# there is no compiled part to load.
_TORCHAUDIO_COMPILED = ("torchaudio/lib/*.so", "torchaudio/lib/*.pyd")


_ROWS = (
    Environment(
        "common", "Kernel, media, voice activity, subtitles, muxing",
        ("pydantic", "psutil", "numpy", "av", "imageio_ffmpeg", "onnxruntime", "pocketsphinx",
         "pysubs2", "guessit", "httpx", "rich"),
    ),
    Environment(
        "whisperx", "Whisper recognition on CUDA and CPU", ("faster_whisper", "whisperx.asr"),
        without=_TORCHAUDIO_COMPILED,
    ),
    Environment("mlx", "Whisper recognition on Apple Silicon", ("mlx_whisper",)),
    Environment(
        "pyannote", "Voice activity and diarization by pyannote", ("pyannote.audio", "scipy"),
        without=_TORCHAUDIO_COMPILED,
    ),
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
        self._installer = PackageInstaller(venv_dir / ".uv", say)

    def path(self, name: str) -> Path:
        """Returns an environment's folder."""
        return self._venv_dir / name

    def python(self, name: str) -> Path:
        """Returns an environment's Python."""
        return python_in(self.path(name))

    def requirements(self, name: str) -> list[Path]:
        """Returns an environment's requirement files.

        `-cuda` ones are for machines with an NVIDIA card, `-nodeps` ones go without dependencies.

        Raises:
            ConfigurationError: If there is no such environment or it has no requirements yet.
        """
        files = [REQUIREMENTS_DIR / f"requirements-{name}.txt"]
        if not files[0].is_file():
            available = sorted(p.stem.removeprefix("requirements-") for p in _requirement_files())
            raise ConfigurationError(
                f"There is no environment {name!r}.", f"There are: {', '.join(available)}."
            )
        further = (["cuda"] if shutil.which("nvidia-smi") else []) + ["nodeps"]
        files += [REQUIREMENTS_DIR / f"requirements-{name}-{kind}.txt" for kind in further]
        return [path for path in files if path.is_file()]

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
            self._installer.install(temporary, files)
            _add_project(temporary)
            _take_out(temporary, ENVIRONMENTS[name].without if name in ENVIRONMENTS else ())
            problem = self._import_error(temporary, name)
            if problem:
                raise DependencyFailedError(f"The environment {name} does not work: {problem}.")
            _write_marker(temporary, self._requirements_hash(name))
            self._move_in(temporary, name)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def add(self, name: str, *packages: str) -> None:
        """Installs further packages into an environment that is ready, such as test tools."""
        self._installer.add(self.python(name), *packages)

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
            run_setup([python_in(folder), "-c", code])
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
    return [path for path in files if not path.stem.endswith(("-nodeps", "-cuda"))]


def _add_project(folder: Path) -> None:
    """Makes the project's own packages known to the environment's Python, wherever it starts."""
    path = site_packages(folder) / "cp_whisperx_root.pth"
    path.write_text(f"{PROJECT_ROOT}\n", encoding="utf-8")


def _take_out(folder: Path, patterns: tuple[str, ...]) -> None:
    site = site_packages(folder)
    for path in [found for pattern in patterns for found in site.glob(pattern)]:
        path.unlink()


def _write_marker(folder: Path, requirements: str) -> None:
    content = {"requirements": requirements, "python": sys.version.split()[0]}
    (folder / MARKER).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
