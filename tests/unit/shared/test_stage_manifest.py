"""The manifest: what it keeps, hides and survives."""

import hashlib
import json
from pathlib import Path

import pytest

from shared.stage_manifest import MANIFEST_NAME, StageManifest, Stopwatch, describe_file


def test_it_comes_back_from_its_file_with_the_fields_of_others(tmp_path: Path) -> None:
    made = StageManifest(stage="demux", stage_number=1, job_id="job-20260101-me-0001")
    made.warnings.append("faint")
    made.finish("success", 1.23456)
    path = tmp_path / MANIFEST_NAME
    made.save(path)
    assert StageManifest.load(path) == made
    assert made.duration_seconds == 1.235
    assert made.completed_at is not None
    assert made.completed_at >= made.timestamp
    content = json.loads(path.read_text("utf-8")) | {"added_by_a_later_version": 1}
    path.write_text(json.dumps(content), "utf-8")
    again = StageManifest.load(path)
    assert again is not None
    assert again.model_dump()["added_by_a_later_version"] == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"stage": 1}', b"\xff\xfe"])
def test_a_damaged_or_missing_manifest_is_none(tmp_path: Path, content: bytes) -> None:
    assert StageManifest.load(tmp_path / "no.json") is None
    (tmp_path / MANIFEST_NAME).write_bytes(content)
    assert StageManifest.load(tmp_path / MANIFEST_NAME) is None


def test_secrets_are_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMDB_API_KEY", "0123456789abcdef")
    made = StageManifest(stage="tmdb", stage_number=2, errors=["asked with 0123456789abcdef"])
    made.config = {"url": {"query": "api_key=0123456789abcdef"}}
    made.save(tmp_path / MANIFEST_NAME)
    assert "0123456789abcdef" not in (tmp_path / MANIFEST_NAME).read_text("utf-8")


def test_a_file_in_the_job_is_hashed_and_relative(tmp_path: Path) -> None:
    job_dir = tmp_path / "1"
    (job_dir / "01_demux").mkdir(parents=True)
    inside = job_dir / "01_demux" / "audio.wav"
    inside.write_bytes(b"sound")
    entry = describe_file(inside, "audio", job_dir, rate=16_000)
    assert (entry.path, entry.size_bytes) == ("01_demux/audio.wav", 5)
    assert entry.sha256 == hashlib.sha256(b"sound").hexdigest()
    assert entry.model_dump()["rate"] == 16_000
    made = StageManifest(stage="demux", stage_number=1, outputs=[entry])
    assert made.output("01_demux/audio.wav") is entry
    assert made.output("01_demux/other.wav") is None


def test_the_film_outside_is_named_and_not_hashed(tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    film.write_bytes(b"film")
    entry = describe_file(film, "media", tmp_path / "1")
    assert (entry.path, entry.size_bytes, entry.sha256) == (str(film), 4, "")


def test_the_stopwatch_runs() -> None:
    watch = Stopwatch()
    total = sum(number * number for number in range(200_000))
    assert total > 0
    assert watch.cpu > 0.0
    assert 0.0 < watch.wall < 60.0
