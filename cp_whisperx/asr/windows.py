"""Cuts speech into windows that a recogniser hears at once, never in the middle of a region.

A region that alone is longer than a window is cut at its quietest point.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cp_whisperx.asr.base import RecognitionRequest
from shared.artifacts import SpeechRegion
from shared.wav import SAMPLE_RATE, duration_of, read_samples

Span = tuple[float, float]

LONGEST_PAUSE = 5.0
MARGIN = 0.2
WIDE_MARGIN = 0.5
CAREFUL_SECONDS = 10.0
_FRAME = SAMPLE_RATE // 50
_SMOOTH_FRAMES = 10
_EARLIEST_CUT = 0.5


@dataclass(frozen=True)
class Window:
    """A stretch of audio with the speech in it, in seconds from the start of the audio.

    Attributes:
        start: Where to begin to listen, a little before the first speech.
        end: Where to stop, a little after the last.
        speech: The spans of speech, in order.
    """

    start: float
    end: float
    speech: tuple[Span, ...]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.end - self.start


def windows_of(
    request: RecognitionRequest, longest: float, longest_pause: float = LONGEST_PAUSE
) -> list[Window]:
    """Cuts what a request asks for into windows.

    Args:
        request: If it is careful, windows are short; if its regions are to be heard alone, each
            is a window of its own with wide margins.
        longest: Longest window in seconds.
        longest_pause: Pause within a window, in seconds; a longer one begins a new window.
    """
    return plan_windows(
        request.regions.regions,
        request.audio,
        duration_of(request.audio),
        min(longest, CAREFUL_SECONDS) if request.careful else longest,
        0.0 if request.alone else longest_pause,
        WIDE_MARGIN if request.alone else MARGIN,
    )


def plan_windows(
    regions: Iterable[SpeechRegion],
    audio: Path,
    duration: float,
    longest: float,
    longest_pause: float = LONGEST_PAUSE,
    margin: float = MARGIN,
) -> list[Window]:
    """Cuts speech into windows.

    Args:
        regions: Where somebody speaks; regions of several speakers may overlap.
        audio: The audio, in which quiet points are looked for.
        duration: Its length in seconds.
        longest: Longest window in seconds.
        longest_pause: Pause within a window, in seconds; a longer one begins a new window.
        margin: How much silence a window has round its speech, in seconds, where there is any.

    Returns:
        Windows in order, within the audio, not overlapping, each of at most `longest` seconds.
    """
    room = longest - 2 * margin
    spans = [
        piece
        for span in merge_spans((region.start, region.end) for region in regions)
        for piece in _cut(span, audio, room)
    ]
    return _with_margins(_pack(spans, room, longest_pause), duration, margin)


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Joins spans that overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def touched(spans: Sequence[Span], start: float, end: float) -> Sequence[Span]:
    """Returns those of merged spans that a stretch of time touches."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    return spans[first : bisect_left(spans, end, key=lambda span: span[0])]


def _cut(span: Span, audio: Path, longest: float) -> list[Span]:
    """Cuts a span into pieces of at most `longest` seconds."""
    start, end = span
    pieces = []
    while end - start > longest:
        at = quietest_point(audio, start + longest * _EARLIEST_CUT, start + longest)
        pieces.append((start, at))
        start = at
    return [*pieces, (start, end)]


def quietest_point(audio: Path, start: float, end: float) -> float:
    """Finds the middle of the quietest fifth of a second in a stretch of audio.

    Args:
        audio: 16 kHz mono 16-bit WAV.
        start: Where to begin to look, in seconds.
        end: Where to stop.
    """
    import numpy as np

    samples = read_samples(audio, start, end)
    whole = len(samples) // _FRAME
    if whole <= _SMOOTH_FRAMES:
        return (start + end) / 2
    energy = np.square(samples[: whole * _FRAME]).reshape(whole, _FRAME).mean(axis=1)
    smooth = np.convolve(energy, np.ones(_SMOOTH_FRAMES) / _SMOOTH_FRAMES, mode="valid")
    middle = int(np.argmin(smooth)) + _SMOOTH_FRAMES / 2
    return float(start + middle * _FRAME / SAMPLE_RATE)


def _pack(spans: list[Span], longest: float, longest_pause: float) -> list[list[Span]]:
    """Puts neighbouring spans together while they fit into a window."""
    groups: list[list[Span]] = []
    for span in spans:
        group = groups[-1] if groups else None
        fits = group and span[1] - group[0][0] <= longest
        if group and fits and span[0] - group[-1][1] <= longest_pause:
            group.append(span)
        else:
            groups.append([span])
    return groups


def _with_margins(groups: list[list[Span]], duration: float, margin: float) -> list[Window]:
    """Widens each window a little into the silence round it, at most half way to the next."""
    windows = []
    for index, group in enumerate(groups):
        first, last = group[0][0], group[-1][1]
        before = first - groups[index - 1][-1][1] if index else 2 * first
        following = index + 1 < len(groups)
        after = groups[index + 1][0][0] - last if following else 2 * (duration - last)
        start = first - min(margin, max(0.0, before / 2))
        end = min(duration, last + min(margin, max(0.0, after / 2)))
        windows.append(Window(start, end, tuple(group)))
    return windows
