"""What every voice activity engine must hold to."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pytest

from cp_whisperx.vad.base import VoiceActivityDetector
from shared.wav import duration_of
from tests.support.wav import silence, tone, write_wav


class VadContract(ABC):
    """Inherit it, and say how the engine is made."""

    @abstractmethod
    def make_engine(self) -> VoiceActivityDetector:
        """Makes the engine with its default settings."""

    @pytest.fixture
    def engine(self) -> Iterator[VoiceActivityDetector]:
        made = self.make_engine()
        yield made
        made.close()

    def test_finds_speech_in_order_and_in_bounds(
        self, engine: VoiceActivityDetector, spoken_english: Path
    ) -> None:
        found = engine.detect(spoken_english, lambda _: None)
        assert found.regions
        assert found.duration == pytest.approx(duration_of(spoken_english))
        edges = [edge for r in found.regions for edge in (r.start, r.end)]
        assert edges == sorted(edges)
        assert edges[0] >= 0
        assert edges[-1] <= found.duration
        assert all(r.start < r.end for r in found.regions)
        assert all(r.confidence is None or 0 <= r.confidence <= 1 for r in found.regions)

    def test_reports_progress_to_the_end(
        self, engine: VoiceActivityDetector, spoken_english: Path
    ) -> None:
        shares: list[float] = []
        engine.detect(spoken_english, shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0

    def test_nothing_in_silence_and_tones(
        self, engine: VoiceActivityDetector, tmp_path: Path
    ) -> None:
        for samples in (silence(5), tone(5)):
            path = write_wav(tmp_path / "quiet.wav", samples)
            assert engine.detect(path, lambda _: None).regions == ()

    def test_empty_audio(self, engine: VoiceActivityDetector, tmp_path: Path) -> None:
        path = write_wav(tmp_path / "empty.wav", silence(0))
        assert engine.detect(path, lambda _: None).regions == ()

    def test_same_audio_gives_the_same_regions(
        self, engine: VoiceActivityDetector, spoken_english: Path
    ) -> None:
        first = engine.detect(spoken_english, lambda _: None)
        assert engine.detect(spoken_english, lambda _: None) == first

    def test_closes_twice(self) -> None:
        engine = self.make_engine()
        engine.close()
        engine.close()
