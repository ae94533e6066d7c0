"""Tells of loops in a transcript that no later stage will clean."""

from cp_whisperx.hallucination.loops import cut_loops
from cp_whisperx.hallucination.neighbours import find_repeated
from shared.artifacts import Transcript

_SHOWN = 60


def loops_in(transcript: Transcript, max_repeats: int) -> str | None:
    """Describes a transcript's loops for a warning.

    Args:
        transcript: Segments in order.
        max_repeats: How often a sentence may come in a row.

    Returns:
        One sentence with their number and the first one's time; None if there is none.
    """
    segments = transcript.segments
    looping = {at for at, segment in enumerate(segments) if cut_loops(segment, max_repeats)}
    looping |= find_repeated(segments, max_repeats, lambda _: True).keys()
    if not looping:
        return None
    first = segments[min(looping)]
    shown = first.text if len(first.text) <= _SHOWN else first.text[: _SHOWN - 1] + "…"
    return (
        f"{len(looping)} segments say the same over and over, the first at {first.start:.0f} s: "
        f"{shown!r}. This workflow leaves them in; the subtitle workflow cuts such loops."
    )
