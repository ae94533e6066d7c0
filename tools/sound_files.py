"""Reads any audio file, and writes the pipeline's own form, for what the tools measure and make."""

import wave
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE


def read_sound(path: Path) -> NDArray[np.float32]:
    """Decodes any audio file to 16 kHz mono samples from -1 to 1."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    parts = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            parts += [f.to_ndarray()[0] for f in resampler.resample(frame)]
    parts += [f.to_ndarray()[0] for f in resampler.resample(None)]
    return np.concatenate(parts)


def write_sound(path: Path, samples: NDArray[np.float32]) -> Path:
    """Writes samples in the pipeline's own form: 16 kHz, one channel, 16 bit."""
    with wave.open(str(path), "wb") as stream:
        stream.setframerate(SAMPLE_RATE)
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.writeframes((np.clip(samples, -1, 1) * 32_767).round().astype("<i2").tobytes())
    return path
