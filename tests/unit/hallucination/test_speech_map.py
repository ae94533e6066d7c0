"""Speech in a stretch of time is counted once, however many speakers there are."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.hallucination.speech_map import SpeechMap
from shared.artifacts import SpeechRegion

SPEECH = SpeechMap((SpeechRegion(start=5, end=8), SpeechRegion(start=2, end=4)))


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [(2, 4, 2), (3, 6, 2), (0, 1, 0), (4, 5, 0), (0, 10, 5), (9, 9, 0), (5.5, 6, 0.5)],
)
def test_seconds(start: float, end: float, seconds: float) -> None:
    assert SPEECH.seconds(start, end) == pytest.approx(seconds)


def test_overlapping_speakers_count_once() -> None:
    both = (SpeechRegion(start=0, end=2, speaker="A"), SpeechRegion(start=1, end=3, speaker="B"))
    assert SpeechMap(both).seconds(0, 4) == pytest.approx(3)


@pytest.mark.parametrize(
    ("start", "end", "distance"),
    [(3, 3.5, 0), (4, 5, 0), (4.2, 4.9, 0.1), (0, 1.5, 0.5), (10, 11, 2)],
)
def test_distance(start: float, end: float, distance: float) -> None:
    assert SPEECH.distance(start, end) == pytest.approx(distance)


def test_without_speech_it_is_infinitely_far() -> None:
    assert SpeechMap(()).distance(0, 1) == inf
    assert SpeechMap(()).seconds(0, 1) == 0


def test_certainty_is_weighed_by_time() -> None:
    regions = (
        SpeechRegion(start=0, end=3, confidence=0.9),
        SpeechRegion(start=3, end=4, confidence=0.5),
        SpeechRegion(start=6, end=7),
    )
    speech = SpeechMap(regions)
    assert speech.certainty(0, 4) == pytest.approx(0.8)
    assert speech.certainty(4, 5) is None
    assert speech.certainty(6, 7) is None


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10)), max_size=12)


@given(spans, st.integers(0, 60), st.integers(0, 20))
def test_seconds_equal_counting_them_one_by_one(
    pairs: list[tuple[int, int]], start: int, length: int
) -> None:
    regions = [SpeechRegion(start=at, end=at + size) for at, size in pairs]
    spoken = {second for at, size in pairs for second in range(at, at + size)}
    expected = sum(second in spoken for second in range(start, start + length))
    assert SpeechMap(regions).seconds(start, start + length) == pytest.approx(expected)
