"""One run of a job at a time; a lock dies with its process."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.errors import ResourceUnavailableError
from shared.job_lock import LOCK_NAME, is_held, job_lock
from shared.paths import PROJECT_ROOT

HOLD = """
import sys, time
from pathlib import Path
from shared.job_lock import job_lock
with job_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def must_be_refused(job_dir: Path, words: str) -> None:
    with pytest.raises(ResourceUnavailableError, match=words), job_lock(job_dir):
        pytest.fail("two hold the lock")


def test_a_lock_is_held_by_one_and_given_back(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    with job_lock(tmp_path):
        assert is_held(tmp_path)
        must_be_refused(tmp_path, "being run")
    assert not is_held(tmp_path)
    with job_lock(tmp_path):
        assert (tmp_path / LOCK_NAME).is_file()


def test_another_process_is_named_and_its_death_frees_the_job(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        must_be_refused(tmp_path, f"process {holder.pid}")
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    with job_lock(tmp_path):
        pass
