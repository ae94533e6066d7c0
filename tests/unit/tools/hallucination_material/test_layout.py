"""Texts lie where they are said to lie, and what is removed is counted."""

import pytest

from tools.hallucination_material.layout import PLACES, Place, clean, count, is_removed, talk


def test_speech_lies_under_every_text() -> None:
    segments, regions = talk(["चलो", "मुझे चाय चाहिए।"], 0.9)
    assert [(s.start, s.end) for s in segments] == [(r.start, r.end) for r in regions]
    assert segments[0].end < segments[1].start


def test_jitter_moves_the_regions_alone() -> None:
    exact, jittered = talk(["चलो"] * 5, 0.9), talk(["चलो"] * 5, 0.9, jitter=0.2)
    assert [r.start for r in exact[1]] != [r.start for r in jittered[1]]
    assert all(region.end - region.start >= 0.25 - 1e-9 for region in jittered[1])


def test_words_are_counted() -> None:
    segments, regions = talk(["मैं जा रहा हूँ। " * 12, "सुनो भाई"], 0.9)
    counted = count(segments, clean(segments, regions, "hi"))
    assert (counted.words, counted.removed_words, counted.segments) == (50, 44, 2)


@pytest.mark.parametrize(("place", "gone"), [(PLACES[0], True), (PLACES[-1], False)])
def test_places(place: Place, gone: bool) -> None:
    assert is_removed("Thank you.", "hi", place) == gone
