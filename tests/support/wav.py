"""Writes the pipeline's own audio form, for tests."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000


def write_wav(path: Path, samples: NDArray[np.floating]) -> Path:
    """Writes samples from -1 to 1 as 16 kHz mono 16-bit WAV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(SAMPLE_RATE)
        stream.writeframes((np.clip(samples, -1, 1) * 32_767).round().astype("<i2").tobytes())
    return path


def silence(seconds: float) -> NDArray[np.float32]:
    """Makes digital silence."""
    return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.float32)


def tone(seconds: float, hertz: float = 440.0, level: float = 0.3) -> NDArray[np.float32]:
    """Makes a sine tone."""
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)
