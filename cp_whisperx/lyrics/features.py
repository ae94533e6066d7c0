"""What tells music from talk in a few seconds of sound: tonality, steady pitch, beat.

Tonality follows continuous frequency activation (Seyerlehner et al., 2007): the tones of music
stay on one frequency for long, those of a voice glide. Steady pitch is what a singer does and a
speaker does not: hold a note.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE

Floats = NDArray[np.float32]

_FRAME = 1024
_HOP = 256
_FRAMES_PER_SECOND = SAMPLE_RATE / _HOP
# 150 Hz to 5 kHz, where tones can be told apart and recordings of all kinds have sound.
_BINS = slice(10, 320)
_NEIGHBOURS = 21
_PEAK_DB = 3.0
_STRONGEST = 20
# 60 dB below the strongest tone nothing is heard.
_DEPTH = 1e-3

_PITCH_FRAME = 640
_PITCH_HOP = 160
_PITCH_FFT = 2048
_PITCH_RANGE = (80.0, 500.0)
_VOICED = 0.5
_ABOUT_BEST = 0.9
_LOUD = 0.7
_NOTE_FRAMES = 15
_NOTE_SEMITONES = 0.6

_BEAT_SECONDS = (0.25, 1.2)
_FLOOR = 1e-6


@dataclass(frozen=True)
class Sound:
    """What a stretch of sound is like, each from 0 to 1.

    Attributes:
        tonality: Share of time in which the most lasting frequencies sound.
        steady_pitch: Share of the voiced time in which the pitch holds a note.
        beat: How regularly onsets come.
    """

    tonality: float
    steady_pitch: float
    beat: float


def measure(samples: Floats) -> Sound:
    """Measures a stretch of sound.

    Args:
        samples: Shape (n,), 16 kHz, from -1 to 1; two seconds or more.
    """
    spectrum = _spectrum(samples)
    if not len(spectrum) or float(np.abs(samples).max()) < 1e-3:
        return Sound(0.0, 0.0, 0.0)
    return Sound(_tonality(spectrum), _steady_pitch(samples), _beat(spectrum))


def _frames(samples: Floats, size: int, hop: int) -> Floats:
    if len(samples) < size:
        return np.zeros((0, size), np.float32)
    return np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]


def _spectrum(samples: Floats) -> Floats:
    """Returns magnitudes, shape (frames, bins)."""
    frames = _frames(samples, _FRAME, _HOP) * np.hanning(_FRAME).astype(np.float32)
    magnitudes: Floats = np.abs(np.fft.rfft(frames, axis=1)).astype(np.float32)
    return magnitudes


def _tonality(spectrum: Floats) -> float:
    """Looks at the louder half of the frames: in the others a soft score fills talk's pauses."""
    loudness = spectrum.max(axis=1)
    loud = spectrum[loudness >= np.median(loudness), _BINS]
    level = 20 * np.log10(loud + _DEPTH * loud.max() + _FLOOR)
    padded = np.pad(level, ((0, 0), (_NEIGHBOURS // 2,) * 2), mode="edge")
    sums = np.cumsum(np.pad(padded, ((0, 0), (1, 0))), axis=1)
    around = (sums[:, _NEIGHBOURS:] - sums[:, :-_NEIGHBOURS]) / _NEIGHBOURS
    activity = np.sort((level - around > _PEAK_DB).mean(axis=0))
    return float(activity[-_STRONGEST:].mean())


def _steady_pitch(samples: Floats) -> float:
    pitch, voiced = _pitch(samples)
    if voiced.sum() < _NOTE_FRAMES:
        return 0.0
    windows = np.lib.stride_tricks.sliding_window_view
    spread = np.ptp(windows(pitch, _NOTE_FRAMES), axis=1)
    held = (spread < _NOTE_SEMITONES) & windows(voiced, _NOTE_FRAMES).all(axis=1)
    in_note = np.zeros(len(pitch), dtype=bool)
    for first in np.flatnonzero(held):
        in_note[first : first + _NOTE_FRAMES] = True
    return float(in_note.sum() / voiced.sum())


def _pitch(samples: Floats) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Returns the pitch in semitones over 1 Hz of each frame, and whether it is loud and has one.

    Only loud frames count: a soft score fills the pauses of talk with steady tones.
    """
    window = np.hanning(_PITCH_FRAME)
    frames = _frames(samples, _PITCH_FRAME, _PITCH_HOP) * window
    correlation = _autocorrelation(frames) / (_autocorrelation(window[np.newaxis]) + 1e-3)
    low, high = (round(SAMPLE_RATE / hertz) for hertz in reversed(_PITCH_RANGE))
    lag = np.clip(_shortest_period(correlation[:, low:high]) + low, 1, _PITCH_FRAME - 2)
    rows = np.arange(len(frames))
    before, peak, after = (correlation[rows, lag + step] for step in (-1, 0, 1))
    bend = 0.5 * (before - after) / (before - 2 * peak + after - 1e-9)
    level = np.sqrt((frames**2).mean(axis=1))
    voiced = (peak > _VOICED) & (level > _LOUD * np.sqrt((level**2).mean()))
    return 12 * np.log2(SAMPLE_RATE / (lag + np.clip(bend, -1, 1))), voiced


def _shortest_period(correlation: NDArray[np.float64]) -> NDArray[np.intp]:
    """A period's multiples match as well as itself: the shortest of about the best is the pitch."""
    good = correlation >= _ABOUT_BEST * correlation.max(axis=1, keepdims=True)
    padded = np.pad(correlation, ((0, 0), (1, 1)), constant_values=-1.0)
    peaks = good & (correlation >= padded[:, :-2]) & (correlation >= padded[:, 2:])
    shortest: NDArray[np.intp] = peaks.argmax(axis=1)
    return shortest


def _autocorrelation(frames: NDArray[np.floating]) -> NDArray[np.float64]:
    power = np.abs(np.fft.rfft(frames, _PITCH_FFT, axis=1)) ** 2
    raw = np.fft.irfft(power, axis=1)[:, :_PITCH_FRAME]
    normalised: NDArray[np.float64] = raw / (raw[:, :1] + _FLOOR)
    return normalised


def _beat(spectrum: Floats) -> float:
    onsets = np.maximum(0, np.diff(np.log(spectrum[:, 4:400] + 1e-2), axis=0)).mean(axis=1)
    onsets = onsets - onsets.mean()
    lags = np.correlate(onsets, onsets, "full")[len(onsets) - 1 :]
    first, last = (int(seconds * _FRAMES_PER_SECOND) for seconds in _BEAT_SECONDS)
    if len(lags) <= last or lags[0] <= _FLOOR:
        return 0.0
    return float(max(0.0, lags[first:last].max() / lags[0]))
