"""A second judge of whether somebody speaks: the small Silero model in faster-whisper's package.

The voice activity stage may have taken music for speech; then a recogniser that hears it again
will make something up.
"""

from importlib.util import find_spec
from itertools import pairwise
from math import ceil
from pathlib import Path

from shared.artifacts import TimeSpan
from shared.wav import SAMPLE_RATE, read_samples

# The judge needs to hear a little before it can tell.
_LEAD = 1.0
# A longer stretch is judged in pieces, so that memory does not grow with it, in seconds.
_PIECE = 60.0
_LONGEST_SILENCE_MS = 300
_PAD_MS = 30


def voiced_share(audio: Path, span: TimeSpan) -> float | None:
    """Returns the share of a stretch of audio in which somebody speaks.

    Args:
        audio: 16 kHz mono 16-bit WAV.
        span: The stretch.

    Returns:
        From 0 to 1; None where this environment has no such judge.
    """
    if find_spec("faster_whisper") is None:
        return None
    seconds = max(span.end - span.start, 1e-3)
    pieces = ceil(seconds / _PIECE)
    edges = [span.start + seconds * n / pieces for n in range(pieces + 1)]
    return sum(_voiced(audio, start, end) for start, end in pairwise(edges)) / seconds


def _voiced(audio: Path, start: float, end: float) -> float:
    """Returns the seconds of a stretch in which somebody speaks."""
    from faster_whisper.vad import get_speech_timestamps

    begun = max(0.0, start - _LEAD)
    found = get_speech_timestamps(
        read_samples(audio, begun, end + _LEAD),
        min_silence_duration_ms=_LONGEST_SILENCE_MS,
        speech_pad_ms=_PAD_MS,
    )
    spans = ((begun + row["start"] / SAMPLE_RATE, begun + row["end"] / SAMPLE_RATE)
             for row in found)  # fmt: skip
    return float(sum(max(0.0, min(end, last) - max(start, first)) for first, last in spans))
