"""What speaks against a segment is measured, each by itself."""

import pytest

from cp_whisperx.hallucination.evidence import Evidence, gather, speech_share
from shared.artifacts import Segment, SpeechRegion, Word

SPEECH = (SpeechRegion(start=2, end=4), SpeechRegion(start=5, end=8))


def look(text: str, **more: object) -> Evidence:
    fields: dict[str, object] = {"id": 0, "start": 5.0, "end": 7.0, "text": text}
    segment = Segment.model_validate(fields | more)
    return gather(segment, SPEECH, "hi")


def names(evidence: Evidence) -> set[str]:
    return {*evidence.acoustic_suspicions(), *evidence.textual_suspicions()}


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [(2, 4, 1), (3, 6, 2 / 3), (0, 1, 0), (4, 5, 0), (0, 10, 0.5), (9, 9, 0)],
)
def test_speech_share(start: float, end: float, share: float) -> None:
    assert speech_share(start, end, SPEECH) == pytest.approx(share)


def test_overlapping_speakers_count_once() -> None:
    both = (SpeechRegion(start=0, end=2, speaker="A"), SpeechRegion(start=1, end=3, speaker="B"))
    assert speech_share(0, 4, both) == pytest.approx(0.75)


def test_plain_speech_is_not_suspected() -> None:
    evidence = look("मैं कल दिल्ली जा रहा हूँ।", confidence=0.9)
    assert names(evidence) == set()
    assert evidence.weight() == 0


@pytest.mark.parametrize(
    ("text", "more", "suspicion"),
    [
        ("मैं जा रहा हूँ", {"start": 10, "end": 12}, "no speech under it"),
        ("मैं जा रहा हूँ", {"start": 3.5, "end": 5.2}, "little speech under it"),
        ("मैं जा रहा हूँ", {"confidence": 0.2}, "low confidence"),
        ("मैं कल दिल्ली जा रहा हूँ भाई", {"end": 5.1}, "said impossibly fast"),
        ("जा", {"start": 0, "end": 8}, "stretched over a long time"),
        ("धन्यवाद", {}, "known filler phrase"),
        ("सब्सक्राइब करें", {}, "known credit line or label"),
        ("जा जा जा", {}, "text repeats itself"),
        ("میں جا رہا ہوں", {}, "foreign script or broken letters"),
        ("मैं जा", {"flags": ("broken_text",)}, "foreign script or broken letters"),
        ("…", {}, "no letters in it"),
    ],
)
def test_each_suspicion(text: str, more: dict[str, object], suspicion: str) -> None:
    assert suspicion in names(look(text, **more))


def test_english_mixes_with_hindi() -> None:
    assert names(look("okay, let's go to the station")) == set()


def test_confidence_of_the_words_stands_in() -> None:
    words = (
        Word(text="जा", start=5, end=6, confidence=0.1),
        Word(text="रहा", start=6, end=7, confidence=0.3),
    )
    evidence = look("जा रहा", words=words)
    assert evidence.confidence == pytest.approx(0.2)
    assert "low confidence" in names(evidence)


def test_unknown_confidence_is_no_suspicion_and_zero_is() -> None:
    assert "low confidence" not in names(look("जा रहा हूँ"))
    assert "low confidence" in names(look("जा रहा हूँ", confidence=0.0))
