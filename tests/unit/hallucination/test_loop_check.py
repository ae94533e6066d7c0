"""A workflow without clean-up is told of its loops."""

from cp_whisperx.hallucination.loop_check import loops_in
from shared.artifacts import Segment, Transcript


def transcript(*texts: str) -> Transcript:
    segments = tuple(
        Segment(id=n, start=10 * n, end=10 * n + 5, text=text) for n, text in enumerate(texts)
    )
    return Transcript(language="hi", duration=999, engine="t", segments=segments)


def test_loops_within_and_over_segments_are_counted() -> None:
    loop = "मैं जा रहा हूँ। " * 12
    found = loops_in(transcript("नमस्ते", loop, *["कोई बात नहीं है"] * 7), 4)
    assert found is not None
    assert found.startswith("7 segments say the same over and over, the first at 10 s: 'मैं")
    assert "subtitle workflow" in found


def test_talk_has_none() -> None:
    assert loops_in(transcript("नमस्ते", "नहीं नहीं", "चलो", "चलो"), 4) is None
    assert loops_in(transcript(), 4) is None
