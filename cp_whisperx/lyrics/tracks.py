"""Follows a sound frame by frame: its level, pitch, partials, onsets and tones.

Frames follow each other every 16 ms, so that everything else in this package is counted in them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

FRAME = 1024
HOP = 256
FRAMES_PER_SECOND = SAMPLE_RATE / HOP
BANDS = 12
# 150 Hz to 5 kHz in bins of 15.6 Hz, where tones can be told apart and recordings have sound.
_TONES = slice(10, 320)
_NEIGHBOURS = 21
_PEAK_DB = 3.0
# 60 dB below the strongest tone nearby nothing is heard.
_DEPTH = 1e-3
_NEARBY = 96
# Humming and chest voice to a soprano's top notes.
_PITCHES = (75.0, 1000.0)
# A voice's harmonics lie below 4.7 kHz.
_VOICE_BINS = 300
_ABOUT_BEST = 0.88
# Partials are followed from 200 Hz to 3 kHz, over 48 ms, at most two bins up or down.
_PARTIALS = slice(13, 192)
_STEP = 3
_REACH = 2
_STEADY_SEMITONES = 0.25
_LASTING = 125
_LATER = 12
_FLOOR = 1e-9


@dataclass(frozen=True)
class Tracks:
    """What a sound is like, frame by frame.

    Attributes:
        level: Root mean square, shape (frames,).
        pitch: Semitones over 1 Hz, shape (frames,).
        clarity: How periodic, 0 to 1, shape (frames,).
        steady: Share of the partials' strength that stays where it is, shape (frames,).
        gliding: Share that moves but goes on, shape (frames,).
        front_steady: The same without what lasts for seconds, shape (frames,).
        front_gliding: The same without what lasts for seconds, shape (frames,).
        front_lasting: Share of those partials that sound a fifth of a second on, shape (frames,).
        front_bands: Amplitude of what does not last for seconds, in bands, shape (frames, 12).
        onset: How much new sound begins, shape (frames,).
        harmonic: Share of the strength in lasting tones as against in hits, shape (frames,).
        bands: Log energy in bands, shape (frames, 12).
        tones: Which bins hold a tone, shape (frames, 310).
    """

    level: Floats
    pitch: Floats
    clarity: Floats
    steady: Floats
    gliding: Floats
    front_steady: Floats
    front_gliding: Floats
    front_lasting: Floats
    front_bands: Floats
    onset: Floats
    harmonic: Floats
    bands: Floats
    tones: Flags


def follow(samples: Floats) -> Tracks:
    """Follows a stretch of sound.

    Args:
        samples: Shape (n,), 16 kHz, from -1 to 1; a frame (64 ms) or more.
    """
    window = np.hanning(FRAME).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP] * window
    spectrum = np.abs(np.fft.rfft(frames, axis=1)).astype(np.float32)
    front = _front(spectrum)
    pitch, clarity = _pitch(front)
    level = np.sqrt((frames**2).mean(axis=1) * FRAME / (window**2).sum())
    return Tracks(
        level, pitch, clarity, *_partials(spectrum), *_partials(front), _lasting(front),
        np.exp(0.5 * _bands(front)), _onset(spectrum), _harmonic(spectrum), _bands(spectrum),
        _tones(spectrum),
    )  # fmt: skip


def _front(spectrum: Floats) -> Floats:
    """Takes away what lasts for two seconds: drones and chords, but neither words nor notes."""
    lasting = np.exp(_smooth(np.log(spectrum + 1e-4), _LASTING, 0))
    return np.asarray(np.maximum(spectrum - lasting, 0.01 * spectrum), dtype=np.float32)


def _pitch(spectrum: Floats) -> tuple[Floats, Floats]:
    """Finds the pitch by the autocorrelation of a compressed spectrum.

    Some compression (Tolonen and Karjalainen, 2000) lets a voice be heard beside louder tones.
    """
    pressed = spectrum * np.sqrt(spectrum)
    pressed[:, _VOICE_BINS:] = 0
    correlation = np.fft.irfft(pressed, axis=1).astype(np.float32)
    correlation /= correlation[:, :1] + _FLOOR
    low, high = (round(SAMPLE_RATE / hertz) for hertz in reversed(_PITCHES))
    lag = _shortest_period(correlation[:, low:high]) + low
    rows = np.arange(len(correlation))
    before, peak, after = (correlation[rows, lag + step] for step in (-1, 0, 1))
    bend = np.clip(0.5 * (before - after) / (before - 2 * peak + after - _FLOOR), -1, 1)
    return (12 * np.log2(SAMPLE_RATE / (lag + bend))).astype(np.float32), peak


def _shortest_period(correlation: Floats) -> NDArray[np.intp]:
    """A period's multiples match as well as itself: the shortest of about the best is the pitch."""
    good = correlation >= _ABOUT_BEST * correlation.max(axis=1, keepdims=True)
    padded = np.pad(correlation, ((0, 0), (1, 1)), constant_values=-1.0)
    peaks = good & (correlation >= padded[:, :-2]) & (correlation >= padded[:, 2:])
    shortest: NDArray[np.intp] = peaks.argmax(axis=1)
    return shortest


def _partials(spectrum: Floats) -> tuple[Floats, Floats]:
    """Follows each peak of the spectrum to the nearest one three frames later."""
    first, last = _PARTIALS.start, _PARTIALS.stop
    left, part, right = (spectrum[:, first + by : last + by] for by in (-1, 0, 1))
    strong = part > 0.05 * part.max(axis=1, keepdims=True)
    peaks = (part > left) & (part >= right) & strong
    curve = left - 2 * part + right
    bend = 0.5 * (left - right) / np.where(np.abs(curve) > _FLOOR, curve, -1.0)
    place = 12 * np.log2(np.arange(first, last, dtype=np.float32) + np.clip(bend, -0.5, 0.5))
    moved = np.full(part.shape, np.inf, np.float32)
    for shift in range(-_REACH, _REACH + 1):
        ahead = np.roll(np.where(peaks, place, np.inf), (-_STEP, -shift), axis=(0, 1))
        ahead[-_STEP:] = np.inf
        moved = np.minimum(moved, np.abs(ahead - place))
    weight = np.where(peaks, part, 0)
    total = weight.sum(axis=1) + _FLOOR
    steady = np.where(moved < _STEADY_SEMITONES, weight, 0).sum(axis=1) / total
    going = np.where(np.isfinite(moved), weight, 0).sum(axis=1) / total
    return steady.astype(np.float32), (going - steady).astype(np.float32)


def _lasting(spectrum: Floats) -> Floats:
    """Measures how much of the spectrum is still there, at the same frequencies, 190 ms later."""
    part = spectrum[:, _PARTIALS]
    part = part * (part > 0.1 * part.max(axis=1, keepdims=True))
    later = np.roll(part, -_LATER, axis=0)
    later[-_LATER:] = part[-_LATER:]
    spread = np.maximum(later, np.maximum(np.roll(later, 1, axis=1), np.roll(later, -1, axis=1)))
    common = np.minimum(part, spread).sum(axis=1)
    return np.asarray(common / (part.sum(axis=1) + _FLOOR), dtype=np.float32)


def _onset(spectrum: Floats) -> Floats:
    level = np.log(spectrum[:, 4:400] + 1e-2)
    rise = np.maximum(0, np.diff(level, axis=0, prepend=level[:1]))
    return np.asarray(rise.mean(axis=1), dtype=np.float32)


def _smooth(values: Floats, width: int, axis: int) -> Floats:
    padded = np.pad(values, [(width // 2,) * 2 if a == axis else (0, 0) for a in range(2)], "edge")
    sums = np.cumsum(padded, axis=axis, dtype=np.float64)
    sums = np.pad(sums, [(1, 0) if a == axis else (0, 0) for a in range(2)])
    ends = np.take(sums, np.arange(width, sums.shape[axis]), axis=axis)
    starts = np.take(sums, np.arange(0, sums.shape[axis] - width), axis=axis)
    return np.asarray((ends - starts) / width, dtype=np.float32)


def _harmonic(spectrum: Floats) -> Floats:
    """Compares smoothing over time with smoothing over frequency, after Fitzgerald (2010).

    Means of logarithms stand for his medians: as blind to single peaks, and far quicker.
    """
    level = np.log(spectrum[:, :400] + 1e-4)
    lasting, hit = _smooth(level, 17, 0), _smooth(level, 17, 1)
    strength = spectrum[:, :400] ** 2
    share = (strength * (lasting > hit)).sum(axis=1) / (strength.sum(axis=1) + _FLOOR)
    return np.asarray(share, dtype=np.float32)


def _bands(spectrum: Floats) -> Floats:
    edges = np.unique(np.geomspace(3, spectrum.shape[1], BANDS + 1).astype(int))
    power = np.add.reduceat(spectrum**2, edges[:-1], axis=1)
    return np.asarray(np.log(power + 1e-4), dtype=np.float32)


def _tones(spectrum: Floats) -> Flags:
    """Finds lasting frequencies as Seyerlehner's continuous frequency activation does (2007)."""
    part = spectrum[:, _TONES]
    loudest = part.max(axis=1)
    padded = np.pad(loudest, _NEARBY, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEARBY + 1).max(axis=1)
    level = 20 * np.log10(part + _DEPTH * around[:, np.newaxis] + 1e-6)
    tones: Flags = level - _smooth(level, _NEIGHBOURS, 1) > _PEAK_DB
    return tones
