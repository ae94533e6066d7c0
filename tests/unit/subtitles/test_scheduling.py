from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.scheduling import schedule
from cp_whisperx.subtitles.timing import Cue, FrameGrid
from cp_whisperx.subtitles.utterances import Draft

ENGLISH = get_profile("en")
RATE = 24.0


def _cues(*drafts: tuple[str, float, float], offset: float = 0.0) -> list[Cue]:
    return schedule(
        [Draft((text,), start, end) for text, start, end in drafts], ENGLISH, RATE, offset
    )


def test_a_cue_starts_with_its_first_word() -> None:
    cue = _cues(("Hello there.", 3.02, 4.0))[0]
    assert abs(cue.start - 3.02) <= 0.5 / RATE


def test_the_offset_puts_cues_on_the_film_s_clock_and_never_before_zero() -> None:
    assert _cues(("Hello.", 1.0, 2.0), offset=0.5)[0].start == 1.5
    assert _cues(("Hello.", 1.0, 2.0), offset=-3.0)[0].start == 0.0


def test_a_brief_word_is_shown_long_enough() -> None:
    cue = _cues(("No!", 1.0, 1.1))[0]
    assert cue.end - cue.start >= 5 / 6 - 1e-9


def test_a_fast_cue_takes_time_from_the_silence_after_it() -> None:
    text = "x" * 40
    cue = _cues((text, 1.0, 2.0), ("Next.", 5.0, 6.0))[0]
    assert 40 / (cue.end - cue.start) <= 20


def test_a_fast_cue_between_others_takes_time_from_the_silence_before_it() -> None:
    cues = _cues(("Before.", 0.0, 1.0), ("x" * 40, 3.0, 4.7), ("After.", 4.8, 6.0))
    assert 2.5 <= cues[1].start < 3.0
    assert cues[1].end == pytest.approx(cues[2].start - 2 / RATE)


def test_short_gaps_are_closed_and_long_ones_stay() -> None:
    cues = _cues(("One two three.", 0.0, 2.0), ("Four.", 2.8, 4.0), ("Five.", 7.0, 8.0))
    assert cues[1].start - cues[0].end == pytest.approx(2 / RATE)
    assert cues[2].start - cues[1].end > 0.5


def test_nothing_stays_longer_than_seven_seconds() -> None:
    cues = _cues(("Slow.", 0.0, 20.0), ("Next.", 7.3, 9.0))
    assert cues[0].end - cues[0].start <= 7.0
    assert not 2 < round((cues[1].start - cues[0].end) * RATE) < 12


def test_the_last_cue_does_not_outlast_the_film() -> None:
    drafts = [Draft(("The end.",), 8.0, 9.9)]
    assert schedule(drafts, ENGLISH, RATE, film_end=10.0)[0].end <= 10.0


def test_no_drafts_no_cues() -> None:
    assert schedule([], ENGLISH, RATE) == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 60), st.floats(0, 30), st.integers(1, 84)), max_size=12),
    st.sampled_from([23.976, 24.0, 25.0, 29.97, 30.0, 50.0, 60.0, 12.0]),
    st.floats(-5, 5),
)
def test_hard_limits_hold_for_any_speech(
    rows: list[tuple[float, float, int]], rate: float, offset: float
) -> None:
    drafts = [Draft(("x" * length,), start, start + span) for start, span, length in sorted(rows)]
    cues = schedule(drafts, ENGLISH, rate, offset, film_end=50.0)
    grid = FrameGrid(rate, ENGLISH)
    assert len(cues) == len(drafts)
    for cue in cues:
        assert cue.start >= 0
        assert grid.shortest <= grid.frame(cue.end) - grid.frame(cue.start) <= grid.longest
    for cue, following in pairwise(cues):
        gap = grid.frame(following.start) - grid.frame(cue.end)
        assert gap == 2 or gap >= grid.open_gap


@pytest.mark.parametrize(
    ("spoken", "begins"),
    [
        (10.2, 10.0),  # after the cut: back to it
        (9.8, 10.0),  # a little before the cut: waits for it
        (9.6, 9.5),  # longer before it: half a second before
        (9.0, 9.0),  # far from it: with the first word
        (10.6, 10.6),
    ],
)
def test_a_cue_begins_on_a_cut_that_is_near(spoken: float, begins: float) -> None:
    drafts = [Draft(("Hello there.",), spoken, spoken + 1.5)]
    cue = schedule(drafts, ENGLISH, RATE, shots=[10.0])[0]
    assert cue.start == pytest.approx(begins, abs=1 / RATE)


@pytest.mark.parametrize("last_word", [11.6, 11.9, 12.2])
def test_a_cue_ends_two_frames_before_a_cut_that_is_near(last_word: float) -> None:
    drafts = [Draft(("Hello there, my friend.",), 10.0, last_word)]
    cue = schedule(drafts, ENGLISH, RATE, shots=[12.0])[0]
    assert cue.end == pytest.approx(12.0 - 2 / RATE)


def test_two_cues_meet_at_a_cut() -> None:
    drafts = [Draft(("Hello there, my friend.",), 10.0, 11.9), Draft(("Yes?",), 12.1, 13.0)]
    first, second = schedule(drafts, ENGLISH, RATE, shots=[12.0])
    assert second.start == 12.0
    assert first.end == pytest.approx(12.0 - 2 / RATE)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 60), st.floats(0, 8), st.integers(1, 84)), max_size=8),
    st.lists(st.floats(0, 60), max_size=20),
)
def test_limits_hold_whatever_the_cuts(
    rows: list[tuple[float, float, int]], shots: list[float]
) -> None:
    drafts = [Draft(("x" * length,), start, start + span) for start, span, length in sorted(rows)]
    cues = schedule(drafts, ENGLISH, RATE, shots=sorted(shots))
    grid = FrameGrid(RATE, ENGLISH)
    for cue in cues:
        assert grid.shortest <= grid.frame(cue.end) - grid.frame(cue.start) <= grid.longest
    for cue, following in pairwise(cues):
        gap = grid.frame(following.start) - grid.frame(cue.end)
        assert gap == 2 or gap >= grid.open_gap
