"""Measures what lies beneath speech, stretch by stretch: how loud it is, and whether it is music.

Speech leaves gaps: in every frequency band it is silent for a good part of any few seconds, between
words and also within them, because a vowel has no hiss and a hiss no vowel. What sounds in those
gaps is the background. Each band's background is the level that a fifth of its frames stay below
(minimum statistics, Martin, 2001, with a percentile in place of the minimum); the figure compares
the sum over the bands with the loud frames. Taken by band, it needs no pauses between words, which
songs, quick dialogue and news reading do not have.

A background of music has tones in it: its spectrum has peaks that stand above their surroundings,
where noise has none. Talk has none that last, because a voice glides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE, duration_of, windows

STRETCH_SECONDS = 6.0
_SHORTEST_SECONDS = 2.0

_FRAME = 1024
_HOP = 320
_WINDOW = np.hanning(_FRAME).astype(np.float32)
# Bins of 15.6 Hz. 24 bands from 100 Hz to 7 kHz: below is hum, above telephone films have nothing.
_BAND_EDGES = np.unique(np.round(np.geomspace(100, 7000, 25) / SAMPLE_RATE * _FRAME).astype(int))
_FLOOR_PERCENTILE = 20
_LOUD_PERCENTILE = 60
# A percentile of a fluctuating level lies below its mean: 2 dB for smoothed noise.
_FLOOR_BIAS = 10**0.2

# Tones are looked for from 150 Hz to 5 kHz, each against the median of 21 bins round it.
_TONAL_BINS = slice(10, 320)
_NEIGHBOURS = 21
_STRONGEST = 20
# 50 dB below the strongest part of the background nothing is heard.
_DEPTH = 1e-5

_LOWEST_DB, _HIGHEST_DB = -20.0, 60.0
_NOTHING = 1e-12

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Stretch:
    """A few seconds of sound.

    Attributes:
        start: Seconds.
        end: Seconds.
        level_db: Level of its loud frames, 0 being full scale.
        snr_db: How far these stand above the background, from -20 to 60.
        tonal_db: How far the strongest tones of the background stand above their surroundings.
    """

    start: float
    end: float
    level_db: float
    snr_db: float
    tonal_db: float


def measure_background(
    audio: Path, report: Callable[[float], None] | None = None
) -> tuple[Stretch, ...]:
    """Measures the background of a film.

    Args:
        audio: 16 kHz mono 16-bit WAV of any length; it is read in stretches of 6 s.
        report: Takes the share done, 0 to 1.

    Returns:
        Its stretches in order. A rest of less than two seconds belongs to the last one.

    Raises:
        InvalidInputError: If it is not such a WAV.
    """
    total = duration_of(audio)
    found: list[Stretch] = []
    for start, samples in windows(audio, STRETCH_SECONDS):
        if len(samples) >= _SHORTEST_SECONDS * SAMPLE_RATE:
            found.append(measure(start, samples))
        elif found:
            found[-1] = replace(found[-1], end=total)
        if report is not None:
            report(min(1.0, (start + STRETCH_SECONDS) / total))
    return tuple(found)


def measure(start: float, samples: Floats) -> Stretch:
    """Measures one stretch.

    Args:
        start: Its beginning in seconds.
        samples: Shape (n,), 16 kHz, from -1 to 1; two seconds or more.
    """
    power = _power(samples)
    bands = np.add.reduceat(power, _BAND_EDGES, axis=1)[:, :-1]
    smoothed = (bands[:-2] + bands[1:-1] + bands[2:]) / 3
    total = smoothed.sum(axis=1)
    loud = float(total[total >= np.percentile(total, _LOUD_PERCENTILE)].mean())
    floor = float(np.percentile(smoothed, _FLOOR_PERCENTILE, axis=0).sum()) * _FLOOR_BIAS
    return Stretch(
        start=start,
        end=start + len(samples) / SAMPLE_RATE,
        level_db=round(_decibels(loud), 2),
        snr_db=round(_ratio(loud, floor), 2),
        tonal_db=round(_tonal(power), 2),
    )


def _power(samples: Floats) -> Floats:
    """Returns the power of each frame and bin; a tone of full scale has half a unit."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, _FRAME)[::_HOP] * _WINDOW
    scale = np.float32(2 / (_FRAME * np.square(_WINDOW).sum()))
    power: Floats = np.square(np.abs(np.fft.rfft(frames, axis=1))).astype(np.float32) * scale
    return power


def _decibels(power: float) -> float:
    return float(10 * np.log10(max(power, _NOTHING)))


def _ratio(loud: float, floor: float) -> float:
    decibels = _decibels(loud - floor) - _decibels(floor)
    return float(np.clip(decibels, _LOWEST_DB, _HIGHEST_DB))


def _tonal(power: Floats) -> float:
    floor = np.percentile(power[:, _TONAL_BINS], _FLOOR_PERCENTILE, axis=0)
    level = 10 * np.log10(floor + _DEPTH * floor.max() + _NOTHING)
    padded = np.pad(level, _NEIGHBOURS // 2, mode="edge")
    around = np.median(np.lib.stride_tricks.sliding_window_view(padded, _NEIGHBOURS), axis=1)
    return float(np.sort(level - around)[-_STRONGEST:].mean())
