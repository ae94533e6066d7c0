"""Passes a stream through a function of fixed windows, cross-faded at the seams.

Windows overlap, and each is weighted by a triangle, so that every sample is a mean of two windows
that shifts evenly from one to the next: what a model does at its edges is not heard. Memory holds
one batch of windows.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from shared.errors import OutOfMemoryError

Floats = NDArray[np.float32]
# Takes and gives arrays of shape (windows, channels, samples).
Transform = Callable[[Floats], Floats]

_OVERLAP = 0.25
_MOST_HALVINGS = 2


class MemoryShortageError(Exception):
    """Raised by a transform whose batch is too large for the memory."""


class Halving:
    """Runs a transform on batches; where memory runs out, on halves, twice at most.

    Args:
        transform: The function; it raises MemoryShortageError where the memory does not suffice.
        size: Windows in a batch.
    """

    def __init__(self, transform: Transform, size: int) -> None:
        self._transform = transform
        self._halvings = 0
        self.size = size

    def __call__(self, windows: Floats) -> Floats:
        """Passes all windows through, in as many batches as it takes.

        Raises:
            OutOfMemoryError: If the memory does not suffice for the smallest batch that is tried.
        """
        done: list[Floats] = []
        at = 0
        while at < len(windows):
            try:
                done.append(self._transform(windows[at : at + self.size]))
            except MemoryShortageError as error:
                self._halve(error)
            else:
                at += len(done[-1])
        return np.concatenate(done)

    def _halve(self, error: MemoryShortageError) -> None:
        if self._halvings == _MOST_HALVINGS or self.size == 1:
            raise OutOfMemoryError(
                f"The memory does not suffice to separate {self.size} windows at once: {error}.",
                "Lower SOURCE_SEPARATION_BATCH_SIZE or SOURCE_SEPARATION_WINDOW_SECONDS, close "
                "other programs, or set DEVICE=cpu.",
            ) from error
        self._halvings += 1
        self.size //= 2


class OverlapAdd:
    """Takes a stream in pieces of any length and gives it back transformed.

    Args:
        transform: Passes a batch of windows through.
        window: Samples of a window.
        channels: Channels of the stream.
        batch: Windows that are handed over together.
    """

    def __init__(self, transform: Transform, window: int, channels: int, batch: int) -> None:
        self._transform = transform
        self._window = window
        self._stride = max(1, int((1 - _OVERLAP) * window))
        self._batch = batch
        self._shape = triangle(window)
        self._input = np.zeros((channels, 0), np.float32)
        self._sum = np.zeros((channels, window), np.float32)
        self._weight = np.zeros(window, np.float32)

    def push(self, samples: Floats) -> Iterator[tuple[Floats, Floats]]:
        """Takes samples of shape (n, channels).

        Yields:
            What is finished: the stream as it came, and transformed, both of shape (channels, n).
        """
        self._input = np.concatenate([self._input, samples.T], axis=1)
        needed = self._window + (self._batch - 1) * self._stride
        while self._input.shape[1] >= needed:
            yield self._advance(self._batch)

    def finish(self) -> Iterator[tuple[Floats, Floats]]:
        """Yields the rest, once everything was pushed; the last windows are filled with silence."""
        while (left := self._input.shape[1]) > 0:
            count = min(self._batch, -(-left // self._stride))
            missing = self._window + (count - 1) * self._stride - left
            if missing > 0:
                self._input = np.pad(self._input, ((0, 0), (0, missing)))
            came, made = self._advance(count)
            yield came[:, :left], made[:, :left]
            self._input = self._input[:, : max(0, left - came.shape[1])]

    def _advance(self, count: int) -> tuple[Floats, Floats]:
        """Passes the next windows through and gives what no later window touches."""
        starts = [at * self._stride for at in range(count)]
        windows = np.stack([self._input[:, at : at + self._window] for at in starts])
        ready = count * self._stride
        self._grow(starts[-1] + self._window)
        for at, made in zip(starts, self._transform(windows), strict=True):
            self._sum[:, at : at + self._window] += made * self._shape
            self._weight[at : at + self._window] += self._shape
        came, self._input = self._input[:, :ready], self._input[:, ready:]
        finished = self._sum[:, :ready] / self._weight[:ready]
        self._sum, self._weight = self._sum[:, ready:], self._weight[ready:]
        return came, finished

    def _grow(self, length: int) -> None:
        missing = max(0, length - len(self._weight))
        self._sum = np.pad(self._sum, ((0, 0), (0, missing)))
        self._weight = np.pad(self._weight, (0, missing))


def triangle(length: int) -> Floats:
    """Returns a window's weights: rising to the middle, falling to the end, never zero."""
    rising = np.arange(1, length // 2 + 1)
    falling = np.arange(length - length // 2, 0, -1)
    shape = np.concatenate([rising, falling])
    weights: Floats = (shape / shape.max()).astype(np.float32)
    return weights
