"""Names and links that lead out of a job: refused, and nothing outside is touched."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shared.atomic import write_json
from shared.paths import PROJECT_ROOT
from shared.stage_order import get_stage_dir
from tests.support.commands import environment, run
from tests.support.killing import copied, stage_command


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that belongs to somebody else, with a file of each name that a job writes."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("manifest.json", "stage.log", "transcript_cleaned.json", "precious"):
        (folder / name).write_text("precious")
    return folder


@pytest.fixture
def job_dir(finished_job: Path, tmp_path: Path) -> Path:
    return copied(finished_job, tmp_path / "job" / "1")


def run_command(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, capture_output=True, text=True, cwd=PROJECT_ROOT, env=environment(), check=False
    )


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_stage_folder_swapped_for_a_link_is_refused(job_dir: Path, outside: Path) -> None:
    alone = [str(part) for part in stage_command(job_dir, "hallucination_removal")]
    folder = job_dir / get_stage_dir("hallucination_removal")
    shutil.rmtree(folder)
    folder.symlink_to(outside)
    before = content(outside)
    for done in (run("run-pipeline", "--job-dir", job_dir), run_command(alone)):
        assert done.returncode == 2
        assert "is a symbolic link" in done.stderr
    assert content(outside) == before


@pytest.mark.parametrize("name", [".lock", "logs", "12_mux/stage.log"])
def test_other_links_in_a_job_are_refused(job_dir: Path, outside: Path, name: str) -> None:
    path = job_dir / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to(outside if name == "logs" else outside / "precious")
    before = content(outside)
    done = run("run-pipeline", "--job-dir", job_dir, "--force", "--from-stage", "mux")
    assert done.returncode == 2
    assert "is a symbolic link" in done.stderr
    assert content(outside) == before


@pytest.mark.parametrize(
    "change",
    [
        {"media_name": "../../outside/evil"},
        {"media_name": "/tmp/evil"},
        {"media_name": "a\0b"},
        {"target_languages": ["../../../outside/evil"]},
        {"job_id": "job-20260101-..-0001"},
        {"media": "/films/a\0b.mkv"},
    ],
)
def test_a_record_that_leads_elsewhere_is_refused(
    job_dir: Path, outside: Path, change: dict[str, Any]
) -> None:
    record = json.loads((job_dir / "job.json").read_text("utf-8"))
    write_json(job_dir / "job.json", record | change)
    before = content(outside)
    done = run("run-pipeline", "--job-dir", job_dir, "--force", "--from-stage", "mux")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Error:" in done.stderr
    assert "Traceback" not in done.stderr
    assert content(outside) == before


@pytest.mark.parametrize("language", ["../en", "/etc/passwd", "..", "e\nn"])
def test_a_language_that_is_a_path_is_refused(
    short_options: list[str], tmp_path: Path, language: str
) -> None:
    done = run("prepare-job", *short_options, "-t", language, "--output-root", tmp_path / "out")
    assert done.returncode == 2
    assert "is not known" in done.stderr
    assert not (tmp_path / "out").exists()
