"""The environment of other tools that ours is compared with, built when it is first needed."""

import shutil
import subprocess
import sys
from pathlib import Path

from shared.paths import PROJECT_ROOT
from shared.variables import variable

_FOLDER = PROJECT_ROOT / "venv" / "quality-peers"
_PACKAGES = ("torch==2.13.0", "numpy", "tqdm", "subtitle-edit-rate==0.4.0")
# Only their writers are used: what they recognise with would be gigabytes.
_WITHOUT_DEPENDENCIES = ("torchaudio==2.11.0", "whisperx==3.8.6", "stable-ts-whisperless==2.19.1")


def peers_python() -> Path:
    """Returns the Python that has whisperX, stable-ts and SubER, building it if need be.

    Raises:
        subprocess.CalledProcessError: If the packages cannot be had.
    """
    python = _FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = _FOLDER / "packages.txt"
    wanted = "\n".join([*_PACKAGES, *_WITHOUT_DEPENDENCIES])
    if done.is_file() and done.read_text(encoding="utf-8") == wanted and python.is_file():
        return python
    shutil.rmtree(_FOLDER, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", _FOLDER], check=True)
    _install(python, _PACKAGES)
    _install(python, ("--no-deps", *_WITHOUT_DEPENDENCIES))
    # Linked to CUDA in the registry's build, and not wanted: its Python suffices.
    for library in _FOLDER.rglob("site-packages/torchaudio/lib/*.so"):
        library.unlink()
    done.write_text(wanted, encoding="utf-8")
    return python


def _install(python: Path, packages: tuple[str, ...]) -> None:
    links = variable("PIP_FIND_LINKS")
    found = ["--find-links", links] if links else []
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(python), *found, *packages]
    else:
        command = [str(python), "-m", "pip", "install", "--quiet", *found, *packages]
    subprocess.run(command, check=True)
