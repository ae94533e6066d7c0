"""What every recognition engine must hold to."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from cp_whisperx.asr.base import Recogniser, RecognitionRequest
from shared.artifacts import SpeechRegion, SpeechRegions, Transcript
from shared.wav import duration_of


def regions_of(audio: Path, *spans: tuple[float, float]) -> SpeechRegions:
    """Makes speech regions of an audio file by hand."""
    regions = tuple(SpeechRegion(start=start, end=end) for start, end in spans)
    return SpeechRegions(engine="test", duration=duration_of(audio), regions=regions)


def ignore(_share: float) -> None:
    """Takes a report of progress."""


class AsrContract(ABC):
    """Inherit it, and say how the engine is made and what it shall hear.

    Attributes:
        spans: Where somebody speaks in the clip; at least one.
        language: The clip's language.
    """

    spans: tuple[tuple[float, float], ...]
    language: str

    @abstractmethod
    def make_engine(self) -> Recogniser:
        """Makes the engine."""

    @pytest.fixture
    def clip(self) -> Path:
        """A clip that the engine understands."""
        raise NotImplementedError

    @pytest.fixture
    def engine(self) -> Iterator[Recogniser]:
        made = self.make_engine()
        yield made
        made.close()

    @pytest.fixture
    def transcript(self, engine: Recogniser, clip: Path) -> Transcript:
        request = RecognitionRequest(clip, regions_of(clip, *self.spans), self.language)
        return engine.transcribe(request, ignore)

    def test_segments_are_in_order_and_in_bounds(self, transcript: Transcript, clip: Path) -> None:
        assert transcript.segments
        assert transcript.duration == pytest.approx(duration_of(clip))
        assert [s.id for s in transcript.segments] == list(range(len(transcript.segments)))
        for segment in transcript.segments:
            assert 0 <= segment.start < segment.end <= transcript.duration
            assert segment.text == segment.text.strip() != ""
            assert segment.confidence is not None
            assert 0 <= segment.confidence <= 1
        for first, second in pairwise(transcript.segments):
            assert first.end <= second.start

    def test_words_lie_in_their_segment_in_order(self, transcript: Transcript) -> None:
        for segment in transcript.segments:
            assert " ".join(word.text for word in segment.words) == segment.text
            edges = [edge for word in segment.words for edge in (word.start, word.end)]
            assert edges == sorted(edges)
            assert segment.start <= edges[0] <= edges[-1] <= segment.end
            assert all(w.confidence is not None and 0 <= w.confidence <= 1 for w in segment.words)

    def test_language_is_honoured(self, transcript: Transcript) -> None:
        assert transcript.language == self.language
        assert {segment.language for segment in transcript.segments} == {self.language}

    def test_text_comes_from_the_regions_alone(self, engine: Recogniser, clip: Path) -> None:
        start, end = self.spans[0]
        request = RecognitionRequest(clip, regions_of(clip, (start, end)), self.language)
        found = engine.transcribe(request, ignore)
        assert found.segments
        assert all(s.start > start - 0.5 and s.end < end + 0.5 for s in found.segments)

    def test_no_region_no_text(self, engine: Recogniser, clip: Path) -> None:
        request = RecognitionRequest(clip, regions_of(clip), self.language)
        found = engine.transcribe(request, ignore)
        assert found.segments == ()
        assert found.language == self.language

    def test_reports_progress_to_the_end(self, engine: Recogniser, clip: Path) -> None:
        shares: list[float] = []
        request = RecognitionRequest(clip, regions_of(clip, *self.spans), self.language)
        engine.transcribe(request, shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0

    def test_same_audio_gives_the_same_text(
        self, engine: Recogniser, clip: Path, transcript: Transcript
    ) -> None:
        request = RecognitionRequest(clip, regions_of(clip, *self.spans), self.language)
        assert engine.transcribe(request, ignore) == transcript

    def test_closes_twice(self) -> None:
        engine = self.make_engine()
        engine.close()
        engine.close()
