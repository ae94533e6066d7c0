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
                    os.truncate(half_written, os.path.getsize(half_written) // 2)
                os.kill(os.getpid(), signal.SIGKILL)


def watch(points: Points) -> None:
    """Puts the points into the functions that touch the disk and start programs."""
    fsync, rename, replace = os.fsync, os.rename, os.replace
    spawn = subprocess.Popen.__init__

    def counted_fsync(descriptor: int) -> None:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if points.counts(path):
            if os.path.isfile(path):
                points.reach(f"half written {path}", half_written=path)
            points.reach(f"fsync {path}")
        fsync(descriptor)

    def counted_move(move, source, target, **options):
        counted = points.counts(target)
        if counted:
            points.reach(f"rename to {target}")
        move(source, target, **options)
        if counted:
            points.reach(f"renamed to {target}")

    def counted_spawn(self, arguments, *rest, **options):
        points.reach(f"spawn {arguments}")
        spawn(self, arguments, *rest, **options)
        points.reach(f"spawned {arguments}")

    def audit(event: str, arguments: tuple) -> None:
        if event == "open" and isinstance(arguments[2], int):
            if arguments[2] & _WRITING and points.counts(arguments[0]):
                points.reach(f"open {os.fsdecode(arguments[0])}")
        elif event == "os.mkdir" and points.counts(arguments[0]):
            if not os.path.isdir(arguments[0]):
                points.reach(f"mkdir {os.fsdecode(arguments[0])}")
        elif event == "os.remove" and points.counts(arguments[0]):
            if os.path.lexists(arguments[0]):
                points.reach(f"remove {os.fsdecode(arguments[0])}")

    os.fsync = counted_fsync
    os.rename = lambda source, target, **options: counted_move(rename, source, target, **options)
    os.replace = lambda source, target, **options: counted_move(replace, source, target, **options)
    subprocess.Popen.__init__ = counted_spawn
    sys.addaudithook(audit)


_who = os.environ.get("CPW_KILL_WHO", "")
if _who and any(_who in word for word in sys.orig_argv):
    watch(
        Points(
            os.environ["CPW_KILL_UNDER"],
            int(os.environ["CPW_KILL_AT"]),
            os.environ["CPW_KILL_LOG"],
        )
    )
