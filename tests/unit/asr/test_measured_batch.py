"""Batch sizes: measured once, by the time that the same windows take."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.asr import faster_whisper, measured_batch
from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.faster_whisper import FasterWhisper
from cp_whisperx.asr.measured_batch import (
    LARGEST,
    fastest_size,
    known_size,
    measured_size,
    measurement_key,
    spread,
)
from cp_whisperx.asr.whisper_device import Placement
from shared.artifacts import SpeechRegions
from shared.config import load_config
from shared.wav import SAMPLE_RATE, read_samples
from tests.support.audio import said_in
from tests.support.contracts.asr import regions_of
from tests.support.wav import write_wav

CLIPS = list(range(LARGEST))
TURNS = 2


class Machine:
    """A clock that batches advance: each costs a start, and each clip its work."""

    def __init__(self, start: float, clip: float, memory: int = LARGEST) -> None:
        self.now = 0.0
        self.sizes: list[int] = []
        self._start, self._clip, self._memory = start, clip, memory

    def decode(self, part: Sequence[int]) -> None:
        self.sizes.append(len(part))
        if len(part) > self._memory:
            raise RuntimeError("CUDA failed with error out of memory")
        self.now += self._start + self._clip * len(part)

    def clock(self) -> float:
        return self.now

    def fastest(self) -> int:
        return fastest_size(CLIPS, self.decode, self.clock)


def test_where_batches_gain_nothing_one_is_taken_and_little_was_tried() -> None:
    processor = Machine(start=0.0, clip=1.0)
    assert processor.fastest() == 1
    assert processor.sizes == [1, 1, 1, 2]


def test_it_doubles_while_that_is_faster_by_more_than_a_twentieth() -> None:
    assert Machine(start=1.0, clip=0.0).fastest() == LARGEST
    # From 8 to 16: 2 * (1 + 8) = 18 against 1 + 16 = 17; that is 5.6 % less. Then 3 %.
    assert Machine(start=1.0, clip=1.0).fastest() == 16


def test_it_stops_where_the_memory_runs_out() -> None:
    assert Machine(start=1.0, clip=0.0, memory=8).fastest() == 8


def test_it_stops_before_the_machines_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured_batch, "_memory_is_left", lambda: False)
    assert Machine(start=1.0, clip=0.0).fastest() == 1


def test_another_error_is_none_of_its_business() -> None:
    def broken(part: Sequence[int]) -> None:
        if len(part) > 1:
            raise RuntimeError("the decoder fell over")

    with pytest.raises(RuntimeError, match="fell over"):
        fastest_size(CLIPS, broken)


def test_a_size_is_kept_for_what_it_was_measured_for(tmp_path: Path) -> None:
    cache = tmp_path / "hardware_cache.json"
    decode: Callable[[Sequence[int]], None] = lambda _part: None  # noqa: E731
    assert known_size("a card", cache) is None
    size = measured_size("a card", CLIPS, decode, cache)
    assert known_size("a card", cache) == size
    assert known_size("another card", cache) is None
    assert list(json.loads(cache.read_text())["batch_sizes"]) == ["a card"]


@pytest.mark.parametrize("value", ["8", 0, -1, 1000, None, [8]])
def test_a_damaged_memory_is_not_believed(tmp_path: Path, value: object) -> None:
    cache = tmp_path / "hardware_cache.json"
    cache.write_text(json.dumps({"batch_sizes": {"key": value}}))
    assert known_size("key", cache) is None


def test_the_key_tells_machine_model_and_numbers_apart() -> None:
    keys = {
        measurement_key(engine, model, Placement("cpu", numbers, threads))
        for engine in ("faster_whisper", "whisperx")
        for model in ("small", "large-v3")
        for numbers in ("int8", "float32")
        for threads in (1, 2)
    }
    assert len(keys) == 16


def test_windows_are_taken_from_the_whole_film() -> None:
    assert spread(range(64), 32) == tuple(range(0, 64, 2))
    assert spread("abc", 3) == ("a", "b", "c")


def film_of_many_windows(speech: Path, target: Path) -> tuple[Path, SpeechRegions]:
    """Says three sentences over and over, until there are enough windows to measure on."""
    samples = read_samples(speech)
    seconds = len(samples) / SAMPLE_RATE
    spans = [
        (said.start + turn * seconds, said.end + turn * seconds)
        for turn in range(TURNS)
        for said in said_in("hindi.opus")
    ]
    clip = write_wav(target, np.tile(samples, TURNS))
    return clip, regions_of(clip, *spans)


def test_an_engine_measures_on_the_film_and_remembers(
    whisper_micro: Path, spoken_hindi: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "hardware_cache.json"
    monkeypatch.setattr(measured_batch, "CACHE_FILE", cache)
    monkeypatch.setattr(faster_whisper, "LARGEST", 4)
    clip, regions = film_of_many_windows(spoken_hindi, tmp_path / "film.wav")
    values = {
        "WHISPERX_MODEL": str(whisper_micro), "CACHE_DIR": str(tmp_path), "NUM_THREADS": "1",
        "ASR_WINDOW_SECONDS": "2.6", "WHISPERX_BATCH_SIZE": "auto",
    }  # fmt: skip
    engine = FasterWhisper(load_config(overrides=values))
    found = engine.transcribe(RecognitionRequest(clip, regions, "hi"), lambda _share: None)
    sentences = [said.text for said in said_in("hindi.opus")]
    assert [segment.text for segment in found.segments] == sentences * TURNS
    (size,) = json.loads(cache.read_text())["batch_sizes"].values()
    assert size == engine._windows_at_once
    monkeypatch.setattr(measured_batch, "fastest_size", lambda *_args: pytest.fail("again"))
    assert FasterWhisper(load_config(overrides=values))._windows_at_once == size
