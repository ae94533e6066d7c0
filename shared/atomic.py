"""Files that are either complete or not there.

A file is written under a unique temporary name beside its place, fsynced, and renamed.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Folder within a stage's, with what it has done so far; gone once the stage has succeeded.
UNFINISHED = "unfinished"
_MEMORY_NOTE = "memory"
_CHUNK = 1 << 20


def fsync_path(path: Path) -> None:
    """Forces a file's or folder's content to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        # Some file systems refuse to sync a folder; the rename itself still is atomic.
        if not path.is_dir():
            raise
    finally:
        os.close(descriptor)


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Gives a temporary path to write to; on success it becomes `path`, else it is removed.

    The temporary name keeps the suffix, because tools such as ffmpeg choose a format by it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".tmp-{uuid.uuid4().hex[:12]}{path.suffix}")
    try:
        yield temporary
        fsync_path(temporary)
        temporary.replace(path)
        fsync_path(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Writes a whole file atomically."""
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    """Writes a whole UTF-8 file atomically; line ends stay as they are on every platform."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> None:
    """Writes a value as indented UTF-8 JSON, atomically."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def sha256_of(path: Path) -> str:
    """Returns the hex SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def remove_stale(folder: Path) -> None:
    """Removes temporary files and folders that a killed process left in a folder."""
    for path in list(folder.rglob(".tmp-*")):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def memory_failures(stage_dir: Path) -> int:
    """Returns how often memory gave out in the work that a stage goes on with."""
    note = stage_dir / UNFINISHED / _MEMORY_NOTE
    return len(note.read_bytes()) if note.is_file() else 0


def note_memory_failure(stage_dir: Path) -> None:
    """Notes that memory gave out once more, so that the next attempt takes less at once."""
    note = stage_dir / UNFINISHED / _MEMORY_NOTE
    note.parent.mkdir(parents=True, exist_ok=True)
    with note.open("ab") as stream:
        stream.write(b".")


def remove_unfinished(stage_dir: Path) -> None:
    """Removes what a stage kept to go on with after a kill."""
    shutil.rmtree(stage_dir / UNFINISHED, ignore_errors=True)
