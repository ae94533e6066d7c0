"""One run of a job at a time; a lock dies with its process."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.errors import ResourceUnavailableError
from shared.job_lock import LOCK_NAME, job_lock
from shared.paths import PROJECT_ROOT

HOLD = """
import sys, time
from pathlib import Path
from shared.job_lock import job_lock
with job_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_is_held_by_one_and_given_back(tmp_path: Path) -> None:
    with job_lock(tmp_path), pytest.raises(ResourceUnavailableError, match="being run"):
        with job_lock(tmp_path):
            pytest.fail("two hold the lock")
    with job_lock(tmp_path):
        assert (tmp_path / LOCK_NAME).is_file()


def test_another_process_is_named_and_its_death_frees_the_job(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ResourceUnavailableError, match=f"process {holder.pid}"):
            with job_lock(tmp_path):
                pytest.fail("two hold the lock")
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    with job_lock(tmp_path):
        pass
