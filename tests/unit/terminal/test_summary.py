"""What is told at the end of a run, and of a job on the way."""

from pathlib import Path

import pytest

from cp_whisperx.terminal.summary import print_status, print_summary
from shared.job import Job, load_job
from shared.pipeline import RunResult, StageResult
from shared.stage_manifest import StageManifest
from shared.stage_order import get_stage, stages_of
from tests.support.jobs import make_job


@pytest.fixture
def job(tmp_path: Path) -> Job:
    fields = {"missing_targets": {"xx": "no engine translates hi to xx"}}
    return load_job(make_job(tmp_path, engines={"asr": "faster_whisper"}, job_fields=fields))


def run_of(*rows: tuple[str, str]) -> RunResult:
    stages = tuple(
        StageResult(stage=get_stage(name), outcome=outcome, seconds=1.0,
                    exit_code=1 if outcome == "failed" else 0,
                    degraded=("no lyrics were looked for",) if name == "mux" else ())
        for name, outcome in rows
    )  # fmt: skip
    return RunResult(stages, 2.5)


def summary(
    capsys: pytest.CaptureFixture[str], run: RunResult, job: Job, results: list[Path]
) -> str:
    print_summary(run, job, Path("/jobs/1"), results, ["0:00:01 'Hello [b]'"])
    return capsys.readouterr().out


def test_a_run_that_did_something(capsys: pytest.CaptureFixture[str], job: Job) -> None:
    run = run_of(("demux", "success"), ("mux", "success"))
    text = summary(capsys, run, job, [Path("/jobs/1/12_mux/film \x1b[2J.mkv")])
    lines = [line.split() for line in text.splitlines()]
    assert ["demux", "success", "1.0"] in lines
    assert ["all", "2.5"] in lines
    assert "Degraded (mux): no lyrics were looked for" in text
    assert "Not made: xx, no engine translates hi to xx" in text
    assert "  asr                    faster_whisper (test)" in text
    assert "0:00:01 'Hello [b]'" in text
    assert text.endswith("Results:\n  /jobs/1/12_mux/film \\x1b[2J.mkv\n")
    assert "\x1b" not in text


def test_a_run_with_nothing_to_do(capsys: pytest.CaptureFixture[str], job: Job) -> None:
    text = summary(capsys, run_of(("demux", "done")), job, [])
    assert text.startswith("Nothing to do: every stage is done and nothing has changed.\n")
    assert text.endswith("Results:\n  /jobs/1\n")


def test_a_run_that_failed(capsys: pytest.CaptureFixture[str], job: Job) -> None:
    text = summary(capsys, run_of(("demux", "success"), ("asr", "failed")), job, [])
    assert "Results so far:\n  /jobs/1\n" in text
    assert text.endswith("Go on with:\n  ./run-pipeline.sh --job-dir /jobs/1\n")


def test_the_status_of_a_job_on_the_way(capsys: pytest.CaptureFixture[str], job: Job) -> None:
    done = StageManifest(stage="demux", stage_number=1)
    done.finish("success", 3.21)
    failed = StageManifest(stage="asr", stage_number=6, errors=["first", "The model \x07 is gone."])
    failed.finish("failed", 0.5)
    manifests: dict[str, StageManifest | None] = dict.fromkeys(
        stage.name for stage in stages_of(job.workflow)
    )
    print_status(job, manifests | {"demux": done, "asr": failed}, live=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("job-20260101-tester-0001: subtitle of ")
    assert lines[0].endswith("(hi to en)")
    assert lines[1].split() == ["[", "1/12]", "demux", "success", "3.2", "s"]
    assert lines[2].split() == ["[", "2/12]", "tmdb", "waiting"]
    assert lines[6].endswith("failed           0.5 s  The model \\x07 is gone.")
    assert len(lines) == 13


@pytest.mark.parametrize(("live", "word"), [(True, "running"), (False, "interrupted")])
def test_a_stage_runs_only_while_somebody_runs_the_job(
    live: bool, word: str, capsys: pytest.CaptureFixture[str], job: Job
) -> None:
    manifests: dict[str, StageManifest | None] = dict.fromkeys(
        stage.name for stage in stages_of(job.workflow)
    )
    begun = StageManifest(stage="demux", stage_number=1, status="running")
    print_status(job, manifests | {"demux": begun}, live=live)
    assert capsys.readouterr().out.splitlines()[1].split()[-1] == word
