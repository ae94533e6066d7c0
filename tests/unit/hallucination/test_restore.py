"""Removed text comes back as it was, by number, by time, or all of it."""

import pytest

from cp_whisperx.hallucination.clean import clean_transcript
from cp_whisperx.hallucination.restore import parse_wishes, restore
from shared.artifacts import RemovedSegment, Segment, SpeechRegion, SpeechRegions, Transcript
from shared.errors import ConfigurationError

LOOP = ("मैं जा रहा हूँ। " * 12).strip()
EARLIER = RemovedSegment(
    segment=Segment(id=0, start=50, end=51, text="यहाँ"), reasons=("outside_speech",)
)


def film() -> tuple[Transcript, SpeechRegions]:
    """Number 0 is said, 1 is made up at 0:10, 2 is a loop, 3 made up at 1:30."""
    rows = [(0, 2, "सुनो भाई"), (10, 12, "Thank you."), (20, 30, LOOP), (90, 92, "Bye.")]
    segments = tuple(
        Segment(id=n, start=start, end=end, text=text) for n, (start, end, text) in enumerate(rows)
    )
    spoken = (SpeechRegion(start=0, end=2), SpeechRegion(start=20, end=30))
    return (
        Transcript(language="hi", duration=99, engine="t", segments=segments, removed=(EARLIER,)),
        SpeechRegions(engine="t", duration=99, regions=spoken),
    )


def bring_back(*wishes: str) -> tuple[Transcript, list[str]]:
    original, regions = film()
    found, unmet = restore(original, clean_transcript(original, regions, 4), parse_wishes(wishes))
    return found, [wish.text for wish in unmet]


def numbers(transcript: Transcript) -> list[int]:
    return [segment.id for segment in transcript.segments]


def test_all_brings_back_the_transcript_as_it_was() -> None:
    original, _ = film()
    found, unmet = bring_back("all")
    assert found.segments == original.segments
    assert found.removed == (EARLIER,)
    assert unmet == []


def test_nothing_is_wished_for() -> None:
    found, _ = bring_back()
    assert numbers(found) == [0, 2]
    assert len(found.removed) == 4


@pytest.mark.parametrize(
    ("wish", "left"),
    [
        ("1", [0, 1, 2]),
        ("3", [0, 2, 3]),
        ("1-3", [0, 1, 2, 3]),
        ("0:00:11", [0, 1, 2]),
        ("0:11", [0, 1, 2]),
        ("11s", [0, 1, 2]),
        ("91.5s", [0, 2, 3]),
        ("0:01:29.5", [0, 2, 3]),
        ("0:00:05-0:02:00", [0, 1, 2, 4, 3]),
    ],
)
def test_numbers_and_times(wish: str, left: list[int]) -> None:
    found, unmet = bring_back(wish)
    assert numbers(found) == left
    assert unmet == []


def test_a_loop_comes_back_whole_and_its_note_goes() -> None:
    found, _ = bring_back("2")
    assert found.segments[1].text == LOOP
    assert all(entry.segment.id != 2 for entry in found.removed)


def test_what_recognition_set_aside_comes_back_by_its_time_under_a_number_of_its_own() -> None:
    found, _ = bring_back("50s")
    assert [segment.text for segment in found.segments][-1] == "यहाँ"
    assert len(set(numbers(found))) == len(found.segments)
    assert EARLIER not in found.removed


def test_a_wish_that_means_nothing_is_told() -> None:
    found, unmet = bring_back("0", "77", "1", "40s")
    assert unmet == ["0", "77", "40s"]
    assert numbers(found) == [0, 1, 2]


@pytest.mark.parametrize("wish", ["twelve", "1-", "0:1:2:3", "-4", "all of it", ""])
def test_what_is_not_understood_is_an_error_that_says_what_is(wish: str) -> None:
    with pytest.raises(ConfigurationError, match="does not understand") as caught:
        parse_wishes((wish,))
    assert "removed.txt" in caught.value.hint
