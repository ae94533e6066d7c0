from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cp_whisperx.asr.base import UNDETERMINED, RecognitionRequest
from cp_whisperx.asr.journal import FileJournal, Journal
from cp_whisperx.asr.spoken import spoken_languages
from cp_whisperx.asr.windows import Window
from shared.errors import InvalidInputError
from tests.support.contracts.asr import ignore, regions_of
from tests.support.wav import silence, write_wav

WINDOWS = [Window(n * 4.0, n * 4.0 + 2.0, ((n * 4.0, n * 4.0 + 2.0),)) for n in range(4)]


class Detector:
    """Tells each clip's language from a list."""

    def __init__(self, *answers: tuple[str, float]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, clip: Any) -> tuple[str, float]:
        assert clip.dtype == np.float32
        self.asked += 1
        return self.answers[self.asked - 1]


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "a.wav", silence(16))


def spoken(
    audio: Path, detector: Detector, language: str = "auto", journal: Journal | None = None
) -> tuple[str, list[str]]:
    request = RecognitionRequest(audio, regions_of(audio), language)
    return spoken_languages(request, WINDOWS, detector, journal or Journal(), ignore)


def test_a_pinned_language_is_not_asked_for(audio: Path) -> None:
    detector = Detector()
    assert spoken(audio, detector, "hi") == ("hi", ["hi"] * 4)
    assert detector.asked == 0


def test_most_speech_decides_and_a_sure_window_has_its_own(audio: Path) -> None:
    detector = Detector(("hi", 0.9), ("en", 0.95), ("ur", 0.5), ("hi", 0.7))
    assert spoken(audio, detector) == ("hi", ["hi", "en", "hi", "hi"])


def test_nothing_to_hear(audio: Path) -> None:
    request = RecognitionRequest(audio, regions_of(audio), "auto")
    found = spoken_languages(request, [], Detector(), Journal(), ignore)
    assert found == (UNDETERMINED, [])


def test_a_language_nobody_knows(audio: Path) -> None:
    with pytest.raises(InvalidInputError, match="'xx'.*--source-language"):
        spoken(audio, Detector(*[("xx", 0.9)] * 4))


def test_what_was_detected_is_not_asked_again(audio: Path, tmp_path: Path) -> None:
    answers = [("hi", 0.9), ("en", 0.1 + 0.2), ("en", 0.9), ("hi", 0.7)]
    whole = spoken(audio, Detector(*answers))
    path = tmp_path / "j.jsonl"
    with FileJournal(path, {}) as journal, pytest.raises(IndexError):
        spoken(audio, Detector(*answers[:2]), journal=journal)
    with FileJournal(path, {}) as journal:
        rest = Detector(*answers[2:])
        assert spoken(audio, rest, journal=journal) == whole
    assert rest.asked == 2
