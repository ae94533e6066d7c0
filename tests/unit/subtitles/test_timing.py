import pytest

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.timing import FrameGrid

GRID = FrameGrid(24.0, get_profile("en"), (100, 105, 200))


def test_limits_are_whole_frames() -> None:
    assert (GRID.shortest, GRID.longest, GRID.gap, GRID.open_gap) == (20, 168, 2, 12)
    assert (GRID.shot_window, GRID.lead, GRID.linger) == (12, 12, 12)


@pytest.mark.parametrize(("rate", "open_gap"), [(25.0, 13), (30.0, 15), (60.0, 30), (23.976, 12)])
def test_half_a_second_is_the_film_s_own(rate: float, open_gap: int) -> None:
    assert FrameGrid(rate, get_profile("en")).open_gap == open_gap


def test_cuts_near_a_frame() -> None:
    assert GRID.cuts_near(95) == (100, 105)
    assert GRID.cuts_near(88) == ()
    assert GRID.cuts_near(189) == (200,)
    assert GRID.cuts_near(212) == ()


@pytest.mark.parametrize(("frame", "well"), [(100, True), (200, True), (188, True), (189, False),
                                             (201, False), (212, True)])  # fmt: skip
def test_cues_begin_on_a_cut_or_well_away(frame: int, well: bool) -> None:
    assert GRID.starts_well(frame) is well


@pytest.mark.parametrize(("frame", "well"), [(198, True), (200, False), (199, False), (188, True),
                                             (205, False), (212, True)])  # fmt: skip
def test_cues_end_two_frames_before_a_cut_or_well_away(frame: int, well: bool) -> None:
    assert GRID.ends_well(frame) is well
