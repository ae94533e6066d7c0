"""SIGKILL at every write, sync, rename and start of a program, in every stage and in the run.

The points are counted from outside (`tests/support/kill_site`). By default a spread of them is
tried; `./run-tests.sh -- -m exhaustive` tries every one.
"""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from shared.stage_order import STAGE_ORDER, get_stage_dir
from tests.support.commands import command, outputs, run
from tests.support.killing import (
    KILLED,
    Killer,
    copied,
    leftovers,
    manifests,
    processes_with,
    results,
    spread,
    stage_command,
    status,
)

ENDED = ("success", "skipped")


def stage_killer(job_dir: Path, stage: str) -> Killer:
    return Killer(stage_command(job_dir, stage), f"{get_stage_dir(stage)}.py", job_dir)


def wait_for_orphans(word: str) -> None:
    """A program that a killed stage had started sees its pipe break and ends."""
    deadline = time.monotonic() + 10
    while orphans := list(processes_with(word)):
        assert time.monotonic() < deadline, f"still running: {orphans}"
        time.sleep(0.05)


def kill_and_resume(finished: Path, stage: str, point: int, job_dir: Path) -> None:
    """Kills a stage that has not run yet at a point, then runs it again."""
    copied(finished, job_dir)
    folder = job_dir / get_stage_dir(stage)
    shutil.rmtree(folder)
    others = manifests(job_dir, but=stage)
    code, reached = stage_killer(job_dir, stage).run(point)
    assert code == KILLED, f"point {point} was not reached: {reached}"
    wait_for_orphans(str(job_dir))
    expected = results(finished / get_stage_dir(stage))
    if status(job_dir, stage) in ENDED:
        assert results(folder) == expected, f"marked done too early: {reached[-1]}"
    code, _ = Killer(stage_command(job_dir, stage), "nobody", job_dir).run(0)
    assert code == 0, reached[-1]
    assert status(job_dir, stage) == status(finished, stage), reached[-1]
    assert results(folder) == expected, reached[-1]
    assert manifests(job_dir, but=stage) == others
    assert leftovers(job_dir) == [], reached[-1]
    shutil.rmtree(job_dir)


def points_of(finished: Path, stage: str, root: Path) -> int:
    job_dir = copied(finished, root / "counted")
    shutil.rmtree(job_dir / get_stage_dir(stage))
    code, reached = stage_killer(job_dir, stage).run(0)
    assert code == 0
    assert reached
    return len(reached)


def kill_stage(finished: Path, stage: str, root: Path, wanted: int) -> None:
    count = points_of(finished, stage, root)
    chosen = spread(count, wanted)
    for point in chosen:
        kill_and_resume(finished, stage, point, root / f"at-{point}")
    print(f"{stage}: {len(chosen)} points survived of {len(chosen)} tried, {count} in all")


# Recognition, which takes longest and goes on in its midst, is killed in test_faults_resume.
@pytest.mark.parametrize("stage", ["demux", "translation", "subtitle_generation", "mux"])
def test_some_points_of_a_stage(finished_job: Path, stage: str, tmp_path: Path) -> None:
    kill_stage(finished_job, stage, tmp_path, wanted=4)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_every_point_of_a_stage(finished_job: Path, stage: str, tmp_path: Path) -> None:
    kill_stage(finished_job, stage, tmp_path, wanted=10_000)


def half_done(finished: Path, target: Path) -> Path:
    """A job whose last four stages have not run."""
    job_dir = copied(finished, target)
    for stage in ("hallucination_removal", "translation", "subtitle_generation", "mux"):
        shutil.rmtree(job_dir / get_stage_dir(stage))
    return job_dir


def kill_run(finished: Path, who: str, root: Path, points: Iterable[int]) -> int:
    """Kills a process of a run at points; returns how many of them were reached."""
    reached = 0
    for point in points:
        job_dir = half_done(finished, root / f"{who}-{point}")
        before = {stage: manifests(job_dir, but="mux")[get_stage_dir(stage)]
                  for stage in STAGE_ORDER[:8]}  # fmt: skip
        code, log = Killer(command("run-pipeline", "--job-dir", job_dir), who, job_dir).run(point)
        reached += code != 0
        wait_for_orphans(str(job_dir))
        done = run("run-pipeline", "--job-dir", job_dir)
        assert done.returncode == 0, (log[-1:], done.stderr)
        assert outputs(job_dir) == outputs(finished)
        after = manifests(job_dir, but="mux")
        assert {stage: after[get_stage_dir(stage)] for stage in before} == before
        assert leftovers(job_dir) == [], log[-1:]
        shutil.rmtree(job_dir)
    return reached


def points_of_run(finished: Path, who: str, root: Path) -> int:
    job_dir = half_done(finished, root / f"{who}-counted")
    code, log = Killer(command("run-pipeline", "--job-dir", job_dir), who, job_dir).run(0)
    assert code == 0
    return max(int(line.split()[0]) for line in log)


def test_some_points_of_a_run(finished_job: Path, tmp_path: Path) -> None:
    # At the second the lock is being taken, at the fourth the first worker has been started.
    assert kill_run(finished_job, "run-pipeline.py", tmp_path, (2, 4)) == 2


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("who", ["run-pipeline.py", "shared.worker"])
def test_every_point_of_a_run(finished_job: Path, who: str, tmp_path: Path) -> None:
    count = points_of_run(finished_job, who, tmp_path)
    reached = kill_run(finished_job, who, tmp_path, range(1, count + 1))
    print(f"{who}: {reached} points survived of {reached} reached, {count} in all")


def test_a_killed_preparation_leaves_no_job(
    short_options: list[str], tmp_path: Path, prepared_job: Path
) -> None:
    root = tmp_path / "out"
    arguments = command("prepare-job", *short_options, "--output-root", root)
    killer = Killer(arguments, "prepare-job.py", root)
    code, log = killer.run(0)
    assert code == 0
    for point in spread(len(log), 4):
        shutil.rmtree(root, ignore_errors=True)
        assert killer.run(point)[0] == KILLED
        assert all((path.parent / ".env.pipeline").exists() for path in root.rglob("job.json"))
    assert killer.run(0)[0] == 0
    assert list(root.rglob("job.json"))
