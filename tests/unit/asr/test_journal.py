from pathlib import Path

import pytest

from cp_whisperx.asr.journal import FileJournal, Journal, Journals

FACTS = {"engine": "test", "windows": [[0.0, 1.0]]}


def written(path: Path, **results: object) -> Path:
    with FileJournal(path, FACTS) as journal:
        for name, value in results.items():
            journal.put({name: value})
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "a.jsonl", first=[{"text": "नमस्ते\n", "id": 1}], second=[], third=0.1)


def test_results_are_had_again_as_they_were(path: Path) -> None:
    with FileJournal(path, FACTS) as journal:
        assert journal.get("first") == [{"text": "नमस्ते\n", "id": 1}]
        assert list(journal.get("first")[0]) == ["text", "id"]
        assert journal.get("second") == []
        assert journal.get("third") == 0.1
        assert journal.get("fourth") is None


def test_other_facts_discard_all(path: Path) -> None:
    with FileJournal(path, FACTS | {"engine": "other"}) as journal:
        assert journal.get("first") is None
    with FileJournal(path, FACTS) as journal:
        assert journal.get("first") is None


def test_every_cut_leaves_whole_results_and_can_be_gone_on_with(path: Path) -> None:
    whole = path.read_bytes()
    ends = [at + 1 for at, byte in enumerate(whole) if byte == ord("\n")]
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with FileJournal(path, FACTS) as journal:
            kept = [journal.get(name) is not None for name in ("first", "second", "third")]
            assert sum(kept) == max(0, sum(end <= size for end in ends) - 1)
            assert kept == sorted(kept, reverse=True)
            journal.put({"more": size})
        with FileJournal(path, FACTS) as journal:
            assert journal.get("more") == size


def test_every_flipped_byte_is_noticed(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with FileJournal(path, FACTS) as journal:
            assert journal.get("first") in (None, [{"text": "नमस्ते\n", "id": 1}])
            assert journal.get("third") is None


def test_journals_of_another_key_are_removed(tmp_path: Path) -> None:
    folder = tmp_path / "unfinished"
    with Journals(folder, "one").open(FACTS) as journal:
        journal.put({"a": 1})
    with Journals(folder, "one").open(FACTS) as journal:
        assert journal.get("a") == 1
    with Journals(folder, "one").open({"other": 1}) as journal:
        assert journal.get("a") is None
    with Journals(folder, "two").open(FACTS) as journal:
        assert journal.get("a") is None
    assert len(list(folder.iterdir())) == 1


def test_without_a_file_nothing_is_kept() -> None:
    with Journal() as journal:
        journal.put({"a": 1})
        assert journal.get("a") is None
