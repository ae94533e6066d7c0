"""Alignment engine `recogniser`: the recogniser's own word times, refined."""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from cp_whisperx.alignment.refine import refine_transcript
from shared.artifacts import Segment, SpeechRegions, Transcript, Word
from shared.config import Config

# A first word this many times longer than the segment's others has swallowed a pause.
_LONG_FIRST_WORD = 3.0
_SHORTEST_SWALLOWED = 0.8


class RecogniserTimes:
    """Keeps what the recogniser says of each word."""

    def __init__(self, config: Config) -> None:
        """Needs no parameter and no model."""

    def align(
        self,
        audio: Path,  # noqa: ARG002
        transcript: Transcript,
        regions: SpeechRegions,
        report: Callable[[float], None],
    ) -> Transcript:
        """Refines the recogniser's times; see `Aligner.align`."""
        segments = tuple(_without_swallowed_pause(segment) for segment in transcript.segments)
        refined = refine_transcript(transcript.model_copy(update={"segments": segments}), regions)
        report(1.0)
        return refined

    def close(self) -> None:
        """Has nothing to free."""


def _without_swallowed_pause(segment: Segment) -> Segment:
    """Shortens a first word that began with the window instead of with its sound.

    Recognisers that read times from attention let the first word begin where the window begins;
    its end is right.
    """
    words = segment.words
    if len(words) < 3:
        return segment
    usual = _usual_length(words[1:])
    first = words[0]
    if first.end - first.start <= max(_SHORTEST_SWALLOWED, _LONG_FIRST_WORD * usual):
        return segment
    start = first.end - usual
    shortened = (first.model_copy(update={"start": start}), *words[1:])
    return segment.model_copy(update={"words": shortened, "start": start})


def _usual_length(words: Sequence[Word]) -> float:
    return median(word.end - word.start for word in words)
