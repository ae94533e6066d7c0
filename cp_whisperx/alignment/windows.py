"""Cuts segments into windows an aligner can hear at once, and puts the result together again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.refine import refine_transcript, spread_words
from cp_whisperx.alignment.stretches import Speech, Stretch
from shared.artifacts import Segment, SpeechRegions, Transcript, Word

POOR = "aligned_poorly"
MARGIN = 0.4
LONGEST_WINDOW = 30.0


@dataclass(frozen=True)
class Reach:
    """How much of the audio an engine may hear for a segment.

    Attributes:
        beyond: Seconds beyond a segment's own times in which its words may be found, as far as
            speech goes on, and into its neighbours' by the margin. 0 where an engine would take
            a neighbour's words for the segment's.
        longest: Longest window in seconds that is not cut in two.
    """

    beyond: float = 0.0
    longest: float = LONGEST_WINDOW


USUAL_REACH = Reach()


@dataclass(frozen=True)
class Window:
    """Words that are aligned together, and the stretch of audio they are looked for in."""

    words: tuple[Word, ...]
    stretch: Stretch


AlignWindow = Callable[[NDArray[np.float32], Sequence[Word]], list[Word] | None]
"""Takes samples in -1 to 1 at 16 kHz and words; returns the words with times from the samples'
start, or None if the text does not fit them."""


def align_by_windows(
    audio: Path,
    transcript: Transcript,
    regions: SpeechRegions,
    report: Callable[[float], None],
    align_window: AlignWindow,
    reach: Reach = USUAL_REACH,
) -> Transcript:
    """Aligns a transcript window by window, then refines it. Arguments as `Aligner.align`."""
    segments = []
    total = len(transcript.segments)
    speech = Speech((region.start, region.end) for region in regions.regions)
    for index, segment in enumerate(transcript.segments):
        low, high = _limits(transcript, index, speech, reach.beyond)
        windows = split_windows(_words(segment), speech.stretch(low, high), reach.longest)
        segments.append(_align_segment(audio, segment, windows, align_window, 2 * reach.longest))
        report((index + 1) / total)
    report(1.0)
    return refine_transcript(transcript.model_copy(update={"segments": tuple(segments)}), regions)


def _limits(
    transcript: Transcript, index: int, speech: Speech, beyond: float
) -> tuple[float, float]:
    """Widens a segment by the margin, or beyond it as far as speech and neighbours let it."""
    segment = transcript.segments[index]
    under = speech.under(segment.start, segment.end) or [(segment.start, segment.end)]
    low = min(segment.start - MARGIN, max(segment.start - beyond, under[0][0]))
    high = max(segment.end + MARGIN, min(segment.end + beyond, under[-1][1]))
    into = MARGIN if beyond else 0.0
    for other in transcript.segments[max(0, index - 1) : index]:
        low = max(low, min(segment.start, (other.end + segment.start) / 2) - into)
    for other in transcript.segments[index + 1 : index + 2]:
        high = min(high, max(segment.end, (segment.end + other.start) / 2) + into)
    return max(0.0, low), min(transcript.duration, high)


def _words(segment: Segment) -> tuple[Word, ...]:
    return segment.words or spread_words(segment)


def _align_segment(
    audio: Path,
    segment: Segment,
    windows: Sequence[Window],
    align_window: AlignWindow,
    longest: float,
) -> Segment:
    given = _words(segment)
    if not given:
        return segment
    words: list[Word] = []
    for window in windows:
        aligned = _align_one(audio, window, align_window, longest)
        if aligned is None:
            flags = tuple(dict.fromkeys((*segment.flags, POOR)))
            return segment.model_copy(update={"words": given, "flags": flags})
        words += aligned
    update = {"words": tuple(words), "start": words[0].start, "end": words[-1].end}
    return segment.model_copy(update=update)


def _align_one(
    audio: Path, window: Window, align_window: AlignWindow, longest: float
) -> list[Word] | None:
    stretch = window.stretch
    if not 0 < stretch.duration <= longest:
        return None
    aligned = align_window(stretch.read(audio), window.words)
    if aligned is None:
        return None
    return [_in_film(word, stretch) for word in aligned]


def _in_film(word: Word, stretch: Stretch) -> Word:
    start, end = stretch.to_film(word.start), stretch.to_film(word.end, ending=True)
    return word.model_copy(update={"start": start, "end": end})


def split_windows(
    words: Sequence[Word], stretch: Stretch, longest: float = LONGEST_WINDOW
) -> list[Window]:
    """Cuts a segment's words at their longest pauses until each window is short enough.

    Args:
        words: The words with the recogniser's times.
        stretch: Where to look for them.
        longest: Longest window in seconds.
    """
    if stretch.duration <= longest or len(words) < 2:
        return [Window(tuple(words), stretch)]
    low, high = stretch.spans[0][0], stretch.spans[-1][1]
    cut = max(range(1, len(words)), key=lambda index: _cut_value(words, index, low, high))
    middle = min(max((words[cut - 1].end + words[cut].start) / 2, low), high)
    before, after = stretch.part(low, middle), stretch.part(middle, high)
    if not before.spans or not after.spans:
        return [Window(tuple(words), stretch)]
    return [
        *split_windows(words[:cut], before, longest),
        *split_windows(words[cut:], after, longest),
    ]


def _cut_value(words: Sequence[Word], index: int, low: float, high: float) -> float:
    """Prefers long pauses, and among equal ones those near the middle."""
    pause = words[index].start - words[index - 1].end
    centred = 1 - abs(words[index].start - (low + high) / 2) / (high - low)
    return pause + 0.5 * centred
