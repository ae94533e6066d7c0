"""What films lay round voices: rooms, crowds, rain, engines, and how their sound is mastered."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE

Sounds = NDArray[np.float32]

# Shares of what is heard without any room, and of the sound that comes from it.
_DRY = 0.4
_WET = (0.1, 0.5)
_ROOM_SECONDS = (0.2, 1.6)
_TILT_DB = 6.0
_CROWD = 5


def in_a_room(samples: Sounds, rng: np.random.Generator) -> Sounds:
    """Lets a voice sound in a room, or leaves it dry: noise that dies away is all a room needs."""
    if rng.random() < _DRY:
        return samples
    seconds, wet = rng.uniform(*_ROOM_SECONDS), rng.uniform(*_WET)
    clock = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    answer = rng.normal(0, 1, len(clock)) * np.exp(-6.9 * clock / seconds)
    answer *= wet / np.sqrt((answer**2).sum())
    size = len(samples) + len(answer)
    tail = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(answer, size), size)
    return np.asarray(samples + tail[: len(samples)], dtype=np.float32)


def mastered(samples: Sounds, rng: np.random.Generator) -> Sounds:
    """Tilts the spectrum, cuts its top and presses its peaks, as studios and broadcasters do."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    octaves = np.log2(np.maximum(hertz, 100) / 1000)
    spectrum *= 10 ** (rng.uniform(-_TILT_DB, _TILT_DB) * np.clip(octaves / 3, -1, 1) / 20)
    spectrum[hertz > rng.uniform(5000, 8000)] = 0
    drive = rng.uniform(0.5, 4)
    out = np.tanh(drive * np.fft.irfft(spectrum, len(samples))) / drive
    return np.asarray(out, dtype=np.float32)


def noise(seconds: float, talk: Sequence[Sounds], rng: np.random.Generator) -> Sounds:
    """Makes what is neither talk nor music: rain, an engine, a crowd.

    Args:
        seconds: How long.
        talk: Recordings; a crowd is many of them at once.
        rng: Chooses which.

    Returns:
        Samples of shape (n,) with a root mean square of a tenth.
    """
    size = round(seconds * SAMPLE_RATE)
    kind = rng.integers(3)
    sounds = (_rain, _engine)[kind](size, rng) if kind < 2 else _crowd(size, talk, rng)
    return np.asarray(0.1 * sounds / (np.sqrt((sounds**2).mean()) + 1e-9), dtype=np.float32)


def _rain(size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise of one colour that swells and dies down."""
    spectrum = np.fft.rfft(rng.normal(0, 1, size))
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), 40)
    coloured = np.fft.irfft(spectrum * hertz ** -rng.uniform(0, 1.2), size)
    places = np.linspace(0, size, max(2, size // (3 * SAMPLE_RATE)))
    return coloured * np.interp(np.arange(size), places, rng.uniform(0.3, 1, len(places)))


def _engine(size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """A hum whose pitch wanders slowly, in noise."""
    places = np.linspace(0, size, max(2, size // (2 * SAMPLE_RATE)))
    hertz = rng.uniform(40, 160) * 2 ** (np.cumsum(rng.normal(0, 0.1, len(places))))
    phase = 2 * np.pi * np.cumsum(np.interp(np.arange(size), places, hertz)) / SAMPLE_RATE
    hum = sum(np.sin(number * phase) / number for number in range(1, 12))
    coloured = _rain(size, rng)
    return np.asarray(hum + rng.uniform(0.3, 2) * coloured / np.sqrt((coloured**2).mean()))


def _crowd(size: int, talk: Sequence[Sounds], rng: np.random.Generator) -> NDArray[np.float64]:
    """Many people who talk at once, of whom nobody is understood."""
    out = np.zeros(size)
    for _ in range(2 * _CROWD):
        voice = talk[int(rng.integers(len(talk)))]
        out += np.resize(np.roll(voice, rng.integers(len(voice))), size) / (voice.std() + 1e-9)
    return out
