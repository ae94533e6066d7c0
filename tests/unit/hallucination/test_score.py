"""Evidence adds up; each clue alone moves the score its way."""

from typing import Any

import pytest

from cp_whisperx.hallucination.evidence import Evidence, Witness
from cp_whisperx.hallucination.score import (
    CLUES,
    DOUBTFUL,
    THRESHOLDS,
    Verdict,
    interpolate,
    judge,
)
from cp_whisperx.hallucination.speech_map import SpeechMap
from shared.artifacts import Segment, SpeechRegion

SPEECH = SpeechMap((SpeechRegion(start=2, end=4), SpeechRegion(start=5, end=8)))
LINE = "मैं कल दिल्ली जा रहा हूँ भाई"


def look(text: str, speech: SpeechMap = SPEECH, **more: Any) -> Verdict:
    fields: dict[str, Any] = {"id": 0, "start": 5.0, "end": 7.0, "text": text}
    return judge(Witness(speech, "hi").gather(Segment.model_validate(fields | more)))


@pytest.mark.parametrize(
    ("text", "more", "reason"),
    [
        (LINE, {"start": 10, "end": 12}, "no speech under it"),
        (LINE, {"start": 30, "end": 32}, "far from any speech"),
        (LINE, {"start": 3.6, "end": 5.1}, "little speech under it"),
        (LINE, {"confidence": 0.2}, "low confidence"),
        (LINE, {"evidence": {"avg_logprob": -1.6}}, "low confidence"),
        (LINE, {"evidence": {"no_speech_prob": 0.9}}, "the recogniser suspected silence"),
        (LINE, {"evidence": {"temperature": 1.0}}, "guessed at a high temperature"),
        (LINE, {"flags": ("aligned_poorly",)}, "its words were not found in the sound"),
        (LINE, {"end": 5.3}, "said impossibly fast"),
        ("जा", {"start": 0, "end": 8}, "stretched over a long time"),
        ("धन्यवाद", {}, "known filler phrase"),
        ("सब्सक्राइब करें", {}, "known appeal to viewers"),
        ("Subtitles by Amara.org", {}, "known credit line"),
        ("(संगीत)", {}, "sound label"),
        ("Subtitles by Amara.org", {"kind": "song"}, "a known phrase over music"),
        ("जा जा जा", {}, "text repeats itself"),
        ("میں جا رہا ہوں", {}, "foreign script"),
        ("марш मैं go ทำ", {}, "mixes scripts"),
        ("मैं जा", {"flags": ("broken_text",)}, "broken letters"),
        ("…", {}, "no letters in it"),
    ],
)
def test_each_reason_is_named_and_raises_the_score(
    text: str, more: dict[str, Any], reason: str
) -> None:
    verdict = look(text, **more)
    assert reason in verdict.reasons
    assert verdict.score > look(LINE).score


def test_plain_speech_has_no_reason() -> None:
    verdict = look(LINE, confidence=0.9)
    assert verdict.reasons == ()
    assert verdict.heard
    assert verdict.plainly_spoken
    assert not verdict.doubtful


def test_a_detector_s_doubt_counts() -> None:
    unsure = SpeechMap((SpeechRegion(start=5, end=8, confidence=0.5),))
    verdict = look(LINE, unsure, confidence=0.6)
    assert "the detector doubts the speech under it" in verdict.reasons
    assert not verdict.plainly_spoken


@pytest.mark.parametrize("text", ["Subtitles by Amara.org", "Please subscribe", "[music]", "بھائی"])
def test_what_is_plainly_spoken_stays_whatever_it_says(text: str) -> None:
    verdict = look(text, confidence=0.6)
    assert not any(verdict.condemned(sensitivity) for sensitivity in THRESHOLDS)


def test_sensitivity_moves_the_threshold() -> None:
    assert THRESHOLDS["strict"] < THRESHOLDS["normal"] < THRESHOLDS["lenient"]
    middling = Verdict(0.5, (), heard=False, plainly_spoken=False, known=False)
    assert [middling.condemned(name) for name in ("strict", "normal", "lenient")] == [1, 1, 0]
    assert THRESHOLDS["strict"] > DOUBTFUL


def test_every_curve_is_in_order_and_every_clue_has_its_own_name() -> None:
    assert len({clue.reason for clue in CLUES}) == len(CLUES)
    for clue in CLUES:
        values = [value for value, _ in clue.curve]
        assert values == sorted(set(values))


@pytest.mark.parametrize(
    ("value", "weight"), [(-5, 1.0), (0, 1.0), (1, 2.0), (2, 3.0), (3, 0.0), (9, 0.0)]
)
def test_interpolation(value: float, weight: float) -> None:
    assert interpolate(((0, 1.0), (2, 3.0), (3, 0.0)), value) == pytest.approx(weight)


def test_likeness_is_of_the_phrase_s_own_kind() -> None:
    segment = Segment(id=0, start=5, end=6, text="धन्यवाद")
    evidence: Evidence = Witness(SPEECH, "hi").gather(segment)
    assert (evidence.likeness("polite"), evidence.likeness("credits")) == (1, 0)
