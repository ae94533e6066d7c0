import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from cp_whisperx.media.process import run
from shared.paths import PROJECT_ROOT


def test_output_is_handed_on_in_pieces() -> None:
    pieces: list[bytes] = []
    outcome = run([sys.executable, "-c", "print('x' * 300_000)"], 30, pieces.append)
    assert b"".join(pieces) == b"x" * 300_000 + b"\n"
    assert max(map(len, pieces)) <= 1 << 16
    assert (outcome.returncode, outcome.timed_out, outcome.error_lines) == (0, False, 0)


@pytest.mark.parametrize("line_end", ["", "\\n"])
def test_ten_megabytes_of_stderr_neither_block_nor_fill_the_memory(line_end: str) -> None:
    script = f"import sys\nfor _ in range(10_000): sys.stderr.write('e' * 1023 + '{line_end}x')"
    outcome = run([sys.executable, "-c", script], 60)
    assert outcome.returncode == 0
    assert outcome.error_lines >= 10_000
    assert sum(map(len, outcome.errors)) <= 20_000


def test_a_child_that_takes_too_long_is_killed() -> None:
    began = time.monotonic()
    outcome = run([sys.executable, "-c", "import time; time.sleep(60)"], 0.5)
    assert outcome.timed_out
    assert outcome.returncode < 0
    assert time.monotonic() - began < 20


def test_a_program_that_is_not_there_is_an_os_error() -> None:
    with pytest.raises(OSError, match="no-such-program"):
        run(["/no-such-program"], 5)


def test_an_error_while_reading_leaves_no_child_behind() -> None:
    def refuse(chunk: bytes) -> None:
        raise ValueError(chunk)

    with pytest.raises(ValueError, match="hello"):
        run([sys.executable, "-uc", "import time; print('hello'); time.sleep(60)"], 60, refuse)
    assert not [c for c in psutil.Process().children() if "sleep(60)" in " ".join(c.cmdline())]


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
def test_the_child_dies_with_the_group_of_its_parent(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    child = f"import os,time; open({str(pid_file)!r},'w').write(str(os.getpid())); time.sleep(60)"
    parent = (
        "import sys; from cp_whisperx.media.process import run; "
        f"run([sys.executable, '-c', {child!r}], 60)"
    )
    command = [sys.executable, "-c", parent]
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, start_new_session=True)
    deadline = time.monotonic() + 20
    while not (pid_file.is_file() and pid_file.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    pid = int(pid_file.read_text())
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)
