"""Keeps what was recognised while the work goes on, so that a killed run goes on where it stopped.

A journal is a file of lines, each one JSON value after its checksum. The first line says what the
results depend on: a journal that says something else is discarded. Each later line holds the
results of one batch and is on the disk before the next batch begins. A line that was torn by the
kill, and what follows it, is dropped.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from shared.atomic import write_bytes

_DIGITS = 16


class Journal:
    """Results by the name of what was done. This one keeps nothing: for work that is short."""

    def get(self, name: str) -> Any:
        """Returns a result that an earlier run left, or None."""
        del name

    def put(self, results: Mapping[str, Any]) -> None:
        """Keeps results, plain JSON values that are no None, together or not at all."""
        del results

    def close(self) -> None:
        """Lets go of the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class FileJournal(Journal):
    """A journal in a file.

    Args:
        path: The file; it need not exist.
        facts: All that the results depend on, plain JSON values.
    """

    def __init__(self, path: Path, facts: Mapping[str, Any]) -> None:
        header = _line({"facts": facts})
        whole = _whole_lines(path)
        if whole[:1] != [header]:
            whole = [header]
            write_bytes(path, header)
        self._known: dict[str, Any] = {}
        for line in whole[1:]:
            self._known |= _value(line)
        self._stream: BinaryIO = path.open("r+b")
        self._stream.truncate(sum(map(len, whole)))
        self._stream.seek(0, os.SEEK_END)

    def get(self, name: str) -> Any:
        """Returns a result that an earlier run left, or None."""
        return self._known.get(name)

    def put(self, results: Mapping[str, Any]) -> None:
        """Appends results as one line, which is on the disk when this returns."""
        self._stream.write(_line(results))
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Closes the file, which stays."""
        self._stream.close()


class Journals:
    """The journals of one run of a stage, which may hear the same audio in several ways.

    Args:
        folder: Folder that is theirs alone.
        key: Names the inputs, settings and code of the stage; journals of another key are removed.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder / _digest(key.encode())
        self._key = key
        for other in folder.iterdir() if folder.is_dir() else ():
            if other != self._folder:
                shutil.rmtree(other)

    def open(self, facts: Mapping[str, Any]) -> Journal:
        """Opens the journal of one piece of work.

        Args:
            facts: What the work is, apart from the key; plain JSON values.
        """
        known = {"key": self._key, **facts}
        name = _digest(json.dumps(known, sort_keys=True).encode())
        return FileJournal(self._folder / f"{name}.jsonl", known)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def _line(value: Mapping[str, Any]) -> bytes:
    # Keys stay in their order: what is resumed must be written out as it would have been.
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{_digest(body)} ".encode() + body + b"\n"


def _value(line: bytes) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(line[_DIGITS + 1 :])
    return value


def _whole_lines(path: Path) -> list[bytes]:
    """Returns a file's lines up to the first that is torn or changed."""
    lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    return list(_until_damaged(lines))


def _until_damaged(lines: Iterable[bytes]) -> Iterable[bytes]:
    for line in lines:
        body = line[_DIGITS + 1 :].rstrip(b"\n")
        if not line.endswith(b"\n") or line[: _DIGITS + 1] != f"{_digest(body)} ".encode():
            return
        yield line
