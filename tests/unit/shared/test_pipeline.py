"""The pipeline: order, side by side, skipping, stopping, with stages that the test itself runs."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from shared.atomic import UNFINISHED, memory_failures
from shared.config import load_config
from shared.errors import (
    CancelledByUserError,
    InvalidInputError,
    OutOfMemoryError,
    PipelineError,
    ResourceUnavailableError,
)
from shared.job import load_job
from shared.job_lock import job_lock
from shared.logger import PipelineLogger
from shared.pipeline import Pipeline, RunResult, StageResult
from shared.plan import select_stages
from shared.progress import ProgressReporter
from shared.stage_manifest import StageManifest
from shared.stage_order import Stage
from shared.stage_runner import build_stage
from shared.stage_utils import StageIO
from shared.worker_pool import Limits, WorkerPool
from tests.support.jobs import make_job, manifest_of


class FakeWorker:
    """Runs a stage's stand-in in this process."""

    errors = "what it wrote last"

    def __init__(self, pool: "FakePool") -> None:
        self._pool = pool

    def run(
        self,
        stage: str,
        job_dir: Path,
        report: ProgressReporter,
        _limits: Limits,
        cancelled: Callable[[], bool],
    ) -> int:
        self._pool.order.append(stage)
        report(0.5, "half")
        return self._pool.behave(stage, job_dir, cancelled)


class FakePool:
    """Lends fake workers; `behaviour` says which stage fails and how."""

    limits = Limits(seconds=60.0)

    def __init__(self, behaviour: dict[str, int | PipelineError] | None = None) -> None:
        self.order: list[str] = []
        self.together = threading.Barrier(2, timeout=10.0)
        self._behaviour = behaviour or {}

    @contextmanager
    def worker(self, _environment: str) -> Iterator[FakeWorker]:
        yield FakeWorker(self)

    def behave(self, stage: str, job_dir: Path, _cancelled: object) -> int:
        if stage in ("demux", "tmdb") and not self._behaviour:
            self.together.wait()
        how = self._behaviour.get(stage, 0)
        if isinstance(how, PipelineError):
            raise how

        def function(io: StageIO) -> None:
            if how:
                raise InvalidInputError("as the test wants it")
            for artifact in io.stage.writes:
                keys = {"media": "film", "language": "hi", "track": "hi", "suffix": "srt"}
                path = io.get_output_path(artifact.file.format(**keys, container="mkv"))
                path.write_text(stage)
                io.track_output(path, "test")

        return build_stage(stage, function)(job_dir)


class Watcher:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def started(self, stage: Stage) -> None:
        self.told.append(f"started {stage.name}")

    def progressed(self, stage: Stage, share: float, text: str) -> None:
        self.told.append(f"{stage.name} {share}")

    def ended(self, result: StageResult) -> None:
        self.told.append(f"{result.outcome} {result.stage.name}")


def run(
    job_dir: Path, pool: FakePool, first: str | None = None, *, force: bool = False
) -> tuple[RunResult, Watcher]:
    config, watcher = load_config(job_dir), Watcher()
    log = PipelineLogger("pipeline", files={job_dir / "logs" / "99_pipeline_1.log": 0})
    pipeline = Pipeline(
        job_dir,
        load_job(job_dir),
        config,
        cast("WorkerPool", pool),
        log=log,
        observer=watcher,
    )
    return pipeline.run(select_stages(config.workflow, first, None), force=force), watcher


def outcomes(result: RunResult) -> dict[str, str]:
    return {item.stage.name: item.outcome for item in result.stages}


@pytest.fixture
def job_dir(tmp_path: Path) -> Path:
    return make_job(tmp_path, workflow="transcribe")


def test_a_run_does_everything_in_order_and_side_by_side(job_dir: Path) -> None:
    pool = FakePool()
    result, watcher = run(job_dir, pool)
    # demux and tmdb wait for each other at a barrier: alone, neither would ever end.
    assert set(pool.order[:2]) == {"demux", "tmdb"}
    assert pool.order.index("asr") > pool.order.index("pyannote_vad")
    assert pool.order[-1] == "alignment"
    assert result.exit_code == 0
    assert set(outcomes(result).values()) == {"success"}
    assert "started asr" in watcher.told
    assert "asr 0.5" in watcher.told


def test_a_second_run_does_nothing(job_dir: Path) -> None:
    run(job_dir, FakePool())
    pool = FakePool()
    result, _ = run(job_dir, pool)
    assert pool.order == []
    assert result.did_nothing


def test_what_a_kill_after_the_success_left_is_removed(job_dir: Path) -> None:
    run(job_dir, FakePool())
    left = job_dir / "06_asr" / UNFINISHED
    left.mkdir()
    assert run(job_dir, FakePool())[0].did_nothing
    assert not left.exists()


def test_force_runs_again(job_dir: Path) -> None:
    run(job_dir, FakePool())
    pool = FakePool({"nothing": 0})
    result, _ = run(job_dir, pool, "asr", force=True)
    assert pool.order == ["asr", "alignment"]
    assert result.exit_code == 0


def test_a_failure_stops_what_builds_on_it_and_gives_its_exit_code(job_dir: Path) -> None:
    pool = FakePool({"pyannote_vad": 2})
    result, _ = run(job_dir, pool)
    assert result.exit_code == 2
    assert outcomes(result)["pyannote_vad"] == "failed"
    assert "asr" not in pool.order
    failed = next(item for item in result.stages if item.outcome == "failed")
    assert "as the test wants it" in failed.reason


def test_a_repaired_job_goes_on_where_it_stopped(job_dir: Path) -> None:
    run(job_dir, FakePool({"asr": 1}))
    pool = FakePool({"nothing": 0})
    result, _ = run(job_dir, pool)
    assert pool.order == ["asr", "alignment"]
    assert result.exit_code == 0


def test_a_dead_worker_ends_in_the_manifest_and_its_last_words_in_the_log(job_dir: Path) -> None:
    result, _ = run(job_dir, FakePool({"demux": ResourceUnavailableError("it died", "do this")}))
    assert result.exit_code == 3
    manifest = manifest_of(job_dir, "demux")
    assert manifest.status == "failed"
    assert "it died" in manifest.errors[-1]
    assert "what it wrote last" in (job_dir / "01_demux" / "stage.log").read_text()


def test_a_stage_that_cannot_write_its_manifest_still_tells_why(
    job_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(job_dir, FakePool({"demux": InvalidInputError("an older reason")}))

    def refuse(_self: StageManifest, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(StageManifest, "save", refuse)
    result, _ = run(job_dir, FakePool({"nothing": 0}))
    assert result.exit_code == 3
    assert result.stages[0].stage.name == "demux"
    assert result.stages[0].reason == "what it wrote last"


def test_what_a_dead_worker_said_is_logged_in_the_jobs_form(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, workflow="transcribe", log_format="json")
    run(job_dir, FakePool({"demux": ResourceUnavailableError("it died")}))
    lines = (job_dir / "01_demux" / "stage.log").read_text("utf-8").splitlines()
    assert "what it wrote last" in [json.loads(line)["message"] for line in lines]


def test_a_cancelled_stage_is_marked_cancelled(job_dir: Path) -> None:
    result, _ = run(job_dir, FakePool({"demux": CancelledByUserError("stopped")}))
    assert manifest_of(job_dir, "demux").status == "cancelled"
    assert result.exit_code == 1


def test_starting_late_needs_what_comes_before(job_dir: Path) -> None:
    with pytest.raises(InvalidInputError, match="has not succeeded in this job"):
        run(job_dir, FakePool(), "asr")


def test_a_second_run_at_the_same_time_is_refused(job_dir: Path) -> None:
    with (
        job_lock(job_dir),
        pytest.raises(ResourceUnavailableError, match="being run by another process"),
    ):
        run(job_dir, FakePool())


def test_early_cutoff_an_equal_output_upstream_runs_nothing_downstream(job_dir: Path) -> None:
    run(job_dir, FakePool())
    pool = FakePool({"nothing": 0})
    path = job_dir / ".env.pipeline"
    path.write_text(path.read_text() + "VAD_THRESHOLD=0.6\n")
    run(job_dir, pool)
    assert pool.order == ["pyannote_vad"]


def test_a_changed_target_runs_translation_subtitles_and_mux(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    run(job_dir, FakePool())
    pool = FakePool({"nothing": 0})
    path = job_dir / ".env.pipeline"
    path.write_text(path.read_text() + "TARGET_LANGUAGES=en,gu\n")
    run(job_dir, pool)
    assert pool.order == ["translation", "subtitle_generation", "mux"]


class HungryPool(FakePool):
    """Kills recognition for want of memory until it takes little enough at once."""

    def __init__(self, kills: int) -> None:
        super().__init__({"nothing": 0})
        self.kills = kills
        self.seen: list[int] = []

    def behave(self, stage: str, job_dir: Path, cancelled: object) -> int:
        if stage == "asr":
            self.seen.append(memory_failures(job_dir / "06_asr"))
            if len(self.seen) <= self.kills:
                raise OutOfMemoryError("killed")
        return super().behave(stage, job_dir, cancelled)


def test_recognition_killed_for_want_of_memory_goes_on_with_less(job_dir: Path) -> None:
    pool = HungryPool(kills=2)
    result, _ = run(job_dir, pool)
    assert result.exit_code == 0
    assert pool.seen == [0, 1, 2]
    assert not (job_dir / "06_asr" / UNFINISHED).exists()


def test_it_is_tried_three_times_at_most(job_dir: Path) -> None:
    pool = HungryPool(kills=9)
    result, _ = run(job_dir, pool)
    assert result.exit_code == 3
    assert pool.seen == [0, 1, 2]
