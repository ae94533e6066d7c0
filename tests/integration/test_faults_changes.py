"""After a change, exactly the stages run again whose results it may change."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import shared.fingerprint
from shared.config import load_config
from shared.job import load_job
from shared.paths import PROJECT_ROOT, REQUIREMENTS_DIR
from shared.plan import stage_state
from shared.stage_order import STAGE_ORDER, STAGES, get_stage_dir
from tests.support.commands import outputs, run
from tests.support.killing import copied
from tests.support.project_copy import ProjectCopy

HEARD = [
    "demux", "source_separation", "pyannote_vad", "asr", "alignment", "lyrics_detection",
    "hallucination_removal", "translation", "subtitle_generation", "mux",
]  # fmt: skip


@pytest.fixture
def job_dir(finished_job: Path, tmp_path: Path) -> Path:
    return copied(finished_job, tmp_path / "job" / "1")


def times(job_dir: Path) -> dict[str, bytes]:
    return {
        stage: (job_dir / get_stage_dir(stage) / "manifest.json").read_bytes()
        for stage in STAGE_ORDER
    }


def set_parameter(job_dir: Path, name: str, value: str) -> None:
    path = job_dir / ".env.pipeline"
    lines = path.read_text("utf-8").splitlines()
    changed = [f"{name}={value}" if line.startswith(f"{name}=") else line for line in lines]
    assert changed != lines
    path.write_text("\n".join(changed) + "\n", "utf-8")


def edit_artefact(job_dir: Path) -> None:
    with (job_dir / "07_alignment" / "aligned_segments.json").open("a") as stream:
        stream.write("\n")


def remove_artefact(job_dir: Path) -> None:
    next((job_dir / "11_subtitle_generation" / "subtitles").glob("*.en.srt")).unlink()


def choose_another_default_track(job_dir: Path) -> None:
    set_parameter(job_dir, "MUX_DEFAULT_LANGUAGE", "hi")


def end_earlier(job_dir: Path) -> None:
    set_parameter(job_dir, "END_TIME", "3")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (edit_artefact, ["alignment"]),
        (remove_artefact, ["subtitle_generation"]),
        (choose_another_default_track, ["mux"]),
        (end_earlier, HEARD),
    ],
)
def test_what_a_change_touches_runs_again_and_nothing_else(
    change: Callable[[Path], None], expected: list[str], job_dir: Path, finished_job: Path
) -> None:
    before = times(job_dir)
    change(job_dir)
    done = run("run-pipeline", "--job-dir", job_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    after = times(job_dir)
    assert [stage for stage in STAGE_ORDER if after[stage] != before[stage]] == expected
    if change in (edit_artefact, remove_artefact):
        assert outputs(job_dir) == outputs(finished_job)


def test_changed_code_runs_its_stage_again(job_dir: Path, tmp_path: Path) -> None:
    project = ProjectCopy(tmp_path / "project")
    code, said = project.run("run-pipeline", "--job-dir", job_dir)
    assert (code, "Nothing to do" in said) == (0, True), said
    project.append("cp_whisperx/lyrics/marking.py", "\n# A comment is a change as well.\n")
    before = times(job_dir)
    code, said = project.run("run-pipeline", "--job-dir", job_dir)
    assert code == 0, said
    after = times(job_dir)
    # Its result is the same as before, so what builds on it is still good.
    assert [s for s in STAGE_ORDER if after[s] != before[s]] == ["lyrics_detection"]


def not_done(job_dir: Path) -> list[str]:
    job, config = load_job(job_dir), load_config(job_dir)
    return [s.name for s in STAGES if not stage_state(job_dir, s, job, config).done]


def test_changed_requirements_touch_the_stages_of_their_environment(
    job_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "requirements"
    shutil.copytree(REQUIREMENTS_DIR, changed)
    monkeypatch.setattr(shared.fingerprint, "REQUIREMENTS_DIR", changed)
    assert not_done(job_dir) == []
    with (changed / "requirements-whisperx.txt").open("a") as stream:
        stream.write("\n# another version\n")
    assert not_done(job_dir) == ["asr"]
    with (changed / "requirements-common.txt").open("a") as stream:
        stream.write("\n# another version\n")
    assert not_done(job_dir) == STAGE_ORDER


def test_changed_sources_are_seen_by_stage_and_package(
    job_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "project"
    shutil.copytree(PROJECT_ROOT / "cp_whisperx", copy / "cp_whisperx")
    shutil.copytree(PROJECT_ROOT / "shared", copy / "shared")
    shutil.copytree(PROJECT_ROOT / "glossary", copy / "glossary")
    monkeypatch.setattr(shared.fingerprint, "PROJECT_ROOT", copy)
    shared.fingerprint.code_hash.cache_clear()
    assert not_done(job_dir) == []
    (copy / "cp_whisperx" / "media" / "new.py").write_text("A = 1\n")
    shared.fingerprint.code_hash.cache_clear()
    assert not_done(job_dir) == ["demux", "source_separation", "subtitle_generation", "mux"]
    monkeypatch.undo()
    shared.fingerprint.code_hash.cache_clear()
