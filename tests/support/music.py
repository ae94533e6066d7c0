"""Music and singing made of sines, for tests: chords with a beat, and a voice that holds notes."""

import numpy as np
from numpy.typing import NDArray

from tests.support.wav import SAMPLE_RATE

Floats = NDArray[np.float32]

BEAT = 0.5
_ROOTS = (0, 5, 7, 0)
_CHORD = (0, 4, 7, 12)
_TUNE = (0, 4, 7, 4, 5, 9, 7, 4)


def _hertz(semitones: float, tonic: float) -> float:
    return tonic * 2 ** (semitones / 12)


def chords(seconds: float, tonic: float = 220.0) -> Floats:
    """A chord of a few overtones for two seconds each, struck anew on every beat."""
    clock = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    out = np.zeros(len(clock))
    bar = (clock // 2.0).astype(int) % len(_ROOTS)
    for step in _CHORD:
        hertz = np.array([_hertz(root + step, tonic) for root in _ROOTS])[bar]
        phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE
        out += sum(np.sin(k * phase) / k for k in (1, 2, 3))
    out *= 0.4 + 0.6 * np.exp(-4 * (clock % BEAT))
    return np.asarray(0.2 * out / np.abs(out).max(), dtype=np.float32)


def sung(seconds: float, tonic: float = 220.0) -> Floats:
    """A voice that holds each note for a beat or two, with short breaks for consonants."""
    clock = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    note = (clock // (1.5 * BEAT)).astype(int) % len(_TUNE)
    hertz = np.array([_hertz(step, tonic) for step in _TUNE])[note]
    phase = 2 * np.pi * np.cumsum(hertz * (1 + 0.004 * np.sin(2 * np.pi * 5 * clock))) / SAMPLE_RATE
    voice = sum(np.sin(k * phase) * np.exp(-k / 6) for k in range(1, 16))
    held = np.minimum(1.0, 12 * np.abs(np.sin(np.pi * clock / (1.5 * BEAT))))
    return np.asarray(0.06 * voice * held, dtype=np.float32)


def mixed(voice: Floats, music: Floats, snr_db: float) -> Floats:
    """Lays music under a voice; the ratio counts the parts in which somebody speaks."""
    under = np.tile(music, len(voice) // len(music) + 1)[: len(voice)]
    loud = np.abs(voice) > 0.02 * np.abs(voice).max()
    level = np.sqrt((voice[loud] ** 2).mean()) / np.sqrt((under**2).mean())
    out = voice + under * level / 10 ** (snr_db / 20)
    return np.asarray(0.8 * out / np.abs(out).max(), dtype=np.float32)
