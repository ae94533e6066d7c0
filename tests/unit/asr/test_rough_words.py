from itertools import pairwise

import pytest

from cp_whisperx.asr.rough_words import with_words
from shared.artifacts import Segment


def test_words_share_the_time_by_their_letters() -> None:
    line = Segment(id=0, start=2.0, end=4.0, text="Oh, wonderful", language="en")
    short, long = with_words(line).words
    assert (short.text, long.text) == ("Oh,", "wonderful")
    assert short.start == 2.0
    assert long.end == pytest.approx(4.0)
    assert (long.end - long.start) == pytest.approx(3 * (short.end - short.start))


def test_words_follow_each_other_without_gaps() -> None:
    words = with_words(Segment(id=0, start=0.0, end=1.0, text="वह घर चला गया")).words
    assert [word.text for word in words] == ["वह", "घर", "चला", "गया"]
    assert all(first.end == second.start for first, second in pairwise(words))
