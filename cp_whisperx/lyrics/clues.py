"""What else than the sound of the mix tells talk, music and song apart, as log likelihood a step.

Each function returns an array of shape (windows, 3), columns as `detector.STATES`, to be added to
what the detector makes of the sound.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.lyrics.detector import MUSIC, SONG, TALK
from cp_whisperx.lyrics.measurements import SPAN_SECONDS, Values
from cp_whisperx.lyrics.wording import Wording
from shared.artifacts import Segment

# Where a voice is known to be, music alone is this much less likely.
_VOICE_WORTH = 1.0
# Where none is, song is: little, as voice activity is made for talk and misses most singing.
_QUIET_WORTH = 0.15
# A separated voice under this level, or so far under the rest, is what separation leaks.
_SILENT_DB = -50.0
_LEAK_DB = -20.0
_NO_VOICE_WORTH = 2.0
# A voice with nothing under it is hardly ever a film's song.
_ALONE_DB = -25.0
_ALONE_WORTH = 0.2


class Stretch(Protocol):
    """Anything with a start and an end in seconds."""

    @property
    def start(self) -> float:
        """Seconds."""
        ...

    @property
    def end(self) -> float:
        """Seconds."""
        ...


def inside(centres: Values, stretches: Iterable[Stretch]) -> NDArray[np.bool_]:
    """Returns which steps' middles lie in one of the stretches, shape (windows,)."""
    marks = np.zeros(len(centres), dtype=bool)
    for stretch in stretches:
        first, last = np.searchsorted(centres, (stretch.start, stretch.end))
        marks[first:last] = True
    return marks


def of_voices(centres: Values, voices: Iterable[Stretch]) -> Values:
    """Makes music alone less likely where a voice or words were found, and song elsewhere."""
    clues, voiced = np.zeros((len(centres), 3)), inside(centres, voices)
    clues[voiced, MUSIC] = -_VOICE_WORTH
    clues[~voiced, SONG] = -_QUIET_WORTH
    return clues


def of_text(centres: Values, segments: Sequence[Segment], wording: dict[int, Wording]) -> Values:
    """Spreads what each segment's text says over the segment's steps."""
    clues = np.zeros((len(centres), 3))
    for segment in segments:
        steps = inside(centres, (segment,))
        share = wording[segment.id].worth / max(1, 2 * int(steps.sum()))
        clues[steps, SONG] += share
        clues[steps, TALK] -= share
    return clues


def of_accompaniment(
    centres: Values, step: float, vocals_db: Sequence[float], accompaniment_db: Sequence[float]
) -> Values:
    """Reads the levels of separated voices and of all the rest.

    Args:
        centres: Middle of each step in seconds.
        step: Seconds that a level stands for; the first begins at 0.
        vocals_db: Level of the voices, 0 being full scale.
        accompaniment_db: Level of the rest.
    """
    clues = np.zeros((len(centres), 3))
    for row, centre in enumerate(centres):
        first = max(0, round((centre - SPAN_SECONDS / 2) / step))
        last = max(first + 1, round((centre + SPAN_SECONDS / 2) / step))
        voice, rest = _mean_db(vocals_db[first:last]), _mean_db(accompaniment_db[first:last])
        if voice < max(_SILENT_DB, rest + _LEAK_DB):
            clues[row, SONG] = -_NO_VOICE_WORTH
        elif rest - voice < _ALONE_DB:
            clues[row, SONG] = -_ALONE_WORTH
    return clues


def _mean_db(levels: Sequence[float]) -> float:
    """Returns the level of the mean power."""
    if not levels:
        return -96.0
    return float(10 * np.log10(np.mean(10 ** (np.asarray(levels) / 10)) + 1e-10))
