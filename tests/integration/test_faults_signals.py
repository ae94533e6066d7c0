"""Orders to stop and sudden deaths in the middle of a run: nothing goes on, nothing is lost."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from shared.stage_order import get_stage_dir
from tests.support.commands import kill_group, outputs, run, start
from tests.support.jobs import manifest_of
from tests.support.killing import copied, leftovers, processes_with

STOPPED_WITHIN = 10.0


@pytest.fixture
def unheard(finished_job: Path, tmp_path: Path) -> Path:
    """A job whose stages from recognition on have not run."""
    job_dir = copied(finished_job, tmp_path / "1")
    for folder in sorted(job_dir.glob("[01][0-9]_*"))[5:]:
        shutil.rmtree(folder)
    return job_dir


@pytest.fixture
def running(unheard: Path) -> Iterator[subprocess.Popen[str]]:
    """A run of that job."""
    process = start("run-pipeline", "--job-dir", unheard)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def wait_until(true: Callable[[], object], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def wait_for_stage(job_dir: Path, stage: str) -> None:
    """Waits until a stage is at work: its log has its first line."""
    log = job_dir / get_stage_dir(stage) / "stage.log"
    wait_until(lambda: log.exists() and log.stat().st_size)


def descendants(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def assert_all_end(children: list[psutil.Process]) -> None:
    assert children
    _, alive = psutil.wait_procs(children, timeout=STOPPED_WITHIN)
    assert [p for p in alive if p.status() != psutil.STATUS_ZOMBIE] == []


def assert_resumes(job_dir: Path, finished: Path) -> None:
    done = run("run-pipeline", "--job-dir", job_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    assert outputs(job_dir) == outputs(finished)
    assert leftovers(job_dir) == []


@pytest.mark.parametrize("stage", ["asr", "translation"])
def test_with_the_orchestrator_its_children_die(
    stage: str, unheard: Path, running: subprocess.Popen[str], finished_job: Path
) -> None:
    wait_for_stage(unheard, stage)
    if stage == "translation":
        # The stage's engine is a process of another environment, below the worker.
        wait_until(lambda: list(processes_with("shared.engine_host")))
    children = descendants(running)
    running.kill()
    running.wait()
    assert_all_end(children)
    # The lock died with its holder: the next run starts at once.
    assert_resumes(unheard, finished_job)


def ctrl_c(process: subprocess.Popen[str]) -> None:
    """What a terminal does: SIGINT to the whole group in the foreground."""
    kill_group(process, signal.SIGINT)


@pytest.mark.parametrize(
    ("stage", "stop"), [("asr", ctrl_c), ("translation", subprocess.Popen.terminate)]
)
def test_an_order_to_stop_is_carried_out_and_noted(
    stop: Callable[[subprocess.Popen[str]], None],
    stage: str,
    unheard: Path,
    running: subprocess.Popen[str],
    finished_job: Path,
) -> None:
    wait_for_stage(unheard, stage)
    children = descendants(running)
    ordered = time.monotonic()
    stop(running)
    output, _ = running.communicate(timeout=STOPPED_WITHIN + 5)
    assert time.monotonic() - ordered < STOPPED_WITHIN
    assert running.returncode == 1, output
    assert "Traceback" not in output
    manifest = manifest_of(unheard, stage)
    assert manifest.status == "cancelled", manifest.errors
    assert_all_end(children)
    assert_resumes(unheard, finished_job)


def kill_workers(running: subprocess.Popen[str]) -> None:
    for child in descendants(running):
        if any("shared.worker" in word for word in child.cmdline()):
            child.kill()


def test_recognition_goes_on_with_less_after_a_kill(
    unheard: Path, running: subprocess.Popen[str], finished_job: Path
) -> None:
    wait_for_stage(unheard, "asr")
    kill_workers(running)
    output, _ = running.communicate(timeout=120)
    assert running.returncode == 0, output
    manifest = manifest_of(unheard, "asr")
    assert manifest.status == "success"
    assert any("Memory gave out" in warning for warning in manifest.warnings)
    logs = [path.read_text("utf-8") for path in (unheard / "logs").glob("99_pipeline_*.log")]
    assert any("It goes on with less at once" in text for text in logs)
    assert_resumes(unheard, finished_job)


def test_a_killed_worker_is_a_sentence_and_exit_code_three(
    unheard: Path, running: subprocess.Popen[str], finished_job: Path
) -> None:
    wait_for_stage(unheard, "translation")
    kill_workers(running)
    output, _ = running.communicate(timeout=30)
    assert running.returncode == 3, output
    assert "was killed, most likely for want of memory" in output
    manifest = manifest_of(unheard, "translation")
    assert manifest.status == "failed"
    assert "smaller model" in manifest.errors[-1]
    assert_resumes(unheard, finished_job)


def test_a_killed_engine_host_is_told_and_resumed(
    unheard: Path, running: subprocess.Popen[str], finished_job: Path
) -> None:
    wait_for_stage(unheard, "translation")
    wait_until(lambda: any(hosts_below(running)))
    for host in hosts_below(running):
        host.kill()
    output, _ = running.communicate(timeout=30)
    assert running.returncode == 4, output
    assert "ended unexpectedly" in manifest_of(unheard, "translation").errors[-1]
    assert_resumes(unheard, finished_job)


def hosts_below(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return [p for p in descendants(process) if "shared.engine_host" in " ".join(p.cmdline())]


def test_a_second_run_of_a_job_is_refused(
    unheard: Path, running: subprocess.Popen[str], finished_job: Path
) -> None:
    wait_for_stage(unheard, "asr")
    os.kill(running.pid, signal.SIGSTOP)
    second = run("run-pipeline", "--job-dir", unheard)
    os.kill(running.pid, signal.SIGCONT)
    assert second.returncode == 3
    assert f"is being run by another process (process {running.pid})" in second.stderr
    output, _ = running.communicate(timeout=60)
    assert running.returncode == 0, output
    assert outputs(unheard) == outputs(finished_job)
    assert leftovers(unheard) == []


def test_two_preparations_at_once_get_a_folder_each(
    short_options: list[str], tmp_path: Path
) -> None:
    arguments = [*short_options, "--output-root", tmp_path]
    both = [start("prepare-job", *arguments) for _ in range(2)]
    said = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted(path.parent.name for path in tmp_path.rglob("job.json")) == ["1", "2"]
