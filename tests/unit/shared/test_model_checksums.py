"""Checksum records: where they lie, what they hold, what they notice."""

import json
from pathlib import Path

import pytest

from shared.errors import ResourceUnavailableError
from shared.model_checksums import RECORD_NAME, damaged_files, record_path, write_record

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "models" / "tiny"
    (made / "inner").mkdir(parents=True)
    (made / "model.bin").write_bytes(b"weights")
    (made / "inner" / "empty.txt").write_bytes(b"")
    return made


def test_a_model_of_the_cache_has_its_record_beside_it(folder: Path) -> None:
    assert record_path(folder, folder.parent) == folder / RECORD_NAME


def test_a_folder_of_the_users_own_has_its_record_in_the_cache(tmp_path: Path) -> None:
    cache = tmp_path / "models"
    one, other = tmp_path / "a" / "tiny", tmp_path / "b" / "tiny"
    assert record_path(one, cache).parent == cache / ".checksums"
    assert record_path(one, cache).name.startswith("tiny-")
    assert record_path(one, cache) != record_path(other, cache)


def test_a_link_into_the_cache_is_the_cache(tmp_path: Path, folder: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder.parent)
    assert record_path(link / "tiny", folder.parent).name == RECORD_NAME


def test_a_cache_with_a_longer_name_is_another_folder(tmp_path: Path, folder: Path) -> None:
    neighbour = tmp_path / "models-old" / "tiny"
    assert record_path(neighbour, folder.parent) != neighbour / RECORD_NAME


def test_a_record_holds_every_file_but_itself(folder: Path) -> None:
    record = folder / RECORD_NAME
    write_record(folder, record)
    write_record(folder, record)
    files = json.loads(record.read_text(encoding="utf-8"))["files"]
    assert set(files) == {"model.bin", "inner/empty.txt"}
    assert files["inner/empty.txt"] == EMPTY_SHA256


def test_a_records_folder_is_made(tmp_path: Path, folder: Path) -> None:
    record = tmp_path / "deep" / "down" / "record.json"
    write_record(folder, record)
    assert damaged_files(folder, record) == []


def test_changed_and_missing_files_are_named_and_new_ones_are_not(folder: Path) -> None:
    record = folder / RECORD_NAME
    write_record(folder, record)
    (folder / "README.md").write_text("added later")
    assert damaged_files(folder, record) == []
    (folder / "model.bin").write_bytes(b"weightz")
    assert damaged_files(folder, record) == ["model.bin"]
    (folder / "inner" / "empty.txt").unlink()
    assert set(damaged_files(folder, record)) == {"model.bin", "inner/empty.txt"}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe"])
def test_a_damaged_record_is_told_with_a_way_out(folder: Path, content: bytes) -> None:
    record = folder / RECORD_NAME
    record.write_bytes(content)
    with pytest.raises(ResourceUnavailableError, match=r"is damaged\. Remove it") as caught:
        damaged_files(folder, record)
    assert str(record) in caught.value.message
