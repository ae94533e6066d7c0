"""Workers: kept warm, limited in time and memory, never left behind."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from shared import processes, worker_pool
from shared.environment_manager import EnvironmentManager
from shared.errors import (
    CancelledByUserError,
    DependencyFailedError,
    OutOfMemoryError,
    PipelineError,
)
from shared.worker_pool import Limits, Worker, WorkerPool

FAKE = Path(__file__).resolve().parents[2] / "support" / "fake_worker.py"
LONG = Limits(seconds=60.0)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a worker that is known not to obey."""
    monkeypatch.setattr(processes, "TERM_SECONDS", 0.5)
    monkeypatch.setattr(worker_pool, "_MEMORY_EVERY_SECONDS", 0.1)


def worker(how: str) -> Worker:
    return Worker("test", [sys.executable, FAKE, how])


def run(
    made: Worker,
    job_dir: Path,
    limits: Limits = LONG,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[int, list[float]]:
    shares: list[float] = []
    code = made.run("demux", job_dir, lambda share, _text: shares.append(share), limits, cancelled)
    return code, shares


def test_parameters_of_the_command_line_reach_the_worker(tmp_path: Path) -> None:
    made = Worker("test", [sys.executable, FAKE, "well"], 3, {"LOG_LEVEL": "DEBUG"})
    variables = psutil.Process(made._process.pid).environ()
    assert (variables["LOG_LEVEL"], variables["OMP_NUM_THREADS"]) == ("DEBUG", "3")
    made.close()


def test_a_stage_runs_and_the_worker_stays_warm(tmp_path: Path) -> None:
    made = worker("well")
    assert run(made, tmp_path) == (0, [0.5])
    assert run(made, tmp_path) == (0, [0.5])
    made.close()
    assert not made.alive


def test_an_exit_code_comes_back(tmp_path: Path) -> None:
    made = worker("fail")
    assert run(made, tmp_path)[0] == 7
    made.close()


def test_a_crash_is_told_with_the_last_words(tmp_path: Path) -> None:
    made = worker("crash")
    with pytest.raises(PipelineError, match="ended unexpectedly"):
        run(made, tmp_path)
    assert "the last words" in made.errors


def test_a_kill_is_taken_for_want_of_memory(tmp_path: Path) -> None:
    with pytest.raises(OutOfMemoryError, match="was killed"):
        run(worker("die"), tmp_path)


def test_ten_megabytes_of_stderr_neither_block_nor_fill_memory(tmp_path: Path) -> None:
    made = worker("chatter")
    assert run(made, tmp_path)[0] == 0
    made.close()
    assert len(made.errors) < 100_000
    assert "end of chatter" in made.errors


def test_a_hanging_stage_is_stopped_at_its_time_limit(tmp_path: Path) -> None:
    made = worker("hang")
    with pytest.raises(PipelineError, match="took longer than 1 s"):
        run(made, tmp_path, Limits(seconds=1.0))
    assert not made.alive


def test_a_stage_that_reports_without_pause_is_stopped_at_its_time_limit(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="took longer than 1 s"):
        run(worker("busy"), tmp_path, Limits(seconds=1.0))


def test_a_stage_that_reports_without_pause_can_be_cancelled(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(CancelledByUserError):
        run(worker("busy"), tmp_path, cancelled=lambda: time.monotonic() > began + 0.5)
    assert time.monotonic() - began < 10.0


def test_a_stage_that_ignores_sigterm_and_forks_is_killed_with_its_group(tmp_path: Path) -> None:
    made = worker("stubborn")
    began = time.monotonic()
    with pytest.raises(CancelledByUserError):
        run(made, tmp_path, cancelled=(tmp_path / "child").exists)
    assert time.monotonic() - began < 10.0
    assert gone(tmp_path / "child")
    assert not made.alive


def gone(pid_file: Path) -> bool:
    """Whether a process has died; a killed one takes a moment on a busy machine."""
    pid = int(pid_file.read_text())
    deadline = time.monotonic() + 5.0
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_worker_that_dies_takes_along_what_it_started(tmp_path: Path) -> None:
    with pytest.raises(OutOfMemoryError, match="was killed"):
        run(worker("orphan"), tmp_path)
    assert gone(tmp_path / "child")


def test_a_worker_that_ends_in_good_order_leaves_no_child_that_ignores_sigterm(
    tmp_path: Path,
) -> None:
    with pytest.raises(CancelledByUserError):
        run(worker("careless"), tmp_path, cancelled=(tmp_path / "child").exists)
    assert gone(tmp_path / "child")


def test_a_worker_that_died_while_idle_is_an_error_not_a_broken_pipe(tmp_path: Path) -> None:
    made = worker("well")
    assert run(made, tmp_path)[0] == 0
    psutil.Process(made._process.pid).kill()
    with pytest.raises(OutOfMemoryError, match="was killed"):
        run(made, tmp_path)


def test_a_stage_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    made = worker("greedy")
    with pytest.raises(OutOfMemoryError, match="more than 150 MB"):
        run(made, tmp_path, Limits(seconds=60.0, memory_mb=150))


def test_a_worker_that_does_not_come_up_says_why() -> None:
    with pytest.raises(DependencyFailedError, match="cannot import what it needs"):
        worker("stillborn")


def test_a_worker_that_never_greets_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "_START_SECONDS", 0.5)
    with pytest.raises(DependencyFailedError, match=r"said nothing for 0\.5 s"):
        worker("mute")


class OneEnvironment(EnvironmentManager):
    """Offers this very Python as the environment, and counts the rebuilds."""

    def __init__(self, tmp_path: Path) -> None:
        super().__init__(tmp_path)
        self.built = 0

    def ensure(self, name: str) -> Path:
        return Path(sys.executable)

    def build(self, name: str) -> None:
        self.built += 1


def test_the_pool_lends_the_same_worker_again(tmp_path: Path) -> None:
    with WorkerPool(OneEnvironment(tmp_path), LONG) as pool:
        with pool.worker("common") as first:
            pass
        with pool.worker("common") as second:
            assert second is first
            with pool.worker("common") as third:
                assert third is not first
    assert not first.alive
    assert not third.alive


def test_the_pool_does_not_take_back_the_dead(tmp_path: Path) -> None:
    with WorkerPool(OneEnvironment(tmp_path), LONG) as pool:
        with pool.worker("common") as first:
            first.stop()
        with pool.worker("common") as second:
            assert second is not first
