"""Processes live and die together."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from shared.processes import ManagedProcess

PARENT = """
import subprocess, sys, time
from shared.processes import ManagedProcess
child = ManagedProcess([sys.executable, "-c", sys.argv[1]])
print(child.pid, flush=True)
time.sleep(600)
"""
CHILD = """
import subprocess, sys, time
from shared.json_lines import claim_standard_streams
from shared.processes import requests_of
grandchild = subprocess.Popen(["sleep", "600"])
open(PATH, "w").write(str(grandchild.pid))
for request in requests_of(claim_standard_streams()):
    pass
"""


def wait_for(condition: Callable[[], object], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_when_the_parent_is_killed_children_and_grandchildren_die(tmp_path: Path) -> None:
    path = tmp_path / "grandchild"
    code = CHILD.replace("PATH", repr(str(path)))
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, code], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert wait_for(lambda: path.exists() and path.read_text())
    parent.kill()
    parent.wait()
    assert wait_for(lambda: gone(child))
    assert wait_for(lambda: gone(int(path.read_text())))


def test_memory_and_exit_status_are_seen() -> None:
    process = ManagedProcess([sys.executable, "-c", "import sys; sys.stdin.read(); sys.exit(5)"])
    assert process.memory_mb() > 0.5
    assert process.returncode() is None
    process.stdin.close()
    assert process.wait(10.0)
    assert process.returncode() == 5
    assert process.memory_mb() == 0


def test_the_last_lines_of_stderr_are_kept() -> None:
    code = "import sys\nfor i in range(5000): sys.stderr.write(f'line {i}\\n')"
    process = ManagedProcess([sys.executable, "-c", code])
    assert process.wait(20.0)
    assert process.tail(2) == "line 4998\nline 4999"
    assert len(process.errors) == 200


def test_asking_comes_before_signals() -> None:
    process = ManagedProcess(
        [sys.executable, "-c", "import sys; sys.stdin.readline(); sys.exit(3)"]
    )
    process.close(ask=lambda: print("quit", file=process.stdin, flush=True))
    assert process.returncode() == 3
