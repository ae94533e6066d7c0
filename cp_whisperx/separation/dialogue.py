"""Makes what recognition hears: the mix where it is clean, the vocals where it is not.

Separation smears clean speech a little and takes away what a recogniser was trained to hear, so
that it is used only where it helps. The two are cross-faded: they are the same sound at the same
time, so that the fade is not heard.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.separation.sound import write_vocals
from shared.artifacts import TimeSpan
from shared.wav import SAMPLE_RATE, duration_of, windows

_CHUNK_SECONDS = 30.0
_FADE_SECONDS = 0.25

Floats = NDArray[np.float32]


def write_dialogue(mix: Path, vocals: Path, unclean: Sequence[TimeSpan], target: Path) -> None:
    """Writes the mix with the vocals in its unclean stretches.

    Args:
        mix: The film's audio, 16 kHz mono.
        vocals: Its vocals, of the same form and length.
        unclean: Where the vocals are to be heard, in order.
        target: Where to write.

    Raises:
        InvalidInputError: If one of the two is of another form.
    """
    frames = round(duration_of(mix) * SAMPLE_RATE)
    write_vocals(target, _blended(mix, vocals, unclean), frames)


def _blended(mix: Path, vocals: Path, unclean: Sequence[TimeSpan]) -> Iterator[Floats]:
    both = zip(windows(mix, _CHUNK_SECONDS), windows(vocals, _CHUNK_SECONDS), strict=True)
    for (start, heard), (_, voice) in both:
        share = vocals_share(start, len(heard), unclean)
        yield heard + share * (voice - heard)


def vocals_share(start: float, count: int, unclean: Sequence[TimeSpan]) -> Floats:
    """Returns how much of the vocals is heard at each sample, 0 to 1.

    A stretch's own seconds are vocals through and through; the fades lie outside.

    Args:
        start: Time of the first sample.
        count: Samples.
        unclean: Where the vocals are to be heard.
    """
    share = np.zeros(count, np.float32)
    times = start + np.arange(count) / SAMPLE_RATE
    for span in unclean:
        if span.end + _FADE_SECONDS < start or span.start - _FADE_SECONDS > times[-1]:
            continue
        rising = (times - span.start) / _FADE_SECONDS + 1
        falling = (span.end - times) / _FADE_SECONDS + 1
        inside = np.clip(np.minimum(rising, falling), 0, 1).astype(np.float32)
        share = np.maximum(share, inside)
    return share
