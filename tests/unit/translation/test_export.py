from typing import Any

from cp_whisperx.translation.export import as_paragraphs
from shared.artifacts import TranslatedSegment


def segment(number: int, start: float, end: float, text: str, **more: Any) -> TranslatedSegment:
    return TranslatedSegment(
        id=number, start=start, end=end, text=text, source_text="x", engine="copy", **more
    )


def test_paragraphs_break_at_pauses_speakers_and_songs() -> None:
    rows = [
        segment(1, 0, 1, "One."),
        segment(2, 1.5, 2, "Two."),
        segment(3, 5, 6, "Three."),
        segment(4, 6, 7, "Four.", speaker="B"),
        segment(5, 7, 8, "Five.", speaker="B", kind="song"),
        segment(6, 8, 9, "  "),
        segment(7, 8, 9, "Six.", speaker="B", kind="song"),
    ]
    expected = "One. Two.\n\nThree.\n\nFour.\n\nFive. Six.\n"
    assert as_paragraphs(rows, "en", 2.0) == expected


def test_chinese_is_written_without_spaces() -> None:
    rows = [segment(1, 0, 1, "一。"), segment(2, 1, 2, "二。")]
    assert as_paragraphs(rows, "zh", 2.0) == "一。二。\n"


def test_no_segments_make_an_empty_text() -> None:
    assert as_paragraphs([], "en", 2.0) == "\n"
