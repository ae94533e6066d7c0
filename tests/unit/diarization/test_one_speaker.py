"""The engine that tells nobody apart."""

from cp_whisperx.diarization.base import Diarizer
from cp_whisperx.diarization.one_speaker import OneSpeaker
from shared.config import load_config
from tests.support.contracts.diarization import DiarizerContract


class TestOneSpeaker(DiarizerContract):
    def make_engine(self) -> Diarizer:
        return OneSpeaker(load_config())


def test_it_says_why_there_are_no_turns() -> None:
    engine = OneSpeaker(load_config())
    engine.hear("film.wav", 0.0, 10.0)
    heard = engine.turns()
    assert heard["turns"] == []
    assert "one_speaker" in heard["reason"]
    engine.close()
