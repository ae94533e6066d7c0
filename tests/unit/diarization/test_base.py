"""Hearing a film in portions."""

from pathlib import Path
from typing import Any

from cp_whisperx.diarization.base import PORTION_SECONDS, one_speaker, who_speaks
from shared.artifacts import SpeakerTurn, SpeechRegion, SpeechRegions

HOURS_3 = 10_800.0


class FakeDiarizer:
    """Tells a turn for each portion; for tests alone."""

    def __init__(self, reason: str = "") -> None:
        self.portions: list[tuple[float, float]] = []
        self.reason = reason

    def hear(self, audio: str, start: float, end: float) -> None:
        self.portions.append((start, end))

    def turns(self) -> dict[str, Any]:
        turns = [
            SpeakerTurn(start=start, end=end, speaker="SPEAKER_00").model_dump(mode="json")
            for start, end in self.portions
        ]
        return {"turns": turns, "reason": self.reason}

    def close(self) -> None:
        pass


def speech(duration: float) -> SpeechRegions:
    region = SpeechRegion(start=1.0, end=2.0)
    return SpeechRegions(engine="test", duration=duration, regions=(region,))


def test_three_hours_are_heard_in_portions() -> None:
    engine, shares = FakeDiarizer(), list[float]()
    found = who_speaks(engine, "fake", Path("film.wav"), speech(HOURS_3 + 1), shares.append)
    assert engine.portions[0] == (0.0, PORTION_SECONDS)
    assert engine.portions[-1] == (HOURS_3, HOURS_3 + 1)
    assert all(a[1] == b[0] for a, b in zip(engine.portions, engine.portions[1:], strict=False))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(found.turns) == len(engine.portions)


def test_where_nobody_speaks_nothing_is_heard() -> None:
    engine = FakeDiarizer()
    nobody = SpeechRegions(engine="test", duration=50.0)
    found = who_speaks(engine, "fake", Path("film.wav"), nobody, lambda _: None)
    assert engine.portions == []
    assert found.turns == ()
    assert found.reason


def test_an_engine_that_cannot_tell_leaves_one_speaker() -> None:
    found = who_speaks(FakeDiarizer("why"), "f", Path("f.wav"), speech(9.0), lambda _: None)
    assert found == one_speaker(speech(9.0), "why")
    assert [(t.start, t.end, t.speaker) for t in found.turns] == [(1.0, 2.0, "SPEAKER_00")]
