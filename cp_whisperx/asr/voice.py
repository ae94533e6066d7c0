"""A second judge of whether somebody speaks: the small Silero model in faster-whisper's package.

The voice activity stage may have taken music for speech; then a recogniser that hears it again
will make something up.
"""

from importlib.util import find_spec
from pathlib import Path

from shared.artifacts import TimeSpan
from shared.wav import SAMPLE_RATE, read_samples

# The judge needs to hear a little before it can tell.
_LEAD = 1.0
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
    from faster_whisper.vad import get_speech_timestamps

    begun = max(0.0, span.start - _LEAD)
    found = get_speech_timestamps(
        read_samples(audio, begun, span.end + _LEAD),
        min_silence_duration_ms=_LONGEST_SILENCE_MS,
        speech_pad_ms=_PAD_MS,
    )
    spoken = sum(
        max(0.0, min(span.end, begun + row["end"] / SAMPLE_RATE)
            - max(span.start, begun + row["start"] / SAMPLE_RATE))
        for row in found
    )  # fmt: skip
    return float(spoken / max(span.end - span.start, 1e-3))
