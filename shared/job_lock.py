"""One run of a job at a time. The lock dies with its process; no stale lock is left."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from shared.errors import ResourceUnavailableError

LOCK_NAME = ".lock"


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
