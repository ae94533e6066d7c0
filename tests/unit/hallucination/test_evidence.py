"""What can be measured of a segment is measured, each by itself."""

from math import inf

import numpy as np
import pytest

from cp_whisperx.hallucination.evidence import Evidence, Witness
from cp_whisperx.hallucination.sound import LoudnessTrack
from cp_whisperx.hallucination.speech_map import SpeechMap
from shared.artifacts import Segment, SpeechRegion, Word

SPEECH = SpeechMap((SpeechRegion(start=2, end=4), SpeechRegion(start=5, end=8)))
LINE = "मैं कल दिल्ली जा रहा हूँ।"


def look(text: str, loudness: LoudnessTrack | None = None, **more: object) -> Evidence:
    fields: dict[str, object] = {"id": 0, "start": 5.0, "end": 7.0, "text": text}
    segment = Segment.model_validate(fields | more)
    return Witness(SPEECH, "hi", loudness).gather(segment)


def test_all_of_it_spoken() -> None:
    evidence = look(LINE)
    assert evidence.speech_share == 1
    assert evidence.distance == 0
    assert evidence.figures()["speech_share"] == 1


def test_speech_enough_to_say_it_is_enough_in_a_long_segment() -> None:
    assert look(LINE, start=4.5, end=40).speech_share == 1
    assert look(LINE * 9, start=4.5, end=40).speech_share < 0.5


def test_a_short_word_at_the_edge_of_speech_is_under_it() -> None:
    assert look("हाँ", start=8.05, end=8.35).speech_share > 0.5
    assert look("हाँ", start=8.5, end=8.8).speech_share == 0


def test_rate() -> None:
    evidence = look(LINE)
    assert evidence.fast_rate == evidence.syllables_per_second == pytest.approx(4.5, abs=1)
    assert evidence.slow_rate == inf
    assert look("जा").fast_rate == 0
    assert look("जा", start=0, end=8).slow_rate == pytest.approx(0.125, abs=0.05)


def test_confidence_is_the_segment_s_then_the_probability_s_then_the_words() -> None:
    words = (
        Word(text="जा", start=5, end=6, confidence=0.1),
        Word(text="रहा", start=6, end=7, confidence=0.3),
    )
    probability = {"avg_logprob": -0.6931}
    assert look("जा रहा", words=words).confidence == pytest.approx(0.2)
    found = look("जा रहा", words=words, evidence=probability).confidence
    assert found == pytest.approx(0.5, abs=0.001)
    given = look("जा रहा", words=words, evidence=probability, confidence=0.0)
    assert given.confidence == 0
    assert look("जा रहा").confidence is None


def test_english_mixes_with_hindi_and_urdu_letters_do_not() -> None:
    assert look("okay, let's go to the station").foreign_share == 0
    assert look("میں جا رہا ہوں").foreign_share == 1


def test_loudness_where_it_is_known() -> None:
    levels = np.full(100, -70, np.float32)
    levels[50:70] = -20
    evidence = look(LINE, LoudnessTrack(levels, -70))
    assert evidence.level == pytest.approx(-20)
    assert evidence.above_floor == pytest.approx(50)
    assert evidence.figures()["level_db"] == pytest.approx(-20)
    assert look(LINE).above_floor is None


def test_repetition_in_the_text() -> None:
    assert look("जा जा जा").one_thing
    assert not look(LINE).one_thing
    assert look("हम चलेंगे " * 30).compression > 2.4
