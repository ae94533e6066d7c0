"""One run of a job, one build of an environment at a time.

A lock dies with its process; no stale lock is left. Standard library alone.
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from shared.errors import ResourceUnavailableError

LOCK_NAME = ".lock"
_POLL_SECONDS = 0.2


def _try_lock(stream: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def job_lock(job_dir: Path) -> Iterator[None]:
    """Holds a job's lock.

    Raises:
        ResourceUnavailableError: If another process runs the job.
    """
    path = job_dir / LOCK_NAME
    with path.open("a+", encoding="utf-8") as stream:
        if not _try_lock(stream):
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise ResourceUnavailableError(
                f"The job in {job_dir} is being run by another process ({holder}).",
                "Wait until it has ended; ./run-pipeline.sh --status shows how far it is.",
            )
        stream.seek(0)
        stream.truncate()
        stream.write(f"process {os.getpid()}")
        stream.flush()
        yield


def is_held(job_dir: Path) -> bool:
    """Whether a process runs the job at this moment; a folder that is not there is not run."""
    try:
        with (job_dir / LOCK_NAME).open("r+", encoding="utf-8") as stream:
            return not _try_lock(stream)
    except OSError:
        return False


@contextlib.contextmanager
def waiting_lock(path: Path, tell: Callable[[], None]) -> Iterator[None]:
    """Holds a lock, waiting for whoever holds it now.

    Args:
        path: The lock's file.
        tell: Is called once if there is somebody to wait for.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as stream:
        if not _try_lock(stream):
            tell()
            while not _try_lock(stream):
                time.sleep(_POLL_SECONDS)
        yield
