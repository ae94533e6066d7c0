"""Reads the pipeline's own audio: 16 kHz, one channel, 16-bit PCM WAV, a window at a time."""

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shared.errors import InvalidInputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000
_FULL_SCALE = 32_768.0
_REMEDY = "Make it again with the stage demux: --from-stage demux --force."


@contextmanager
def _open(path: Path) -> Iterator[wave.Wave_read]:
    """Opens a file and makes sure that it is of the pipeline's form."""
    try:
        with wave.open(str(path), "rb") as stream:
            form = (stream.getframerate(), stream.getnchannels(), stream.getsampwidth())
            if form != (SAMPLE_RATE, 1, 2):
                raise InvalidInputError(
                    f"{path} is not 16 kHz mono 16-bit audio, but {form[0]} Hz, {form[1]} "
                    f"channels, {8 * form[2]} bits.",
                    _REMEDY,
                )
            yield stream
    except (wave.Error, EOFError) as error:
        raise InvalidInputError(
            f"{path} cannot be read as WAV: {str(error) or 'it ends early'}.", _REMEDY
        ) from error


def _decode(data: bytes) -> "NDArray[np.float32]":
    import numpy as np

    whole = data[: len(data) - len(data) % 2]
    return np.frombuffer(whole, dtype="<i2").astype(np.float32) / np.float32(_FULL_SCALE)


def duration_of(path: Path) -> float:
    """Returns a file's length in seconds.

    Raises:
        InvalidInputError: If it is not 16 kHz mono 16-bit WAV.
    """
    with _open(path) as stream:
        return stream.getnframes() / SAMPLE_RATE


def read_samples(
    path: Path, start: float | None = None, end: float | None = None
) -> "NDArray[np.float32]":
    """Reads a window of a file.

    Args:
        path: 16 kHz mono 16-bit WAV.
        start: Second at which to begin; the beginning if left out.
        end: Second at which to stop; the end if left out. What lies outside the file is left out.

    Returns:
        Samples of shape (n,), from -1 to 1.

    Raises:
        InvalidInputError: If it is not 16 kHz mono 16-bit WAV.
    """
    with _open(path) as stream:
        total = stream.getnframes()
        first = min(total, max(0, round((start or 0.0) * SAMPLE_RATE)))
        last = total if end is None else min(total, round(end * SAMPLE_RATE))
        stream.setpos(first)
        return _decode(stream.readframes(max(0, last - first)))


def windows(path: Path, seconds: float) -> Iterator[tuple[float, "NDArray[np.float32]"]]:
    """Reads a file window by window, so that memory stays bounded.

    Args:
        path: 16 kHz mono 16-bit WAV.
        seconds: Length of a window; the last one may be shorter.

    Yields:
        The window's start in seconds and its samples, of shape (n,), from -1 to 1.

    Raises:
        InvalidInputError: If it is not 16 kHz mono 16-bit WAV.
    """
    size = max(1, round(seconds * SAMPLE_RATE))
    with _open(path) as stream:
        position = 0
        while data := stream.readframes(size):
            yield position / SAMPLE_RATE, _decode(data)
            position += size
