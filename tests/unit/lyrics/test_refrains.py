"""Lines that come again are refrains; short phrases are not."""

from cp_whisperx.lyrics.refrains import find_refrains
from shared.artifacts import Segment


def refrains(*texts: str) -> set[int]:
    segments = [Segment(id=n, start=n, end=n + 1, text=text) for n, text in enumerate(texts)]
    return set(find_refrains(segments))


def test_same_line_twice() -> None:
    assert refrains("चल मेरे साथ, चल", "रात ढली", "चल मेरे साथ चल!") == {0, 2}


def test_short_lines_do_not_count() -> None:
    assert refrains("हाँ जी", "हाँ जी", "हाँ", "हाँ") == set()


def test_nothing_twice() -> None:
    assert refrains("one two three", "four five six") == set()
    assert refrains() == set()
