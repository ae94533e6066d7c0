"""Listens to a film from end to end, a block at a time, so that memory stays bounded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cp_whisperx.lyrics.measurements import (
    NAMES,
    SPAN,
    SPAN_SECONDS,
    STEP,
    STEP_SECONDS,
    Values,
    measure,
)
from cp_whisperx.lyrics.tracks import BANDS, FRAME, FRAMES_PER_SECOND, HOP, Floats, Tracks, follow
from shared.wav import SAMPLE_RATE, duration_of, read_samples

# Windows a block: about a minute.
_BLOCK = 120
# Frames before and after a block that its tracks look at.
_MARGIN = 96
_BEAT_SPAN = 10.0
_BEAT_SECONDS = (0.25, 1.2)


@dataclass(frozen=True)
class Heard:
    """A film's sound over time, in steps of half a second.

    Attributes:
        duration: Of the film, in seconds.
        centres: Middle of each window in seconds, shape (windows,).
        values: Measurements, shape (windows, 30), columns as `COLUMNS`.
        bands: Log energies in bands, shape (windows * 4, 12): a finer look, eight times a second,
            for borders.
    """

    duration: float
    centres: Values
    values: Values
    bands: Floats


COLUMNS = (*NAMES, "beat")


def listen(audio: Path, report: Callable[[float], None]) -> Heard:
    """Measures a file.

    Args:
        audio: 16 kHz mono 16-bit WAV of any length.
        report: Takes the share done, 0 to 1.
    """
    duration = duration_of(audio)
    total = max(0, int((duration * SAMPLE_RATE - FRAME) / HOP + 1 - SPAN) // STEP + 1)
    values: list[Values] = [np.zeros((0, len(NAMES)))]
    onsets, bands = [np.zeros(0, np.float32)], [np.zeros((0, BANDS), np.float32)]
    for first in range(0, total, _BLOCK):
        tracks = _block(audio, first, min(_BLOCK, total - first))
        values.append(measure(tracks))
        own = slice(0, STEP * min(_BLOCK, total - first))
        onsets.append(tracks.onset[own])
        bands.append(tracks.bands[own].reshape(-1, STEP // 4, BANDS).mean(axis=1))
        report(min(1.0, (first + _BLOCK) / total))
    measured = np.concatenate(values)
    centres = np.arange(total) * STEP_SECONDS + SPAN_SECONDS / 2
    beat = np.array(list(_beats(np.concatenate(onsets), total)), dtype=np.float64)
    return Heard(duration, centres, np.column_stack([measured, beat]), np.concatenate(bands))


def _block(audio: Path, first: int, count: int) -> Tracks:
    """Follows the frames of some windows, and cuts off those that only gave them surroundings."""
    begin, frames = first * STEP, (count - 1) * STEP + SPAN
    before = min(_MARGIN, begin)
    start = (begin - before) * HOP / SAMPLE_RATE
    end = ((begin + frames + _MARGIN - 1) * HOP + FRAME) / SAMPLE_RATE
    tracks = follow(read_samples(audio, start, end))
    own = slice(before, before + frames)
    return Tracks(**{name: getattr(tracks, name)[own] for name in Tracks.__dataclass_fields__})


def _beats(onsets: Floats, total: int) -> Iterator[float]:
    """Measures how regularly onsets come, in ten seconds around each window's middle."""
    half = round(_BEAT_SPAN * FRAMES_PER_SECOND / 2)
    for index in range(total):
        middle = index * STEP + SPAN // 2
        yield _beat(onsets[max(0, middle - half) : middle + half])


def _beat(onsets: Floats) -> float:
    """Returns how much alike a stretch is to itself one and two beats later, 0 to 1."""
    first, last = (int(seconds * FRAMES_PER_SECOND) for seconds in _BEAT_SECONDS)
    if len(onsets) <= 2 * last or float(np.ptp(onsets)) < 1e-6:
        return 0.0
    level = np.log1p(onsets)
    level = level - level.mean()
    power = np.abs(np.fft.rfft(level, 2 * len(level))) ** 2
    lags = np.fft.irfft(power)[: len(level)] / np.arange(len(level), 0, -1)
    lags /= lags[0]
    both = np.minimum(lags[first:last], lags[2 * first : 2 * last : 2])
    return float(max(0.0, both.max()))
