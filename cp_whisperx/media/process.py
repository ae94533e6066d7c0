"""Runs a program to its end with bounded time and memory for what it says.

The child stays in its parent's process group, so that whatever ends the group ends it too.
"""

import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from shared.paths import PROJECT_ROOT

_KEPT_LINES = 20
_LONGEST_LINE = 1_000
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Outcome:
    """How a program ended.

    Attributes:
        returncode: Its exit status; negative for the number of the signal that killed it.
        timed_out: Whether it was killed for taking too long.
        errors: The last lines of its stderr.
        error_lines: How many lines there were in all.
    """

    returncode: int
    timed_out: bool
    errors: tuple[str, ...]
    error_lines: int


class _Tail:
    """Reads a stream to its end in a thread and keeps the last lines, cut to a length."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self.count = 0
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        # readline with a size: a child that never ends its line must not fill the memory.
        while line := self._stream.readline(_LONGEST_LINE):
            self.count += 1
            self.lines.append(line.decode("utf-8", errors="replace").rstrip())

    def join(self) -> None:
        self._thread.join(5.0)


@contextmanager
def _started(command: Sequence[str | Path]) -> Iterator[subprocess.Popen[bytes]]:
    """Starts a child without a shell; whatever happens, it is gone afterwards."""
    with subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=PROJECT_ROOT,
    ) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                child.kill()


def run(
    command: Sequence[str | Path],
    timeout: float,
    on_output: Callable[[bytes], None] | None = None,
) -> Outcome:
    """Runs a program and hands on what it writes to its standard output, piece by piece.

    Args:
        command: Program and arguments; no shell is involved.
        timeout: Seconds after which it is killed.
        on_output: Takes pieces of at most 64 KiB.

    Raises:
        OSError: If the program cannot be started.
    """
    late = threading.Event()
    with _started(command) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        tail = _Tail(child.stderr)

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(timeout, stop)
        timer.daemon = True
        timer.start()
        try:
            _pass_on(child.stdout, on_output)
            child.wait()
        finally:
            timer.cancel()
        tail.join()
    return Outcome(child.returncode, late.is_set(), tuple(tail.lines), tail.count)


def _pass_on(stream: IO[bytes], on_output: Callable[[bytes], None] | None) -> None:
    # read1 returns what there is instead of waiting for a full chunk.
    while chunk := stream.read1(_CHUNK):  # type: ignore[attr-defined]
        if on_output is not None:
            on_output(chunk)
