from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.asr.tidying import OUTSIDE_SPEECH, UNDER_ANOTHER, tidy
from shared.artifacts import Segment, SpeechRegion, Word

REGIONS = (SpeechRegion(start=2, end=5), SpeechRegion(start=8, end=10))


def segment(start: float, end: float, *words: tuple[str, float, float]) -> Segment:
    made = tuple(Word(text=text, start=a, end=b) for text, a, b in words)
    return Segment(id=7, start=start, end=end, text="x", words=made)


def test_order_and_ids() -> None:
    kept, removed = tidy([segment(8.2, 9), segment(2.1, 3)], REGIONS, 12)
    assert [(s.id, s.start) for s in kept] == [(0, 2.1), (1, 8.2)]
    assert removed == ()


def test_text_in_the_pause_is_set_aside() -> None:
    kept, removed = tidy([segment(5.6, 7.4)], REGIONS, 12)
    assert kept == ()
    assert removed[0].reasons == (OUTSIDE_SPEECH,)


def test_ends_are_pulled_to_the_speech() -> None:
    kept, _ = tidy([segment(0.5, 6.9)], REGIONS, 12)
    assert (kept[0].start, kept[0].end) == (1.8, 5.3)


def test_overlap_goes_to_the_first() -> None:
    kept, _ = tidy([segment(2, 4), segment(3.5, 4.8)], REGIONS, 12)
    assert [(s.start, s.end) for s in kept] == [(2, 4), (4, 4.8)]


def test_words_follow_in_order() -> None:
    words = (("a", 0.4, 2.4), ("b", 2.3, 3.0), ("c", 3.0, 9.0))
    kept, _ = tidy([segment(0.5, 9.0, *words)], REGIONS[:1], 12)
    assert [(w.start, w.end) for w in kept[0].words] == [(1.8, 2.4), (2.4, 3.0), (3.0, 5.3)]


def test_segment_under_another_is_set_aside() -> None:
    kept, removed = tidy([segment(2, 5), segment(2.5, 3)], REGIONS, 12)
    assert len(kept) == len(removed) == 1
    assert removed[0].reasons == (UNDER_ANOTHER,)


times = st.floats(0, 15)


@given(spans=st.lists(st.tuples(times, times, times, times), max_size=12))
def test_always_in_bounds(spans: list[tuple[float, float, float, float]]) -> None:
    given_segments = [segment(a, b, ("v", c, d), ("w", d, c)) for a, b, c, d in spans]
    kept, removed = tidy(given_segments, REGIONS, 9.5)
    assert len(kept) + len(removed) == len(given_segments)
    for one in kept:
        assert 0 <= one.start < one.end <= 9.5
        edges = [edge for word in one.words for edge in (word.start, word.end)]
        assert edges == sorted(edges)
        assert one.start <= edges[0] <= edges[-1] <= one.end
    assert all(first.end <= second.start for first, second in pairwise(kept))
