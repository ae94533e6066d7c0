"""WhisperX on the small model, in its own environment."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from cp_whisperx.asr.base import Recogniser
from cp_whisperx.asr.whisperx import WhisperX, _encodings, _spans_of
from shared.config import Config
from shared.errors import OutOfMemoryError
from tests.support.audio import said_in
from tests.support.contracts.whisper import WhisperContract, config_of, hear, texts
from tests.support.fake_engines import MemoryHungryFakePipeline
from tests.support.wav import silence


@pytest.mark.engines("whisperx")
class TestWhisperX(WhisperContract):
    weights = "model.bin"

    def make(self, config: Config) -> Recogniser:
        return WhisperX(config)

    @pytest.fixture
    def micro(self, whisper_micro: Path) -> Path:
        return whisper_micro


def starve(engine: WhisperX, largest: int) -> MemoryHungryFakePipeline:
    real = SimpleNamespace(transcribe=engine._pipeline.transcribe)
    hungry = MemoryHungryFakePipeline(real, largest)
    engine._pipeline.transcribe = hungry.transcribe
    return hungry


def small_windows(model: Path, cache: Path, size: str = "4") -> Config:
    return config_of(model, cache, ASR_WINDOW_SECONDS="2.6", WHISPERX_BATCH_SIZE=size)


@pytest.mark.engines("whisperx")
def test_out_of_memory_halves_the_batch(
    whisper_micro: Path, tmp_path: Path, spoken_english: Path
) -> None:
    engine = WhisperX(small_windows(whisper_micro, tmp_path))
    hungry = starve(engine, largest=1)
    found = hear(engine, spoken_english, "en")
    assert texts(found) == [sentence.text for sentence in said_in("english.opus")]
    assert hungry.sizes == [3, 2, 1, 1, 1]


@pytest.mark.engines("whisperx")
def test_out_of_memory_for_good(whisper_micro: Path, tmp_path: Path, spoken_english: Path) -> None:
    engine = WhisperX(small_windows(whisper_micro, tmp_path))
    hungry = starve(engine, largest=0)
    with pytest.raises(OutOfMemoryError, match=r"does not suffice.*smaller WHISPERX_MODEL"):
        hear(engine, spoken_english, "en")
    assert len(hungry.sizes) == 3


@pytest.mark.engines("whisperx")
def test_the_batch_size_changes_nothing(
    whisper_micro: Path, tmp_path: Path, spoken_hindi: Path
) -> None:
    alone, together = (
        hear(WhisperX(small_windows(whisper_micro, tmp_path, size)), spoken_hindi, "hi")
        for size in ("1", "8")
    )
    assert texts(alone) == texts(together)
    for one, other in zip(alone.segments, together.segments, strict=True):
        assert (one.start, one.end) == pytest.approx((other.start, other.end), abs=0.021)
        assert one.evidence == pytest.approx(other.evidence, abs=0.01)


def test_clips_are_told_apart_by_where_they_lie() -> None:
    spans = _spans_of([silence(1.0), silence(0.5)])
    assert spans == [{"start": 0.0, "end": 1.0}, {"start": 1.0, "end": 1.5}]


def test_what_the_encoder_makes_is_kept_while_it_is_wanted() -> None:
    class Model:
        def encode(self, features: int) -> int:
            return 2 * features

    model = Model()
    with _encodings(model) as made:
        assert model.encode(4) == 8
    assert model.encode(5) == 10
    assert made == [8]
