"""Puts the border of a passage where the sound changes most."""

import numpy as np

from cp_whisperx.lyrics.listening import Heard
from cp_whisperx.lyrics.measurements import STEP_SECONDS

# Looks a second and a half to each side, compares the two seconds before and after each place.
_REACH = 12
_SIDE = 16
_SECONDS = STEP_SECONDS / 4


def sharpen(heard: Heard, border: float) -> float:
    """Returns the place near a border at which the spectrum's bands change most.

    The two sides are compared by the distance of their means over their spread, as Fisher's
    discriminant does. Where the sound does not change the border stays.
    """
    middle = round(border / _SECONDS)
    places = range(max(4, middle - _REACH), min(len(heard.bands) - 4, middle + _REACH) + 1)
    scores = [_change(heard, place) for place in places]
    if not scores:
        return max(0.0, border)
    return places[int(np.argmax(scores))] * _SECONDS


def _change(heard: Heard, place: int) -> float:
    before = heard.bands[max(0, place - _SIDE) : place]
    after = heard.bands[place : place + _SIDE]
    apart = (before.mean(axis=0) - after.mean(axis=0)) ** 2
    return float((apart / (before.var(axis=0) + after.var(axis=0) + 0.1)).sum())
