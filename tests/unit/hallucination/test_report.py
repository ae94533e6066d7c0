"""The list of what was removed can be read, and every entry says how to bring it back."""

import pytest

from cp_whisperx.hallucination.clean import SCORE, SUSPECT
from cp_whisperx.hallucination.report import clock, list_removed
from cp_whisperx.hallucination.restore import parse_wishes
from shared.artifacts import RemovedSegment, Segment, Transcript


def listed(*removed: RemovedSegment, segments: tuple[Segment, ...] = ()) -> str:
    found = Transcript(language="hi", duration=9999, engine="t", segments=segments, removed=removed)
    return list_removed(found)


def entry(text: str, number: int = 7, **more: object) -> RemovedSegment:
    segment = Segment(id=number, start=3723.44, end=3725, text=text, evidence={SCORE: 2.25})
    fields: dict[str, object] = {"segment": segment, "reasons": ("no speech under it", "a loop")}
    return RemovedSegment.model_validate(fields | more)


def test_an_entry_has_number_times_text_reasons_and_what_was_kept() -> None:
    text = listed(entry("Thank you. Thank you.", kept_text="Thank you."))
    assert "     7  1:02:03.4 - 1:02:05.0  Thank you. Thank you. (score +2.2)" in text
    assert "because: no speech under it; a loop" in text
    assert "kept: Thank you." in text
    assert "Removed or shortened: 1" in text


def test_the_example_is_taken_as_a_wish() -> None:
    text = listed(entry("Bye."))
    example = text.split("HALLUCINATION_RESTORE=")[1].split(", and")[0]
    number, time = parse_wishes(example.split(","))
    assert number.names(entry("Bye.").segment, earlier=False)
    assert time.names(entry("Bye.").segment, earlier=False)


def test_doubtful_text_that_stays_is_listed_too() -> None:
    kept = Segment(id=4, start=1, end=2, text="शायद", flags=(SUSPECT,))
    sure = Segment(id=5, start=3, end=4, text="पक्का")
    text = listed(segments=(kept, sure))
    assert "Kept, but doubtful: 1" in text
    assert "शायद" in text
    assert "पक्का" not in text


def test_no_text_can_pose_as_another_entry() -> None:
    text = listed(entry("Bye.\n     9  0:00:00.0 - 0:00:01.0  fine\u202e\x07"))
    assert not any(line.startswith("     9") for line in text.splitlines())
    assert "\u202e" not in text
    assert "\x07" not in text


def test_recognition_s_own_reasons_are_put_in_words() -> None:
    assert "recognised where nobody speaks" in listed(entry("x", reasons=("outside_speech",)))


def test_nothing_removed() -> None:
    assert "Removed or shortened: 0" in listed()


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00:00.0"), (59.96, "0:01:00.0"), (3599.9, "0:59:59.9")]
)
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
