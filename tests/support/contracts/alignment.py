"""What every alignment engine must hold to."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cp_whisperx.alignment.base import Aligner
from shared.artifacts import Segment, SpeechRegions, Transcript, Word
from tests.support.ctc_model import Spoken
from tests.support.wav import silence, tone, write_wav


def silent(_: float) -> None:
    """Takes progress and does nothing with it."""


def assert_orderly(transcript: Transcript) -> None:
    """Checks that words are in order, inside their segment, and segments do not overlap."""
    reached = 0.0
    for segment in transcript.segments:
        edges = [edge for word in segment.words for edge in (word.start, word.end)]
        assert edges == sorted(edges)
        assert all(word.start < word.end for word in segment.words)
        if edges:
            assert segment.start == edges[0]
            assert segment.end == edges[-1]
        assert reached <= segment.start <= segment.end <= transcript.duration
        reached = segment.end


class AlignmentContract(ABC):
    """Inherit it, and say how the engine is made."""

    clip_name = "english"

    @abstractmethod
    def make_engine(self) -> Aligner:
        """Makes the engine."""

    @pytest.fixture
    def engine(self) -> Iterator[Aligner]:
        made = self.make_engine()
        yield made
        made.close()

    @pytest.fixture
    def spoken(self, clip: Callable[[str], Spoken]) -> Spoken:
        return clip(self.clip_name)

    def test_words_are_the_same_in_order_and_in_bounds(
        self, engine: Aligner, spoken: Spoken
    ) -> None:
        aligned = engine.align(spoken.audio, spoken.transcript, spoken.regions, silent)
        assert_orderly(aligned)
        for before, after in zip(spoken.transcript.segments, aligned.segments, strict=True):
            assert after.id == before.id
            assert after.text == before.text
            assert " ".join(word.text for word in after.words) == before.text

    def test_reports_progress_to_the_end(self, engine: Aligner, spoken: Spoken) -> None:
        shares: list[float] = []
        engine.align(spoken.audio, spoken.transcript, spoken.regions, shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0

    def test_same_input_gives_the_same_times(self, engine: Aligner, spoken: Spoken) -> None:
        first = engine.align(spoken.audio, spoken.transcript, spoken.regions, silent)
        second = engine.align(spoken.audio, spoken.transcript, spoken.regions, silent)
        assert first == second

    def test_nothing_to_align(self, engine: Aligner, spoken: Spoken) -> None:
        empty = spoken.transcript.model_copy(update={"segments": ()})
        shares: list[float] = []
        assert engine.align(spoken.audio, empty, spoken.regions, shares.append) == empty
        assert shares == [1.0]

    def test_text_over_silence_and_tones_keeps_its_place(
        self, engine: Aligner, tmp_path: Path
    ) -> None:
        word = Word(text="nobody", start=1.0, end=1.6)
        segment = Segment(id=7, start=1.0, end=1.6, text="nobody", words=(word,))
        transcript = Transcript(language="en", duration=3.0, engine="test", segments=(segment,))
        nowhere = SpeechRegions(engine="test", duration=3.0)
        for samples in (silence(3), tone(3)):
            audio = write_wav(tmp_path / "nobody.wav", samples)
            (found,) = engine.align(audio, transcript, nowhere, silent).segments
            assert found.text == "nobody"
            assert found.start == pytest.approx(1.0, abs=0.5)
            assert found.end == pytest.approx(1.6, abs=0.5)

    def test_segment_of_no_length_and_past_the_end(self, engine: Aligner, spoken: Spoken) -> None:
        duration = spoken.transcript.duration
        segments = (
            Segment(id=0, start=1.0, end=1.0, text="you"),
            Segment(id=1, start=duration - 0.01, end=duration + 2, text="tea"),
            Segment(id=2, start=duration - 0.01, end=duration + 2, text=""),
        )
        odd = spoken.transcript.model_copy(update={"segments": segments})
        aligned = engine.align(spoken.audio, odd, spoken.regions, silent)
        assert [segment.id for segment in aligned.segments] == [0, 1, 2]
        assert all(0 <= s.start <= s.end <= duration for s in aligned.segments if s.words)

    def test_closes_twice(self) -> None:
        engine = self.make_engine()
        engine.close()
        engine.close()
