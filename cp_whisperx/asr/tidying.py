"""Brings a recogniser's segments into bounds: ordered, inside the audio, inside the speech.

Recognisers write text into music and silence, and let a word swallow the pause before it.
"""

from collections.abc import Sequence

from cp_whisperx.asr.windows import Span, merge_spans, touched
from shared.artifacts import RemovedSegment, Segment, SpeechRegion, Word

OUTSIDE_SPEECH = "outside_speech"
UNDER_ANOTHER = "under_another"
_BEFORE_SPEECH = 0.2
_AFTER_SPEECH = 0.3


def tidy(
    segments: Sequence[Segment], regions: Sequence[SpeechRegion], duration: float
) -> tuple[tuple[Segment, ...], tuple[RemovedSegment, ...]]:
    """Brings segments into bounds and numbers them.

    Args:
        segments: What was recognised, in any order.
        regions: Where somebody speaks.
        duration: Length of the audio in seconds.

    Returns:
        Segments in order, not overlapping, each within the audio and not far from speech; and
        those with no speech under them, or wholly under the one before.
    """
    speech = merge_spans((region.start, region.end) for region in regions)
    kept: list[Segment] = []
    removed: list[RemovedSegment] = []
    for segment in sorted(segments, key=lambda item: item.start):
        spans = touched(speech, segment.start, segment.end)
        earliest = kept[-1].end if kept else 0.0
        placed = _place(segment, spans, earliest, duration) if spans else None
        if placed is None:
            reason = UNDER_ANOTHER if spans and segment.end <= earliest else OUTSIDE_SPEECH
            removed.append(RemovedSegment(segment=segment, reasons=(reason,)))
        else:
            kept.append(placed)
    return (
        tuple(item.model_copy(update={"id": number}) for number, item in enumerate(kept)),
        tuple(removed),
    )


def _place(
    segment: Segment, spans: Sequence[Span], earliest: float, duration: float
) -> Segment | None:
    """Moves a segment's ends to the speech under it; None if nothing is left of it."""
    start = max(segment.start, spans[0][0] - _BEFORE_SPEECH, earliest, 0.0)
    end = min(segment.end, spans[-1][1] + _AFTER_SPEECH, duration)
    start, end = round(start, 3), min(round(end, 3), duration)
    if end <= start:
        return None
    words = _words_within(segment.words, start, end)
    return segment.model_copy(update={"start": start, "end": end, "words": words})


def _words_within(words: Sequence[Word], start: float, end: float) -> tuple[Word, ...]:
    """Moves words into a segment, in order; none overlaps the next."""
    placed = []
    at = start
    for word in words:
        first = min(max(word.start, at), end)
        at = min(max(word.end, first), end)
        times = {"start": round(first, 3), "end": min(round(at, 3), end)}
        placed.append(word.model_copy(update=times))
    return tuple(placed)
