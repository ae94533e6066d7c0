"""Copies of installed packages that a test may damage."""

import shutil
from importlib.metadata import distribution
from pathlib import Path

import pytest


def installed_copy(name: str, file: str, site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Installs one file of a distribution, with its record, in a folder that is looked at first.

    Args:
        name: The distribution's name.
        file: The file, as the distribution's record has it.
        site: The folder; it is made.
        monkeypatch: Takes the folder out of the path at the test's end.

    Returns:
        Where the copy of the file lies.
    """
    original = distribution(name)
    target = site / file
    target.parent.mkdir(parents=True)
    shutil.copy(Path(str(original.locate_file(file))), target)
    for row in original.files or []:
        path = Path(str(row.locate()))
        if row.parts[0].endswith(".dist-info") and path.is_file():
            (site / row).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, site / row)
    monkeypatch.syspath_prepend(str(site))
    return target


def flip_a_bit(path: Path) -> None:
    """Damages a file in its middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
