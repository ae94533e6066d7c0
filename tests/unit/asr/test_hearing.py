from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.hearing import Hearing
from shared.artifacts import SpeechRegion, SpeechRegions, TimeSpan, Transcript
from shared.config import load_config
from tests.support.fake_engines import RecordingFakeRecogniser

SPEECH = SpeechRegions(engine="t", duration=9, regions=(SpeechRegion(start=1, end=8),))


class Reporting(RecordingFakeRecogniser):
    """Reports half and all of its work, too."""

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        report(0.5)
        report(1.0)
        return super().transcribe(request, report)


@pytest.fixture
def shares() -> list[float]:
    return []


@pytest.fixture
def hearing(shares: list[float]) -> Hearing:
    Reporting.requests.clear()
    request = RecognitionRequest(Path("mix.wav"), SPEECH, "auto", ("दिल्ली",))
    return Hearing(Reporting(load_config()), request, shares.append)


def test_the_whole_then_carefully_then_parts(hearing: Hearing, shares: list[float]) -> None:
    hearing.hear()
    hearing.hear_carefully()
    hearing.hear_again(
        [TimeSpan(start=2, end=3)], careful=True, script="Deva", audio=Path("vocals.wav"),
        language="hi",
    )  # fmt: skip
    first, careful, again = Reporting.requests
    assert first == hearing.request
    assert (careful.careful, careful.hotwords, careful.regions) == (True, (), SPEECH)
    assert again.audio == Path("vocals.wav")
    assert [(r.start, r.end) for r in again.regions.regions] == [(2, 3)]
    assert again.regions.duration == 9
    assert (again.language, again.script, again.careful, again.alone) == ("hi", "Deva", True, True)
    assert again.hotwords == ()
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1


def test_another_engine_can_be_asked(hearing: Hearing) -> None:
    class Other(RecordingFakeRecogniser):
        requests: ClassVar[list[RecognitionRequest]] = []

    hearing.hear_again([TimeSpan(start=2, end=3)], recogniser=Other(load_config()))
    assert len(Other.requests) == 1
    assert Reporting.requests == []
    assert Other.requests[0].language == "auto"
