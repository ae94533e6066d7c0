"""Measures how far speech stands above what lies beneath it.

Method: the levels of 30 ms frames are collected in windows of 30 s. A window's noise is the level
that a tenth of its frames stay below (what is left in the pauses between words), its speech the
level that a twentieth of its frames exceed. The power of speech alone is the difference of the
two powers. The figure is the median over all windows in which there is any sound. Percentiles of
frame levels are the idea of the NIST `stnr` measurement of speech to noise; windows make the
figure follow scenes, and the median keeps a loud song or a silent minute from deciding.

Steady music or noise leaves little between the two levels and so gives a low figure.
"""

import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.errors import InvalidInputError

_FRAME_SECONDS = 0.03
_WINDOW_SECONDS = 30
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
        audio: Mono 16-bit WAV of any length; it is read in windows of 30 s.
        report: Takes the share done, 0 to 1.

    Returns:
        Decibels, at most 60; None if the audio is silent throughout.

    Raises:
        InvalidInputError: If it is no mono 16-bit WAV.
    """
    ratios = [ratio for ratio in map(_window_snr, _windows(audio, report)) if ratio is not None]
    return round(float(np.median(ratios)), 2) if ratios else None


def _windows(audio: Path, report: Callable[[float], None] | None) -> Iterator[Levels]:
    """Yields the frame levels of each window, in decibels below full scale."""
    try:
        with wave.open(str(audio), "rb") as wav:
            _check_form(audio, wav)
            rate, total = wav.getframerate(), wav.getnframes()
            while data := wav.readframes(rate * _WINDOW_SECONDS):
                yield frame_levels(np.frombuffer(data, dtype="<i2"), rate)
                if report is not None:
                    report(wav.tell() / total)
    except (wave.Error, EOFError) as error:
        raise InvalidInputError(
            f"{audio} is no WAV file: {error}.", "Run demux again with --force."
        ) from error


def _check_form(audio: Path, wav: wave.Wave_read) -> None:
    if wav.getnchannels() != 1 or wav.getsampwidth() != 2:
        raise InvalidInputError(f"{audio} is not mono 16-bit audio.", "Run demux again.")


def frame_levels(samples: NDArray[np.int16], rate: int) -> Levels:
    """Returns the level of each 30 ms frame in decibels below full scale.

    Args:
        samples: Shape (n,); what is left over at the end is not counted.
        rate: Samples a second.
    """
    length = round(rate * _FRAME_SECONDS)
    frames = samples[: len(samples) // length * length].reshape(-1, length)
    power = np.mean((frames.astype(np.float64) / 32768.0) ** 2, axis=1)
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
