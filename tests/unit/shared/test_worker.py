"""The real worker process: runs stages on request, stops when told, dies with its parent."""

import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.json_lines import LineChannel
from shared.processes import ManagedProcess
from shared.variables import variables
from tests.support.jobs import make_job, manifest_of
from tests.support.raw_server import raw_server


class RealWorker:
    """A worker on this Python, spoken to as the pipeline does."""

    def __init__(self, **environment: str) -> None:
        base = {name: value for name, value in variables().items() if name != "TMDB_API_KEY"}
        command = [sys.executable, "-m", "shared.worker"]
        self.process = ManagedProcess(command, base | environment)
        self._channel = LineChannel(self.process.stdout, self.process.stdin)
        self._answers = self._channel.receive()
        self.greeting = next(self._answers)

    def ask(self, **request: Any) -> None:
        """Sends a request and does not wait."""
        self._channel.send(**request)

    def run(self, stage: str, job_dir: Path) -> list[dict[str, Any]]:
        """Runs a stage; returns all answers, the exit code last."""
        self.ask(stage=stage, job_dir=str(job_dir))
        return self.rest()

    def said_in_time(self, text: str) -> bool:
        """Whether a text comes on standard error, which is read apart from the answers."""
        until = time.monotonic() + 10.0
        while text not in self.process.tail() and time.monotonic() < until:
            time.sleep(0.01)
        return text in self.process.tail()

    def rest(self) -> list[dict[str, Any]]:
        """Returns the answers up to the next exit code."""
        answers = []
        for answer in self._answers:
            answers.append(answer)
            if "exit_code" in answer:
                break
        return answers


@pytest.fixture
def start() -> Iterator[Callable[..., RealWorker]]:
    made: list[RealWorker] = []

    def start_one(**environment: str) -> RealWorker:
        made.append(RealWorker(**environment))
        return made[-1]

    yield start_one
    for worker in made:
        worker.process.kill()


Start = Callable[..., RealWorker]


def test_it_says_that_it_is_ready_and_quits_when_asked(start: Start) -> None:
    worker = start()
    assert worker.greeting == {"ready": True}
    worker.ask(quit=True)
    assert worker.process.wait(10.0)
    assert worker.process.returncode() == 0


def test_one_process_runs_stage_after_stage(start: Start, tmp_path: Path) -> None:
    worker = start()
    skipped = make_job(tmp_path / "a", tmdb_enabled="false")
    assert worker.run("tmdb", skipped)[-1] == {"exit_code": 0}
    assert manifest_of(skipped, "tmdb").status == "skipped"
    loading = make_job(tmp_path / "b", cache_dir=tmp_path / "cache")
    assert worker.run("glossary_load", loading)[-1] == {"exit_code": 0}
    assert manifest_of(loading, "glossary_load").status == "success"


def test_a_failing_stage_gives_its_exit_code_and_the_worker_lives_on(
    start: Start, tmp_path: Path
) -> None:
    worker = start()
    failing = make_job(tmp_path / "a")
    assert worker.run("demux", failing)[-1]["exit_code"] == 2
    assert "film.mkv" in manifest_of(failing, "demux").errors[0]
    assert worker.run("tmdb", tmp_path)[-1]["exit_code"] == 2
    assert worker.said_in_time("is not a job")
    assert worker.run("tmdb", make_job(tmp_path / "b", tmdb_enabled="false"))[-1]["exit_code"] == 0


def test_a_stage_that_does_not_exist_ends_the_worker_with_its_reason(
    start: Start, tmp_path: Path
) -> None:
    worker = start()
    assert worker.run("no_such_stage", make_job(tmp_path)) == []
    assert worker.process.wait(10.0)
    assert worker.process.returncode() == 1
    assert "no_such_stage" in worker.process.tail(20)


def test_stopped_while_idle_it_ends_quietly(start: Start) -> None:
    worker = start()
    worker.process.signal_group(signal.SIGTERM)
    assert worker.process.wait(10.0)
    assert worker.process.returncode() == 0
    assert worker.process.tail() == ""


def test_ctrl_c_is_left_to_the_parent(start: Start, tmp_path: Path) -> None:
    worker = start()
    worker.process.signal_group(signal.SIGINT)
    assert worker.run("tmdb", make_job(tmp_path, tmdb_enabled="false"))[-1]["exit_code"] == 0


def test_stopped_in_a_stage_it_writes_so_and_ends(start: Start, tmp_path: Path) -> None:
    with raw_server(keep_waiting) as (url, requests):
        job_dir = make_job(
            tmp_path, job_fields={"title": "Jaane Tu"}, tmdb_base_url=url,
            tmdb_timeout_seconds=60, cache_dir=tmp_path / "cache",
        )  # fmt: skip
        worker = start(TMDB_API_KEY="canary0123456789abcdef")
        worker.ask(stage="tmdb", job_dir=str(job_dir))
        deadline = time.monotonic() + 20.0
        while not requests and time.monotonic() < deadline:
            time.sleep(0.05)
        assert requests
        worker.process.signal_group(signal.SIGTERM)
        assert worker.rest()[-1] == {"exit_code": 1}
        assert worker.process.wait(10.0)
    assert worker.process.returncode() == 0
    manifest = manifest_of(job_dir, "tmdb")
    assert manifest.status == "cancelled"
    assert "The run was stopped." in manifest.errors[0]


def keep_waiting(connection: socket.socket) -> None:
    """Never answers, until the other side goes away."""
    connection.recv(1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
def test_it_dies_when_its_parent_is_gone(start: Start) -> None:
    worker = start()
    worker.process.stdin.close()
    assert worker.process.wait(10.0)
    assert worker.process.returncode() == -signal.SIGKILL
