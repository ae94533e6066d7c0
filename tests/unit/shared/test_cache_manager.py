"""Cache entries are whole or missing, whoever writes them and whatever happens to their files."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from shared.cache_manager import CacheManager
from shared.config import build_config

WRITERS = 8


def manager(folder: Path, warnings: list[str] | None = None, **values: str) -> CacheManager:
    config = build_config([("test", {"CACHE_DIR": str(folder)} | values)])
    return CacheManager(config, (warnings if warnings is not None else []).append)


def entry(cache: CacheManager, namespace: str = "answers") -> Path:
    (path,) = (cache.folder / namespace).iterdir()
    return path


def test_what_was_put_is_got_by_namespace_and_key(tmp_path: Path) -> None:
    cache = manager(tmp_path)
    cache.put("answers", "क? /..\\\0", b"one\n\ntwo\0")
    assert cache.get("answers", "क? /..\\\0") == b"one\n\ntwo\0"
    assert cache.get("answers", "other") is None
    assert cache.get("others", "क? /..\\\0") is None


def test_a_later_put_replaces_the_entry(tmp_path: Path) -> None:
    cache = manager(tmp_path)
    cache.put("answers", "key", b"old")
    cache.put("answers", "key", b"")
    assert cache.get("answers", "key") == b""


def test_it_opens_from_a_job_folder(tmp_path: Path) -> None:
    (tmp_path / ".env.pipeline").write_text(f"CACHE_DIR={tmp_path / 'cache'}\n")
    assert CacheManager(tmp_path).folder == tmp_path / "cache"


def test_switched_off_it_reads_and_writes_nothing(tmp_path: Path) -> None:
    manager(tmp_path).put("answers", "key", b"data")
    off = manager(tmp_path / "off", ENABLE_CACHING="false")
    off.put("answers", "key", b"data")
    assert not (tmp_path / "off").exists()
    assert manager(tmp_path, ENABLE_CACHING="false").get("answers", "key") is None


@pytest.mark.parametrize("namespace", ["", "..", "a/b", "A", "/abs", "a\0"])
def test_a_namespace_is_never_a_path(tmp_path: Path, namespace: str) -> None:
    with pytest.raises(ValueError, match="namespace"):
        manager(tmp_path).put(namespace, "key", b"data")


def damage_flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def damage_zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def damage_empty(path: Path) -> None:
    path.write_bytes(b"")


def damage_longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def damage_time(path: Path) -> None:
    head, _, data = path.read_bytes().partition(b"\n")
    path.write_bytes(head[:-1] + bytes([head[-1] ^ 1]) + b"\n" + data)


def damage_binary_header(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00\n" + path.read_bytes())


@pytest.mark.parametrize(
    "damage",
    [
        damage_flip,
        damage_cut,
        damage_zero,
        damage_empty,
        damage_longer,
        damage_time,
        damage_binary_header,
    ],
)
def test_a_damaged_entry_is_removed_and_a_miss(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    warnings: list[str] = []
    cache = manager(tmp_path, warnings)
    cache.put("answers", "key", b"some data")
    path = entry(cache)
    damage(path)
    assert cache.get("answers", "key") is None
    assert not path.exists()
    assert "damaged" in warnings[0]


def test_every_flipped_bit_of_an_entry_is_noticed(tmp_path: Path) -> None:
    cache = manager(tmp_path)
    cache.put("answers", "key", b"data")
    path = entry(cache)
    whole = path.read_bytes()
    for position in range(len(whole) * 8):
        raw = bytearray(whole)
        raw[position // 8] ^= 1 << position % 8
        path.write_bytes(raw)
        assert cache.get("answers", "key") is None, position


def test_exchanged_entries_are_noticed(tmp_path: Path) -> None:
    cache = manager(tmp_path)
    cache.put("answers", "one", b"1")
    first = entry(cache)
    content = first.read_bytes()
    cache.put("answers", "two", b"2")
    (second,) = set((tmp_path / "answers").iterdir()) - {first}
    second.write_bytes(content)
    assert cache.get("answers", "two") is None
    assert cache.get("answers", "one") == b"1"


def test_an_old_entry_no_longer_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = manager(tmp_path, CACHE_TTL_DAYS="2")
    cache.put("answers", "key", b"data")
    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real + 86_400 * 1.5)
    assert cache.get("answers", "key") == b"data"
    assert cache.get("answers", "key", max_age_days=1) is None
    cache.put("answers", "key", b"data")
    monkeypatch.setattr(time, "time", lambda: real + 86_400 * 4)
    assert cache.get("answers", "key", max_age_days=100) is None


def test_a_clock_set_back_does_not_lose_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = manager(tmp_path)
    cache.put("answers", "key", b"data")
    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real - 86_400)
    assert cache.get("answers", "key") == b"data"


def test_a_disk_that_refuses_is_a_warning(tmp_path: Path) -> None:
    warnings: list[str] = []
    (tmp_path / "answers").write_text("a file where the folder should be")
    cache = manager(tmp_path, warnings)
    cache.put("answers", "key", b"data")
    assert cache.get("answers", "key") is None
    assert "cannot be written" in warnings[0]
    assert "cannot be read" in warnings[1]


def write_many(folder: str, number: int, start: Barrier) -> None:
    cache = manager(Path(folder))
    start.wait()
    for _ in range(10):
        cache.put("answers", "key", bytes([number]) * 200_000)


def test_eight_writers_of_one_key_leave_one_valid_entry(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(WRITERS + 1)
    arguments = [(str(tmp_path), number, start) for number in range(WRITERS)]
    writers = [context.Process(target=write_many, args=row) for row in arguments]
    for writer in writers:
        writer.start()
    warnings: list[str] = []
    cache = manager(tmp_path, warnings)
    start.wait(timeout=60)
    seen = [cache.get("answers", "key")]
    while any(writer.is_alive() for writer in writers):
        seen.append(cache.get("answers", "key"))
    whole = {bytes([number]) * 200_000 for number in range(WRITERS)}
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert set(seen) - {None} <= whole
    assert cache.get("answers", "key") in whole
    assert len(list((tmp_path / "answers").iterdir())) == 1
    assert warnings == []
