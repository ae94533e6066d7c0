"""JSON lines between a parent and a worker over the worker's standard input and output.

The worker claims both: what libraries print goes to standard error, and children inherit neither.
"""

import json
import os
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any


class LineChannel:
    """Sends and receives JSON objects, one a line; sending is safe from several threads."""

    def __init__(self, reader: IO[str], writer: IO[str]) -> None:
        self._reader = reader
        self._writer = writer
        self._lock = threading.Lock()

    def send(self, **message: Any) -> None:
        """Sends one object."""
        line = json.dumps(message, ensure_ascii=False)
        with self._lock:
            self._writer.write(line + "\n")
            self._writer.flush()

    def receive(self) -> Iterator[dict[str, Any]]:
        """Yields objects until the other side closes; other lines are passed over."""
        for line in self._reader:
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if isinstance(message, dict):
                yield message


def claim_standard_streams() -> LineChannel:
    """Takes standard input and output for the protocol and gives the process harmless ones."""
    reader = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
    writer = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    sys.stdin = os.fdopen(0, "r", closefd=False)
    return LineChannel(reader, writer)
