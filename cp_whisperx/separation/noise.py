"""Measures how far speech stands above what lies beneath it.

Method: the levels of 30 ms frames are collected in windows of 30 s. A window's noise is the level
that a tenth of its frames stay below (what is left in the pauses between words), its speech the
level that a twentieth of its frames exceed. The power of speech alone is the difference of the
two powers. The figure is the median over all windows in which there is any sound. Percentiles of
frame levels are the idea of the NIST `stnr` measurement of speech to noise; windows make the
figure follow scenes, and the median keeps a loud song or a silent minute from deciding.

Steady music or noise leaves little between the two levels and so gives a low figure.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE, duration_of, windows

_FRAME_SECONDS = 0.03
_WINDOW_SECONDS = 30.0
_NOISE_PERCENTILE = 10
_SPEECH_PERCENTILE = 95
# Below this a frame is digital silence; the quietest noise of 16 bits lies about 96 dB down.
_SILENCE_DB = -80.0
# A window needs this much above silence for there to be anything to hear in it.
_AUDIBLE_DB = -60.0
_HIGHEST_DB = 60.0

Levels = NDArray[np.float64]


def measure_snr(audio: Path, report: Callable[[float], None] | None = None) -> float | None:
    """Estimates the signal-to-noise ratio of speech.

    Args:
        audio: 16 kHz mono 16-bit WAV of any length; it is read in windows of 30 s.
        report: Takes the share done, 0 to 1.

    Returns:
        Decibels, from -20 to 60; None if the audio is silent throughout.

    Raises:
        InvalidInputError: If it is not such a WAV.
    """
    total = duration_of(audio)
    ratios: list[float] = []
    for start, samples in windows(audio, _WINDOW_SECONDS):
        ratio = _window_snr(frame_levels(samples))
        if ratio is not None:
            ratios.append(ratio)
        if report is not None:
            report(min(1.0, (start + _WINDOW_SECONDS) / total))
    return round(float(np.median(ratios)), 2) if ratios else None


def frame_levels(samples: NDArray[np.float32]) -> Levels:
    """Returns the level of each 30 ms frame in decibels, 0 being full scale.

    Args:
        samples: Shape (n,), from -1 to 1, at 16 kHz; what is left over at the end is not counted.
    """
    length = round(SAMPLE_RATE * _FRAME_SECONDS)
    frames = samples[: len(samples) // length * length].reshape(-1, length)
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (_SILENCE_DB / 10))))


def _window_snr(levels: Levels) -> float | None:
    if not levels.size:
        return None
    noise, loud = np.percentile(levels, [_NOISE_PERCENTILE, _SPEECH_PERCENTILE])
    if loud < _AUDIBLE_DB:
        return None
    speech = 10 ** (loud / 10) - 10 ** (noise / 10)
    if speech <= 0:
        return 0.0
    return float(np.clip(10 * np.log10(speech) - noise, -20.0, _HIGHEST_DB))
