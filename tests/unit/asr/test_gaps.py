from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.asr.gaps import insert, seconds_of, uncovered_speech, words_within
from shared.artifacts import Repair, Segment, SpeechRegion, TimeSpan, Transcript, Word

LEAST = 0.8


def segment(number: int, *words: tuple[str, float, float], end: float | None = None) -> Segment:
    made = tuple(Word(text=text, start=a, end=b, confidence=0.9) for text, a, b in words)
    return Segment(
        id=number, start=made[0].start, end=end or made[-1].end,
        text=" ".join(word.text for word in made), words=made,
    )  # fmt: skip


def uncovered(
    spans: list[tuple[float, float]], *segments: Segment, least: float = LEAST
) -> list[tuple[float, float]]:
    regions = [SpeechRegion(start=a, end=b) for a, b in spans]
    return [(gap.start, gap.end) for gap in uncovered_speech(regions, segments, least)]


def test_a_region_without_words_is_uncovered() -> None:
    assert uncovered([(1, 3), (5, 5.7)]) == [(1, 3)]


def test_pauses_between_words_are_none() -> None:
    said = segment(0, ("a", 1.0, 1.5), ("b", 2.7, 3.0))
    assert uncovered([(1, 3)], said) == []


def test_a_sentence_that_was_left_out_is_found() -> None:
    said = segment(0, ("a", 1.0, 1.5), ("b", 4.0, 4.5))
    assert uncovered([(1, 6)], said) == [(1.5, 4.0), (4.5, 6)]


def test_a_word_that_swallowed_a_sentence_covers_its_ends_alone() -> None:
    assert uncovered([(1, 8)], segment(0, ("a", 1.0, 8.0))) == [(2.0, 7.0)]


def test_a_segment_without_words_covers_its_time() -> None:
    said = Segment(id=0, start=1, end=8, text="a")
    assert uncovered([(1, 8)], said) == []


def test_overlapping_speakers_count_once() -> None:
    assert uncovered([(1, 4), (2, 5)]) == [(1, 5)]
    assert seconds_of([TimeSpan(start=1, end=5)]) == 4


def test_words_in_the_gap_are_kept_alone() -> None:
    heard = segment(0, ("before", 0.5, 1.0), ("in", 1.1, 1.6), ("it", 1.9, 3.0), ("x", 3.2, 3.4))
    cut = words_within(heard, TimeSpan(start=1.2, end=2.9))
    assert cut is not None
    assert (cut.text, cut.start, cut.end) == ("in it", 1.2, 2.9)
    assert words_within(heard, TimeSpan(start=5, end=6)) is None


def transcript(*segments: Segment, repairs: tuple[Repair, ...] = ()) -> Transcript:
    return Transcript(language="hi", duration=20, engine="t", segments=segments, repairs=repairs)


def test_what_comes_in_is_numbered_and_repairs_follow() -> None:
    mended = Repair(segment=1, kind="script", method="x", before="y", after="c")
    before = transcript(
        segment(0, ("a", 1.0, 1.5), ("b", 5.0, 5.5)), segment(1, ("c", 8, 9)), repairs=(mended,)
    )
    found, ids = insert(before, [segment(0, ("new", 2.0, 3.0)), segment(0, ("late", 9.5, 9.9))])
    assert [s.text for s in found.segments] == ["a", "new", "b", "c", "late"]
    assert [s.id for s in found.segments] == [0, 1, 2, 3, 4]
    assert [(s.start, s.end) for s in found.segments[:3]] == [(1.0, 1.5), (2.0, 3.0), (5.0, 5.5)]
    assert ids == [1, 4]
    assert [repair.segment for repair in found.repairs] == [3]


def test_a_segment_with_a_long_end_is_cut_back() -> None:
    before = transcript(segment(0, ("a", 1.0, 1.5), end=6.0))
    found, _ = insert(before, [segment(0, ("new", 3.0, 4.0))])
    assert [(s.text, s.start, s.end) for s in found.segments] == [("a", 1.0, 3.0), ("new", 3, 4)]


def test_a_stretched_word_makes_room() -> None:
    before = transcript(segment(0, ("a", 1.0, 8.0), ("b", 8.0, 8.5)))
    found, _ = insert(before, [segment(0, ("new", 3.0, 6.0))])
    assert [s.text for s in found.segments] == ["new", "a b"]
    assert all(a.end <= b.start for a, b in pairwise(found.segments))


@given(
    edges=st.lists(st.integers(0, 3_000), min_size=4, max_size=40, unique=True).map(sorted),
    per_segment=st.integers(1, 4),
    least=st.floats(0.1, 2.0),
)
@pytest.mark.parametrize("whole", [(0.0, 30.0)])
def test_gaps_filled_leave_no_gap_and_lose_no_word(
    edges: list[int], per_segment: int, least: float, whole: tuple[float, float]
) -> None:
    spans = [(a / 100, b / 100) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    words = [(f"w{n}", a, b) for n, (a, b) in enumerate(spans)]
    parts = [words[n : n + per_segment] for n in range(0, len(words), per_segment)]
    before = transcript(*(segment(n, *part) for n, part in enumerate(parts)))
    gaps = uncovered_speech([SpeechRegion(start=whole[0], end=whole[1])], before.segments, least)
    fresh = [segment(0, (f"g{n}", gap.start, gap.end)) for n, gap in enumerate(gaps)]
    found, ids = insert(before, fresh)
    assert [found.segments[number].text for number in ids] == [item.text for item in fresh]
    assert [s.id for s in found.segments] == list(range(len(found.segments)))
    assert all(a.end <= b.start for a, b in pairwise(found.segments))
    said = [word.text for s in found.segments for word in s.words]
    assert sorted(said) == sorted([w for w, _, _ in words] + [item.text for item in fresh])
    assert [w for w in said if w[0] == "w"] == [w for w, _, _ in words]
    for item in found.segments:
        edges_of = [edge for word in item.words for edge in (word.start, word.end)]
        assert edges_of == sorted(edges_of)
        assert item.start <= edges_of[0] <= edges_of[-1] <= item.end
