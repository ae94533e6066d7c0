"""What every diarization engine must hold to."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from cp_whisperx.diarization.base import Diarizer, who_speaks
from shared.artifacts import SpeakerTurns, SpeechRegion, SpeechRegions
from shared.wav import duration_of


class DiarizerContract(ABC):
    """Inherit it, and say how the engine is made."""

    @abstractmethod
    def make_engine(self) -> Diarizer:
        """Makes the engine with its default settings."""

    @pytest.fixture
    def engine(self) -> Iterator[Diarizer]:
        made = self.make_engine()
        yield made
        made.close()

    def told(self, engine: Diarizer, audio: Path) -> SpeakerTurns:
        duration = duration_of(audio)
        whole = SpeechRegion(start=0.0, end=duration)
        speech = SpeechRegions(engine="test", duration=duration, regions=(whole,))
        return who_speaks(engine, "test", audio, speech, lambda _: None)

    def test_turns_are_in_order_and_in_bounds(self, engine: Diarizer, spoken_english: Path) -> None:
        found = self.told(engine, spoken_english)
        assert found.turns
        assert all(first.start <= second.start for first, second in pairwise(found.turns))
        assert all(0 <= turn.start < turn.end <= found.duration for turn in found.turns)
        assert found.turns[0].speaker == "SPEAKER_00"

    def test_answers_are_json_values(self, engine: Diarizer, spoken_english: Path) -> None:
        engine.hear(str(spoken_english), 0.0, duration_of(spoken_english))
        heard = engine.turns()
        assert json.loads(json.dumps(heard)) == heard

    def test_the_same_audio_gives_the_same_turns(
        self, engine: Diarizer, spoken_english: Path
    ) -> None:
        again = self.make_engine()
        assert self.told(again, spoken_english) == self.told(engine, spoken_english)
        again.close()

    def test_closes_twice(self) -> None:
        engine = self.make_engine()
        engine.close()
        engine.close()
