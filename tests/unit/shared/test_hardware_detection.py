"""Hardware: measured once, remembered, never believed on another machine."""

import json
from pathlib import Path

from shared.hardware_detection import (
    Hardware,
    detect_device,
    detect_hardware,
    measure,
    recall,
    remember,
)


def test_the_machine_is_measured() -> None:
    hardware = measure()
    assert hardware.device in ("cuda", "mps", "cpu")
    assert hardware.cores >= 1
    assert hardware.memory_mb > 100
    assert detect_device() == hardware.device


def test_the_cache_is_used_on_this_machine_alone(tmp_path: Path) -> None:
    cache = tmp_path / "hardware_cache.json"
    found = detect_hardware(cache)
    content = json.loads(cache.read_text())
    content["hardware"]["cores"] = 999
    cache.write_text(json.dumps(content))
    assert detect_hardware(cache).cores == 999
    assert detect_hardware(cache, refresh=True) == found
    content["machine"] = "another machine"
    cache.write_text(json.dumps(content))
    assert detect_hardware(cache) == found


def test_other_facts_in_the_cache_file_are_kept(tmp_path: Path) -> None:
    cache = tmp_path / "hardware_cache.json"
    cache.write_text('{"batch_sizes": {"whisper": 8}}')
    detect_hardware(cache)
    assert json.loads(cache.read_text())["batch_sizes"] == {"whisper": 8}


def test_a_damaged_or_unwritable_cache_costs_another_look(tmp_path: Path) -> None:
    cache = tmp_path / "hardware_cache.json"
    cache.write_text("{half")
    assert isinstance(detect_hardware(cache), Hardware)
    cache.write_text('{"machine": 3, "hardware": {"gpus": 8}}')
    assert isinstance(detect_hardware(cache), Hardware)
    assert isinstance(detect_hardware(tmp_path / "file" / "x"), Hardware)


def test_what_was_measured_is_remembered_beside_it(tmp_path: Path) -> None:
    cache = tmp_path / "hardware_cache.json"
    found = detect_hardware(cache)
    assert recall("batch_sizes", "card", cache) is None
    remember("batch_sizes", "card", 16, cache)
    remember("batch_sizes", "processor", 2, cache)
    assert recall("batch_sizes", "card", cache) == 16
    assert detect_hardware(cache) == found
    cache.write_text('{"batch_sizes": 3}')
    assert recall("batch_sizes", "card", cache) is None
    remember("batch_sizes", "card", 4, cache)
    assert recall("batch_sizes", "card", cache) == 4
    (tmp_path / "file").write_text("")
    remember("batch_sizes", "card", 4, tmp_path / "file" / "x")
