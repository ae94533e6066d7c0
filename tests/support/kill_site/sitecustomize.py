"""Kills its own process at the Nth point where it touches the disk or starts a program.

Python imports this module at start-up wherever its folder is on PYTHONPATH, so no code of the
project knows of it. For tests alone. Variables:

CPW_KILL_WHO: A word of the command line of the processes that count; others are left alone.
CPW_KILL_UNDER: Folder whose files count.
CPW_KILL_AT: Number of the point to die at, from 1; 0 only counts.
CPW_KILL_LOG: File that gets a line for each point reached.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Points:
    """Counts points and dies at the chosen one."""

    def __init__(self, under: str, at: int, log: str) -> None:
        self._under = os.path.realpath(under) + os.sep
        self._at = at
        self._count = 0
        self._lock = threading.RLock()
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def counts(self, path: object) -> bool:
        """Whether a path is one of those that are watched."""
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return os.fsdecode(path).startswith(self._under)

    def reach(self, label: str, half_written: str = "") -> None:
        """Notes a point; at the chosen one the process is gone before this returns."""
        with self._lock:
            self._count += 1
            os.write(self._log, f"{self._count} {label}\n".encode())
            if self._count == self._at:
                if half_written:
                    os.truncate(half_written, Path(half_written).stat().st_size // 2)
                os.kill(os.getpid(), signal.SIGKILL)


def watch_syncs(points: Points) -> None:
    """Puts points before each sync: the file may be whole by then, or half written."""
    fsync = os.fsync

    def counted(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if points.counts(path):
            if path.is_file():
                points.reach(f"half written {path}", half_written=str(path))
            points.reach(f"fsync {path}")
        fsync(descriptor)

    vars(os)["fsync"] = counted


def watch_moves(points: Points, name: str) -> None:
    """Puts a point before and after each renaming."""
    move = getattr(os, name)

    def counted(source: str, target: str, **options: Any) -> None:
        counts = points.counts(target)
        if counts:
            points.reach(f"rename to {target}")
        move(source, target, **options)
        if counts:
            points.reach(f"renamed to {target}")

    setattr(os, name, counted)


def watch_spawns(points: Points) -> None:
    """Puts a point before and after each start of a program."""
    spawn = subprocess.Popen.__init__

    def counted(self: Any, arguments: Any, *rest: Any, **options: Any) -> None:
        points.reach(f"spawn {arguments}")
        spawn(self, arguments, *rest, **options)
        points.reach(f"spawned {arguments}")

    # Every name by which the class is known must see it.
    type.__setattr__(subprocess.Popen, "__init__", counted)


def _changes_something(event: str, path: Any) -> bool:
    """Whether a folder is not there yet, or a file is there to be removed."""
    return os.path.lexists(path) == (event == "os.remove")


def watch_names(points: Points) -> None:
    """Puts a point before each file or folder that is made and each that is removed."""

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        path: Any = arguments[0] if arguments else None
        made = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        named = made or event in ("os.mkdir", "os.remove")
        if named and points.counts(path) and (made or _changes_something(event, path)):
            points.reach(f"{event} {os.fsdecode(path)}")

    sys.addaudithook(audit)


_who = os.environ.get("CPW_KILL_WHO", "")
if _who and any(_who in word for word in sys.orig_argv):
    _points = Points(
        os.environ["CPW_KILL_UNDER"], int(os.environ["CPW_KILL_AT"]), os.environ["CPW_KILL_LOG"]
    )
    watch_syncs(_points)
    watch_moves(_points, "rename")
    watch_moves(_points, "replace")
    watch_spawns(_points)
    watch_names(_points)
