"""The transcript as text: a paragraph a line."""

from cp_whisperx.alignment.export import doubts, transcript_text
from cp_whisperx.alignment.placing import NOT_HEARD, ROUGH
from cp_whisperx.alignment.windows import POOR
from shared.artifacts import RemovedSegment, Segment, Transcript


def text_of(*rows: tuple[float, float, str, str | None], language: str = "hi") -> str:
    segments = tuple(
        Segment(id=n, start=a, end=b, text=text, speaker=speaker)
        for n, (a, b, text, speaker) in enumerate(rows)
    )
    transcript = Transcript(language=language, duration=60, engine="t", segments=segments)
    return transcript_text(transcript, pause=2.0)


def test_paragraphs_by_pause() -> None:
    assert (
        text_of((0, 1, "नमस्ते।", None), (1.5, 3, " आप कैसे हैं? ", None), (5.0, 6, "ठीक हूँ।", None))
        == "नमस्ते। आप कैसे हैं?\nठीक हूँ।\n"
    )


def test_speakers_are_named_where_there_are_several() -> None:
    rows = ((0, 1, "Yes.", "A"), (1.1, 2, "No.", "B"), (2.1, 3, "Why?", "B"))
    assert text_of(*rows) == "A: Yes.\nB: No. Why?\n"
    assert text_of((0, 1, "Yes.", "A"), (1.1, 2, "No.", "A")) == "Yes. No.\n"


def test_unknown_speaker_has_no_label() -> None:
    assert text_of((0, 1, "Yes.", "A"), (1.1, 2, "No.", None)) == "A: Yes.\nNo.\n"


def test_a_segment_stays_on_one_line() -> None:
    assert text_of((0, 1, "one\ntwo", None)) == "one two\n"


def test_empty() -> None:
    assert text_of() == ""
    assert text_of((0, 1, "  ", None)) == ""


def test_chinese_sentences_are_not_parted_by_spaces() -> None:
    rows = ((0, 1, "你好。", None), (1.1, 2, "再见。", None))
    assert text_of(*rows, language="zh") == "你好。再见。\n"


def test_a_language_that_is_not_known_is_written_with_spaces() -> None:
    assert text_of((0, 1, "a", None), (1.1, 2, "b", None), language="und") == "a b\n"


def script_with(*flags: tuple[str, ...], unheard: int = 0, engine: str = "script") -> Transcript:
    segments = tuple(
        Segment(id=n, start=n, end=n + 1, text=f"line {n}", flags=own)
        for n, own in enumerate(flags)
    )
    removed = tuple(
        RemovedSegment(segment=Segment(id=90 + n, start=0, end=1, text="x"), reasons=(NOT_HEARD,))
        for n in range(unheard)
    )
    return Transcript(language="en", duration=60, engine=engine, segments=segments, removed=removed)


def test_doubtful_lines_of_a_script_are_told() -> None:
    assert doubts(script_with((), ())) == []
    assert doubts(script_with((ROUGH,), (POOR,), (ROUGH, POOR), unheard=1)) == [
        "1 line of the script not heard and set aside: 'x'.",
        "2 lines with a time that is guessed from the place in the script: 0.0 s: 'line 0'; "
        "2.0 s: 'line 2'.",
        "1 line of the script fit nowhere near the time given, which is kept: 1.0 s: 'line 1'.",
    ]
    (many,) = doubts(script_with(unheard=8))
    assert many.endswith("and 3 more.")


def test_what_was_recognised_is_not_told_line_by_line() -> None:
    assert doubts(script_with((POOR,), engine="faster_whisper")) == []
