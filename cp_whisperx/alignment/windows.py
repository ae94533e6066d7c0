"""Cuts segments into windows an aligner can hear at once, and puts the result together again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.refine import refine_transcript, spread_words
from shared.artifacts import Segment, SpeechRegions, Transcript, Word
from shared.wav import read_samples

POOR = "aligned_poorly"
MARGIN = 0.4
LONGEST_WINDOW = 30.0
_LONGEST_AUDIO = 2 * LONGEST_WINDOW


@dataclass(frozen=True)
class Window:
    """Words that are aligned together, and the stretch of audio they are looked for in."""

    words: tuple[Word, ...]
    start: float
    end: float


AlignWindow = Callable[[NDArray[np.float32], Sequence[Word]], list[Word] | None]
"""Takes samples in -1 to 1 at 16 kHz and words; returns the words with times from the samples'
start, or None if the text does not fit them."""


def align_by_windows(
    audio: Path,
    transcript: Transcript,
    regions: SpeechRegions,
    report: Callable[[float], None],
    align_window: AlignWindow,
) -> Transcript:
    """Aligns a transcript window by window, then refines it. Arguments as `Aligner.align`."""
    segments = []
    total = len(transcript.segments)
    for index, segment in enumerate(transcript.segments):
        limits = _limits(transcript, index)
        segments.append(_align_segment(audio, segment, limits, align_window))
        report((index + 1) / total)
    report(1.0)
    return refine_transcript(transcript.model_copy(update={"segments": tuple(segments)}), regions)


def _limits(transcript: Transcript, index: int) -> tuple[float, float]:
    """Widens a segment by the margin, but not past the middle of the gap to a neighbour."""
    segment = transcript.segments[index]
    low, high = segment.start - MARGIN, segment.end + MARGIN
    for other in transcript.segments[max(0, index - 1) : index]:
        low = max(low, min(segment.start, (other.end + segment.start) / 2))
    for other in transcript.segments[index + 1 : index + 2]:
        high = min(high, max(segment.end, (segment.end + other.start) / 2))
    return max(0.0, low), min(transcript.duration, high)


def _align_segment(
    audio: Path, segment: Segment, limits: tuple[float, float], align_window: AlignWindow
) -> Segment:
    given = segment.words or spread_words(segment)
    if not given:
        return segment
    words: list[Word] = []
    for window in split_windows(given, *limits):
        aligned = _align_one(audio, window, align_window)
        if aligned is None:
            flags = tuple(dict.fromkeys((*segment.flags, POOR)))
            return segment.model_copy(update={"words": given, "flags": flags})
        words += aligned
    update = {"words": tuple(words), "start": words[0].start, "end": words[-1].end}
    return segment.model_copy(update=update)


def _align_one(audio: Path, window: Window, align_window: AlignWindow) -> list[Word] | None:
    if not 0 < window.end - window.start <= _LONGEST_AUDIO:
        return None
    samples = read_samples(audio, window.start, window.end)
    aligned = align_window(samples, window.words)
    if aligned is None:
        return None
    return [
        word.model_copy(update={"start": word.start + window.start, "end": word.end + window.start})
        for word in aligned
    ]


def split_windows(words: Sequence[Word], low: float, high: float) -> list[Window]:
    """Cuts a segment's words at their longest pauses until each window is short enough.

    Args:
        words: The words with the recogniser's times.
        low: Where to look for the first word from, in seconds.
        high: Where to look for the last word to, in seconds.
    """
    if high - low <= LONGEST_WINDOW or len(words) < 2:
        return [Window(tuple(words), low, high)]
    cut = max(range(1, len(words)), key=lambda index: _cut_value(words, index, low, high))
    middle = min(max((words[cut - 1].end + words[cut].start) / 2, low), high)
    return [*split_windows(words[:cut], low, middle), *split_windows(words[cut:], middle, high)]


def _cut_value(words: Sequence[Word], index: int, low: float, high: float) -> float:
    """Prefers long pauses, and among equal ones those near the middle."""
    pause = words[index].start - words[index - 1].end
    centred = 1 - abs(words[index].start - (low + high) / 2) / (high - low)
    return pause + 0.5 * centred
