"""Jobs: ids, folders, names, and the record."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shared.errors import InvalidInputError
from shared.job import (
    check_job_id,
    find_job_dir,
    load_job,
    media_identity,
    new_job_dir,
    safe_stem,
)
from tests.support.jobs import make_job

DAY = date(2026, 11, 22)


def test_jobs_are_numbered_by_day_and_user(tmp_path: Path) -> None:
    first = new_job_dir(tmp_path, DAY, "me")
    second = new_job_dir(tmp_path, DAY, "me")
    assert first == ("job-20261122-me-0001", tmp_path / "2026/11/22/me/1")
    assert second[0] == "job-20261122-me-0002"


def test_two_callers_never_get_the_same_folder(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as executor:
        made = list(executor.map(lambda _: new_job_dir(tmp_path, DAY, "me")[1], range(40)))
    assert len(set(made)) == 40


def test_a_job_is_found_by_its_id(tmp_path: Path) -> None:
    job_id, job_dir = new_job_dir(tmp_path, DAY, "a-b")
    (job_dir / "job.json").write_text("{}")
    assert find_job_dir(job_id, tmp_path) == job_dir
    with pytest.raises(InvalidInputError, match="There is no job"):
        find_job_dir("job-20261122-a-b-0009", tmp_path)


@pytest.mark.parametrize(
    "bad",
    ["../../etc", "/etc/passwd", "job-20261122-../x-0001", "job-1-me-0001", "",
     "job-20261122-me-1\x00", "job-20261122-me-0001\n"],
)  # fmt: skip
def test_what_is_no_job_id_is_refused(bad: str) -> None:
    with pytest.raises(InvalidInputError, match="is not a job id"):
        check_job_id(bad)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("film.mkv", "film"), ("-y.mkv", "-y"), ("a:b.mkv", "a_b"), ("x\ny.mkv", "x_y"),
        ("\u202etxt.mkv", "_txt"), ('q"u<o>te|s.mkv', "q_u_o_te_s"), ("...mkv", "media"),
        ("जाने तू.mp4", "जाने तू"),
    ],
)  # fmt: skip
def test_stems_are_safe_on_every_file_system(name: str, stem: str) -> None:
    assert safe_stem(Path(name)) == stem


def test_long_stems_leave_room_for_the_language(tmp_path: Path) -> None:
    stem = safe_stem(Path("क" * 80 + ".mkv"))
    assert len(f"{stem}.hi-Latn.srt".encode()) <= 255
    assert set(stem) == {"क"}


def test_the_identity_follows_content_and_time(tmp_path: Path) -> None:
    path = tmp_path / "film.mkv"
    path.write_bytes(bytes(2_000_000))
    before = media_identity(path)
    assert media_identity(path) == before
    path.write_bytes(bytes(1_999_999) + b"x")
    assert media_identity(path) != before


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    assert load_job(job_dir).workflow == "subtitle"
    (job_dir / "job.json").write_text('{"job_id": 3')
    with pytest.raises(InvalidInputError, match="is damaged"):
        load_job(job_dir)


def test_a_record_with_a_forged_id_is_refused(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    path = job_dir / "job.json"
    path.write_text(path.read_text().replace("job-20260101-tester-0001", "../../x"))
    with pytest.raises(InvalidInputError, match="is not a job id"):
        load_job(job_dir)


@pytest.mark.parametrize(
    "field", [{"media_name": "../../x"}, {"media_name": "a\0b"}, {"media_name": ".."},
              {"media": "/films/a\0b"}, {"source_language": "../hi"},
              {"target_languages": ["en", "/etc"]}],
)  # fmt: skip
def test_a_record_that_leads_elsewhere_is_refused(tmp_path: Path, field: dict[str, Any]) -> None:
    job_dir = make_job(tmp_path)
    path = job_dir / "job.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | field))
    with pytest.raises(InvalidInputError, match="Prepare the job again"):
        load_job(job_dir)
