"""Speech without its long pauses, and the way between its time and the film's."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.alignment.stretches import PAUSE_EDGE, Speech, Stretch, merged
from tests.support.wav import SAMPLE_RATE, write_wav

TWO = Stretch(((1.0, 3.0), (63.0, 65.0)))


def test_long_pauses_are_left_out_and_short_ones_kept() -> None:
    speech = Speech([(10, 12), (12.8, 14), (70, 72)])
    assert speech.stretch(9.8, 73).spans == ((9.8, 14 + PAUSE_EDGE), (70 - PAUSE_EDGE, 72.5))
    assert speech.stretch(20, 60).spans == ((20, 60),)


def test_time_goes_there_and_back() -> None:
    assert TWO.duration == 4.0
    assert [TWO.to_film(heard) for heard in (0.0, 1.5, 2.0, 3.0, 4.5)] == [1, 2.5, 63, 64, 65.5]
    assert TWO.to_film(2.0, ending=True) == 3.0
    assert [TWO.to_heard(moment) for moment in (0, 2, 30, 64, 99)] == [0, 1, 2, 3, 4]


def test_parts() -> None:
    assert TWO.part(2, 64).spans == ((2, 3.0), (63.0, 64))
    assert TWO.part(10, 20).spans == ()


def test_reading(tmp_path: Path) -> None:
    ramp = np.repeat(np.arange(4, dtype=np.float32) / 10, SAMPLE_RATE)
    audio = write_wav(tmp_path / "ramp.wav", ramp)
    heard = Stretch(((0.0, 1.0), (3.0, 4.0))).read(audio)
    assert len(heard) == 2 * SAMPLE_RATE
    assert (heard[100], heard[-100]) == pytest.approx((0.0, 0.3), abs=1e-3)
    assert len(Stretch(()).read(audio)) == 0


def test_nearest() -> None:
    speech = Speech([(1, 2), (5, 6), (9, 10)])
    assert [speech.nearest(at, at + 0.1) for at in (0, 2.5, 4.5, 8, 20)] == [
        (1, 2), (1, 2), (5, 6), (9, 10), (9, 10)]  # fmt: skip


@given(st.lists(st.tuples(st.floats(0, 90), st.floats(0, 9)), max_size=12), st.floats(0, 99),
       st.floats(0, 9))  # fmt: skip
def test_what_is_under_is_what_touches(
    rows: list[tuple[float, float]], low: float, length: float
) -> None:
    spans = [(start, start + size) for start, size in rows]
    speech = Speech(spans)
    touching = [span for span in merged(spans) if span[0] < low + length and span[1] > low]
    assert list(speech.under(low, low + length)) == touching
