"""Atomic files: complete or not there."""

import hashlib
from pathlib import Path

import pytest

from shared.atomic import (
    UNFINISHED,
    atomic_path,
    remove_stale,
    remove_unfinished,
    sha256_of,
    write_json,
    write_text,
)


def test_a_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.json"
    write_json(path, {"नाम": [1, 2]})
    assert path.read_text(encoding="utf-8") == '{\n  "नाम": [\n    1,\n    2\n  ]\n}\n'
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    write_text(path, "old")
    with pytest.raises(RuntimeError), atomic_path(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_temporary_name_keeps_the_suffix(tmp_path: Path) -> None:
    with atomic_path(tmp_path / "x.wav") as temporary:
        assert temporary.suffix == ".wav"
        temporary.write_bytes(b"1")


def test_sha256(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a" * 3_000_000)
    assert sha256_of(path) == hashlib.sha256(b"a" * 3_000_000).hexdigest()


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "subtitles").mkdir()
    (tmp_path / "subtitles" / ".tmp-0123456789ab.srt").write_text("half")
    (tmp_path / ".tmp-covers-x" / ".tmp-inner").mkdir(parents=True)
    (tmp_path / "keep.srt").write_text("whole")
    remove_stale(tmp_path)
    assert [p.name for p in sorted(tmp_path.rglob("*.srt"))] == ["keep.srt"]
    assert not list(tmp_path.glob(".tmp-*"))


def test_what_a_stage_kept_to_go_on_with_is_removed(tmp_path: Path) -> None:
    (tmp_path / UNFINISHED / "key").mkdir(parents=True)
    (tmp_path / "keep.srt").write_text("whole")
    remove_unfinished(tmp_path)
    remove_unfinished(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keep.srt"]
