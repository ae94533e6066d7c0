"""Words end up in order, in the speech, long enough, and segments apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.alignment.refine import MIN_WORD, fit_words, refine_transcript, spread_words
from shared.artifacts import Segment, SpeechRegion, SpeechRegions, Transcript, Word


def words(*times: tuple[float, float]) -> tuple[Word, ...]:
    return tuple(Word(text=f"w{n}", start=a, end=b) for n, (a, b) in enumerate(times))


def segment(start: float, end: float, *times: tuple[float, float], **more: object) -> Segment:
    fields = {"id": 0, "text": " ".join(f"w{n}" for n in range(len(times))), **more}
    return Segment.model_validate({"start": start, "end": end, "words": words(*times)} | fields)


def refine(
    *segments: Segment, regions: tuple[tuple[float, float], ...], duration: float = 20.0
) -> tuple[Segment, ...]:
    transcript = Transcript(language="hi", duration=duration, engine="t", segments=segments)
    speech = SpeechRegions(
        engine="t",
        duration=duration,
        regions=tuple(SpeechRegion(start=a, end=b) for a, b in regions),
    )
    return refine_transcript(transcript, speech).segments


def times(found: Segment) -> list[tuple[float, float]]:
    return [(round(word.start, 6), round(word.end, 6)) for word in found.words]


def test_first_word_is_cut_to_the_speech() -> None:
    (found,) = refine(segment(1, 4, (1, 3.4), (3.4, 4)), regions=((3, 4.1),))
    assert times(found) == [(3, 3.4), (3.4, 4)]
    assert (found.start, found.end) == (3, 4)


def test_word_over_a_pause_stays_where_most_of_it_is() -> None:
    (found,) = refine(segment(1, 6, (1, 2), (1.9, 4.5), (4.5, 6)), regions=((0.9, 2), (4, 6)))
    assert found.words[1].start == pytest.approx(4)


def test_word_in_silence_moves_to_the_nearest_speech() -> None:
    (found,) = refine(
        segment(1, 8, (1, 2), (2.4, 2.6), (4.9, 5.2), (6, 7)), regions=((0.9, 2.1), (5.5, 7.2))
    )
    second, third = found.words[1], found.words[2]
    assert second.end <= 2.1
    assert 5.5 <= third.start < 6


def test_segment_in_silence_stays() -> None:
    (found,) = refine(segment(4, 5, (4, 5)), regions=((1, 2), (8, 9)))
    assert times(found) == [(4, 5)]


def test_segment_is_not_squeezed_into_a_scrap_of_speech() -> None:
    line = Segment(id=0, start=2, end=5, text="a line that the voice detector has missed")
    (found,) = refine(line, regions=((4.9, 5.2), (8, 9)))
    assert (found.start, found.end) == (2, 5)


def test_segment_mostly_beside_the_speech_is_spread_over_it() -> None:
    (found,) = refine(segment(1, 3.1, (1, 1.5), (1.5, 2), (2, 3.1)), regions=((3, 6),))
    assert found.start >= 3
    assert found.end <= 6
    assert all(word.end - word.start >= MIN_WORD for word in found.words)


def test_words_out_of_order_meet_halfway() -> None:
    (found,) = refine(segment(1, 4, (1, 1.5), (3, 3.2), (2, 2.5), (3.5, 4)), regions=((0, 5),))
    starts = [word.start for word in found.words]
    assert starts == sorted(starts)
    assert starts[0] == 1
    assert starts[3] == 3.5


def test_one_wild_word_does_not_move_the_others() -> None:
    given_times = [(1 + n / 2, 1.4 + n / 2) for n in range(6)]
    given_times[2] = (90.0, 91.0)
    (found,) = refine(segment(1, 4, *given_times), regions=((0, 5),))
    assert [found.words[n].start for n in (0, 1)] == [1, 1.5]
    assert found.end <= 5


def test_segment_without_words_gets_them_by_letters() -> None:
    plain = Segment(id=3, start=1.0, end=3.0, text="हम फिर मिलेंगे")
    (found,) = refine(plain, regions=((0.5, 3.5),))
    assert [word.text for word in found.words] == ["हम", "फिर", "मिलेंगे"]
    lengths = [word.end - word.start for word in found.words]
    assert lengths[2] > lengths[1] > lengths[0]
    assert (found.start, found.end) == (1.0, 3.0)


def test_segment_without_text_stays() -> None:
    (found,) = refine(Segment(id=0, start=1, end=2, text=" "), regions=((0, 5),))
    assert (found.start, found.end, found.words) == (1, 2, ())


def test_segment_past_the_end_is_brought_back() -> None:
    inside, after = refine(
        Segment(id=0, start=18, end=25, text=""),
        Segment(id=1, start=30, end=31, text="so"),
        regions=(),
    )
    assert (inside.start, inside.end) == (18, 20)
    assert after.end == 20


def test_one_speakers_segments_are_cut_apart() -> None:
    first, second = refine(
        segment(1, 4, (1, 2), (2, 4)), segment(3, 6, (3, 5), (5, 6), id=1), regions=((0, 7),)
    )
    assert first.end == second.start == 3.5
    assert times(second) == [(3.5, 5), (5, 6)]


def test_two_speakers_may_overlap() -> None:
    first, second = refine(
        segment(1, 4, (1, 4), speaker="A"),
        segment(3, 6, (3, 6), id=1, speaker="B"),
        regions=((0, 7),),
    )
    assert (first.end, second.start) == (4, 3)


def test_own_speakers_regions_count() -> None:
    transcript = Transcript(
        language="hi", duration=9, engine="t", segments=(segment(1, 5, (1, 5), speaker="A"),)
    )
    speech = SpeechRegions(
        engine="t",
        duration=9,
        regions=(
            SpeechRegion(start=0, end=3, speaker="B"),
            SpeechRegion(start=3, end=6, speaker="A"),
        ),
    )
    (found,) = refine_transcript(transcript, speech).segments
    assert found.start == 3


def test_segments_come_in_order_of_time() -> None:
    found = refine(segment(5, 6, (5, 6)), segment(1, 2, (1, 2), id=1), regions=((0, 7),))
    assert [one.id for one in found] == [1, 0]


def test_spread_words_of_nothing() -> None:
    assert spread_words(Segment(id=0, start=0, end=1, text="  ")) == ()
    assert fit_words((), 0, 1) == ()


seconds = st.floats(-5, 40, allow_nan=False)


@given(
    st.lists(st.tuples(seconds, seconds), min_size=1, max_size=12),
    st.floats(0, 20, allow_nan=False),
    st.floats(0.01, 20, allow_nan=False),
)
def test_fit_holds_for_any_times(
    given_times: list[tuple[float, float]], low: float, length: float
) -> None:
    high = low + length
    found = fit_words(words(*given_times), low, high)
    edges = [edge for word in found for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert low - 1e-9 <= edges[0]
    assert edges[-1] <= high + 1e-9
    least = min(MIN_WORD, length / len(found))
    assert all(word.end - word.start >= least - 1e-6 for word in found)


@given(
    st.lists(st.tuples(seconds, st.floats(0, 9), st.integers(0, 4)), max_size=8),
    st.lists(st.tuples(st.floats(0, 30), st.floats(0.1, 9)), max_size=5),
)
def test_refined_transcript_is_orderly_for_any_input(
    spans: list[tuple[float, float, int]], speech: list[tuple[float, float]]
) -> None:
    segments = [
        Segment(id=n, start=a, end=a + length, text="so " * count)
        for n, (a, length, count) in enumerate(spans)
    ]
    regions = tuple((a, min(30.0, a + length)) for a, length in sorted(speech))
    found = refine(*segments, regions=regions, duration=30.0)
    assert sorted(one.id for one in found) == list(range(len(spans)))
    with_words = [one for one in found if one.words]
    for one in with_words:
        edges = [edge for word in one.words for edge in (word.start, word.end)]
        assert edges == sorted(edges)
        assert -1e-9 <= one.start <= one.end <= 30 + 1e-9
    for before, after in pairwise(with_words):
        assert before.end <= after.start + 1e-9
