"""Processes that live and die together: groups, limits, and a worker that outlives no parent."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import psutil

from shared.json_lines import LineChannel
from shared.paths import PROJECT_ROOT

STDERR_LINES = 200
_LONGEST_LINE = 2_000
QUIT_SECONDS = 10.0
# An order to stop is carried out within ten seconds, whatever the child is at.
TERM_SECONDS = 5.0


def end_with_parent() -> None:
    """Kills this process's whole group; called when the parent's end of the pipe closes."""
    if sys.platform == "win32":
        for child in psutil.Process().children(recursive=True):
            child.kill()
        os._exit(1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def requests_of(channel: LineChannel) -> Iterator[dict[str, Any]]:
    """Yields a parent's requests until it says quit; if it vanishes, this group dies at once.

    Reading happens in a thread of its own, so that a parent's death is seen in the midst of work.
    """
    waiting: queue.Queue[dict[str, Any]] = queue.Queue()

    def read() -> None:
        for request in channel.receive():
            waiting.put(request)
            if request.get("quit"):
                return
        end_with_parent()

    threading.Thread(target=read, daemon=True).start()
    while not (request := waiting.get()).get("quit"):
        yield request


class ManagedProcess:
    """A child in a group of its own, with line-buffered pipes and a bounded record of its stderr.

    Args:
        command: Program and arguments.
        environment: Its environment variables; this process's if left out.
    """

    def __init__(
        self, command: Sequence[str | Path], environment: dict[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=PROJECT_ROOT,
            env=environment,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self.errors: deque[str] = deque(maxlen=STDERR_LINES)
        self._drain = threading.Thread(target=self._read_errors, daemon=True)
        self._drain.start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def stdin(self) -> IO[str]:
        """Where the child reads."""
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def stdout(self) -> IO[str]:
        """Where the child writes."""
        assert self._process.stdout is not None
        return self._process.stdout

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        # readline with a size: a child that writes no line ends must not fill the memory.
        while line := self._process.stderr.readline(_LONGEST_LINE):
            self.errors.append(line.rstrip())

    def returncode(self) -> int | None:
        """The exit status, or None while it runs; negative for a signal's number."""
        return self._process.poll()

    def memory_mb(self) -> float:
        """Resident memory of the child and all below it, in MB."""
        total = 0
        with contextlib.suppress(psutil.Error):
            parent = psutil.Process(self.pid)
            for process in [parent, *parent.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    total += process.memory_info().rss
        return total / 1e6

    def wait(self, seconds: float) -> bool:
        """Waits for the end; returns whether it came in time."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        self._drain.join(1.0)
        return True

    def close(self, ask: Callable[[], None] | None = None) -> None:
        """Ends the child: asks, then SIGTERM, then SIGKILL to what is left of its group."""
        if ask is not None and self.returncode() is None:
            with contextlib.suppress(OSError, ValueError):
                ask()
            self.wait(QUIT_SECONDS)
        if self.returncode() is None:
            self.signal_group(signal.SIGTERM)
            self.wait(TERM_SECONDS)
        self.kill()

    def kill(self) -> None:
        """Kills the child's whole group at once, also what outlived the child itself."""
        self.signal_group(getattr(signal, "SIGKILL", signal.SIGTERM))
        self.wait(TERM_SECONDS)

    def signal_group(self, number: int) -> None:
        """Sends a signal to the child and all below it."""
        with contextlib.suppress(ProcessLookupError, psutil.Error):
            if sys.platform == "win32":
                for process in psutil.Process(self.pid).children(recursive=True):
                    process.terminate()
                self._process.terminate()
            else:
                os.killpg(self.pid, number)

    def tail(self, lines: int = 5) -> str:
        """Returns the last lines the child wrote to its stderr."""
        return "\n".join(list(self.errors)[-lines:])
