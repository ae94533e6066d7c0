from collections.abc import Sequence

import pytest

from cp_whisperx.asr.coverage import (
    UNCOVERED,
    Attempt,
    AuditRules,
    audit_coverage,
    describe_uncovered,
)
from shared.artifacts import Segment, SpeechRegion, SpeechRegions, TimeSpan, Transcript, Word

SPEECH = SpeechRegions(
    engine="t", duration=40,
    regions=(SpeechRegion(start=1, end=9), SpeechRegion(start=12, end=14),
             SpeechRegion(start=20, end=26)),
)  # fmt: skip


def said(text: str, start: float, end: float, sure: float = 0.9) -> Segment:
    parts = text.split()
    step = (end - start) / len(parts)
    words = tuple(
        Word(text=part, start=start + n * step, end=start + (n + 1) * step, confidence=sure)
        for n, part in enumerate(parts)
    )
    return Segment(id=0, start=start, end=end, text=text, words=words, language="en")


FIRST = Transcript(
    language="en", duration=40, engine="t",
    segments=(said("Where did you go", 1, 3), said("I was at home", 6.5, 9).model_copy(
        update={"id": 1}), said("Come in now then please sit down", 20, 26).model_copy(
        update={"id": 2})),
)  # fmt: skip


class Way:
    """Hears what it was made to hear, and keeps what it was asked for."""

    def __init__(self, *segments: Segment) -> None:
        self.segments = segments
        self.asked: list[list[tuple[float, float]]] = []

    def __call__(self, spans: Sequence[TimeSpan]) -> Transcript:
        self.asked.append([(span.start, span.end) for span in spans])
        return Transcript(language="en", duration=40, engine="t", segments=self.segments)


def rules(least: float = 0.8, share: float = 1.0, **more: object) -> AuditRules:
    return AuditRules(least, share, lambda text, _: text == "Thank you.", **more)  # type: ignore[arg-type]


def audit(*ways: Way, by: AuditRules | None = None) -> Transcript:
    attempts = [Attempt(f"way {n}", way) for n, way in enumerate(ways)]
    return audit_coverage(FIRST, SPEECH, attempts, by or rules())


def test_what_was_missed_comes_in_and_is_told() -> None:
    first = Way(said("I looked for you", 3.5, 6.0))
    second = Way(said("Nobody there", 12.2, 13.8))
    found = audit(first, second, Way(said("never asked", 12, 13)))
    assert [s.text for s in found.segments] == [
        "Where did you go", "I looked for you", "I was at home", "Nobody there",
        "Come in now then please sit down",
    ]  # fmt: skip
    assert [s.id for s in found.segments] == [0, 1, 2, 3, 4]
    assert first.asked == [[(3.0, 6.5), (12.0, 14.0)]]
    assert second.asked == [[(12.0, 14.0)]]
    assert [(r.segment, r.kind, r.method, r.before, r.after) for r in found.repairs] == [
        (1, UNCOVERED, "way 0", "", "I looked for you"),
        (3, UNCOVERED, "way 1", "", "Nobody there"),
    ]
    assert found.uncovered == ()


def test_what_nobody_understands_is_told_with_its_times() -> None:
    found = audit(Way(), Way())
    assert found.segments == FIRST.segments
    assert [(s.start, s.end) for s in found.uncovered] == [(3.0, 6.5), (12.0, 14.0)]


@pytest.mark.parametrize("text", ["Thank you.", "Where did you go", "..."])
def test_what_is_not_plausible_stays_out(text: str) -> None:
    assert audit(Way(said(text, 3.5, 6.0))).segments == FIRST.segments


def test_where_a_second_judge_hears_nobody_nothing_is_tried() -> None:
    way = Way(said("I looked for you", 3.5, 6.0), said("Nobody there", 12.2, 13.8))
    deaf = rules(voiced_share=lambda span: 0.0 if span.start > 10 else 1.0)
    found = audit(way, by=deaf)
    assert way.asked == [[(3.0, 6.5)]]
    assert [repair.after for repair in found.repairs] == ["I looked for you"]
    assert [(s.start, s.end) for s in found.uncovered] == [(12.0, 14.0)]


def test_text_where_a_second_judge_hears_nobody_is_not_taken() -> None:
    way = Way(said("I looked for you", 3.5, 6.0))
    half = rules(voiced_share=lambda _span: 0.3)
    assert audit(way, by=half).segments == FIRST.segments


def test_the_cost_is_bounded_the_longest_first() -> None:
    ways = [Way(), Way(), Way()]
    audit(*ways, by=rules(share=0.25))
    assert [way.asked for way in ways] == [[[(3.0, 6.5)]], [], []]
    ways = [Way(), Way(), Way()]
    audit(*ways, by=rules(share=0.6))
    assert [way.asked for way in ways] == [
        [[(3.0, 6.5), (12.0, 14.0)]], [[(3.0, 6.5)]], [],
    ]  # fmt: skip


def test_it_can_be_left_out() -> None:
    way = Way()
    assert audit(way, by=rules(least=0.0)) == FIRST
    assert way.asked == []


def test_the_longest_are_told() -> None:
    spans = [TimeSpan(start=3_600 + n * 60, end=3_600 + n * 60 + 1 + n) for n in range(7)]
    text = describe_uncovered(spans)
    assert text.startswith("28.0 s of speech stay without words, the longest at 1:02:00")
    assert "1:06:00 (7.0 s)" in text
    assert "1:00:00" not in text
