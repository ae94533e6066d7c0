"""Sound as a stream: reads WAV of any rate, changes the rate without seams, writes the result.

Nothing here holds more than a few seconds, whatever the film's length.
"""

import wave
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.errors import InvalidInputError
from shared.wav import SAMPLE_RATE

Floats = NDArray[np.float32]

_CHUNK_SECONDS = 10
_FULL_SCALE = 32_768.0


@contextmanager
def _opened(path: Path) -> Iterator[wave.Wave_read]:
    try:
        with wave.open(str(path), "rb") as stream:
            if stream.getsampwidth() != 2 or stream.getnchannels() not in (1, 2):
                raise InvalidInputError(f"{path} is not 16-bit WAV of one or two channels.")
            yield stream
    except (wave.Error, EOFError) as error:
        raise InvalidInputError(
            f"{path} cannot be read as WAV: {str(error) or 'it ends early'}.",
            "Make it again with the stage demux: --from-stage demux --force.",
        ) from error


def length_at(path: Path, rate: int) -> int:
    """Returns how many samples a WAV has at a rate, about.

    Raises:
        InvalidInputError: If it is no 16-bit WAV of one or two channels.
    """
    with _opened(path) as stream:
        return round(stream.getnframes() * rate / stream.getframerate())


def read_sound(path: Path, rate: int, channels: int) -> Iterator[Floats]:
    """Reads a WAV at another rate.

    Args:
        path: 16-bit WAV of one or two channels.
        rate: Samples a second that are wanted.
        channels: 1 or 2; one channel is given to both, two are averaged into one.

    Yields:
        Samples of shape (n, channels), from -1 to 1.

    Raises:
        InvalidInputError: If it is no such WAV.
    """
    with _opened(path) as stream:
        own = (stream.getframerate(), stream.getnchannels())
        yield from resampled(_mixed(_decoded(stream), own[1], channels), own[0], rate)


def _decoded(stream: wave.Wave_read) -> Iterator[Floats]:
    channels, size = stream.getnchannels(), stream.getframerate() * _CHUNK_SECONDS
    while data := stream.readframes(size):
        whole = data[: len(data) - len(data) % (2 * channels)]
        samples = np.frombuffer(whole, dtype="<i2").astype(np.float32) / np.float32(_FULL_SCALE)
        yield samples.reshape(-1, channels)


def _mixed(chunks: Iterable[Floats], own: int, wanted: int) -> Iterator[Floats]:
    for chunk in chunks:
        if own == wanted:
            yield chunk
        elif wanted == 1:
            yield chunk.mean(axis=1, keepdims=True, dtype=np.float32)
        else:
            yield np.repeat(chunk, wanted, axis=1)


def resampled(chunks: Iterable[Floats], own: int, wanted: int) -> Iterator[Floats]:
    """Changes the rate of a stream; the result is the same however it is cut into chunks.

    Args:
        chunks: Samples of shape (n, channels).
        own: Their rate.
        wanted: The rate to give.
    """
    if own == wanted:
        yield from chunks
        return
    import soxr

    stream = None
    empty = np.zeros((0, 1), np.float32)
    for chunk in chunks:
        if stream is None:
            stream = soxr.ResampleStream(own, wanted, chunk.shape[1], dtype="float32")
            empty = chunk[:0]
        yield stream.resample_chunk(np.ascontiguousarray(chunk))
    if stream is not None:
        yield stream.resample_chunk(np.ascontiguousarray(empty), last=True)


def write_vocals(path: Path, chunks: Iterable[Floats], frames: int) -> None:
    """Writes mono samples as 16 kHz 16-bit WAV.

    Args:
        path: Where to write.
        chunks: Samples of shape (n,) or (n, 1) at 16 kHz; what exceeds full scale is clipped.
        frames: How many there shall be: more are left out, missing ones are silence.
    """
    left = frames
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(SAMPLE_RATE)
        for chunk in chunks:
            samples = chunk.reshape(-1)[:left]
            left -= len(samples)
            stream.writeframes(_encoded(samples))
        while left:
            samples = np.zeros(min(left, SAMPLE_RATE), np.float32)
            left -= len(samples)
            stream.writeframes(_encoded(samples))


def _encoded(samples: Floats) -> bytes:
    scaled = np.clip(np.rint(samples * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1)
    return bytes(scaled.astype("<i2").tobytes())
