"""Windows leave no seams, whatever the lengths; a batch that is too large is halved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cp_whisperx.separation.windows import (
    Halving,
    MemoryShortageError,
    OverlapAdd,
    Transform,
    triangle,
)
from shared.errors import EXIT_RESOURCE, OutOfMemoryError

Floats = NDArray[np.float32]


def passed(samples: Floats, transform: Transform, window: int, batch: int, piece: int) -> Floats:
    stream = OverlapAdd(transform, window, samples.shape[1], batch)
    came, made = [], []
    for at in range(0, len(samples), piece):
        for one, other in stream.push(samples[at : at + piece]):
            came.append(one)
            made.append(other)
    for one, other in stream.finish():
        came.append(one)
        made.append(other)
    if not came:
        return np.zeros((0, samples.shape[1]), np.float32)
    assert np.array_equal(np.concatenate(came, axis=1).T, samples)
    return np.concatenate(made, axis=1).T


def noise(count: int) -> Floats:
    return np.random.default_rng(0).standard_normal((count, 2)).astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 3000), st.integers(2, 400), st.integers(1, 5), st.integers(1, 1000)
)  # fmt: skip
def test_what_changes_nothing_leaves_everything(
    count: int, window: int, batch: int, piece: int
) -> None:
    samples = noise(count)
    made = passed(samples, lambda windows: windows, window, batch, piece)
    assert made.shape == samples.shape
    assert np.allclose(made, samples, atol=1e-5)


def test_the_result_is_the_same_for_every_batch_and_piece() -> None:
    samples = noise(5000)

    def clipped(windows: Floats) -> Floats:
        level = np.abs(windows).mean(axis=(1, 2), keepdims=True)
        return np.asarray(windows / level, dtype=np.float32)

    first = passed(samples, clipped, 512, 1, 5000)
    for batch, piece in ((2, 100), (5, 777), (8, 5000)):
        assert np.allclose(passed(samples, clipped, 512, batch, piece), first, atol=1e-5)


def test_an_offset_that_jumps_from_window_to_window_is_faded() -> None:
    """A transform that shifts every other window: no step is larger than a fade's."""
    calls = iter(range(1000))

    def shifted(windows: Floats) -> Floats:
        return np.stack([window + next(calls) % 2 for window in windows]).astype(np.float32)

    made = passed(np.zeros((20_000, 1), np.float32), shifted, 1000, 3, 20_000)[:, 0]
    assert made.max() > 0.9
    assert np.abs(np.diff(made)).max() < 0.02


def test_batches_are_full_but_for_the_last() -> None:
    sizes: list[int] = []

    def seen(windows: Floats) -> Floats:
        sizes.append(len(windows))
        return windows

    passed(noise(4000), seen, 400, 4, 4000)
    assert sizes[:-1] == [4] * (len(sizes) - 1)
    assert sum(sizes) == -(-4000 // 300)


def test_a_triangle_is_never_zero() -> None:
    assert triangle(4).tolist() == [0.5, 1.0, 1.0, 0.5]
    assert triangle(1).tolist() == [1.0]
    assert triangle(999).min() > 0


class Hungry:
    """Takes batches of a size at most, as a card with little memory does."""

    def __init__(self, largest: int) -> None:
        self.largest = largest
        self.sizes: list[int] = []

    def __call__(self, windows: Floats) -> Floats:
        self.sizes.append(len(windows))
        if len(windows) > self.largest:
            raise MemoryShortageError("CUDA out of memory")
        return windows


def test_too_large_a_batch_is_halved_and_stays_halved() -> None:
    hungry = Hungry(2)
    halving = Halving(hungry, 8)
    windows = np.arange(8, dtype=np.float32).reshape(8, 1, 1)
    assert np.array_equal(halving(windows), windows)
    assert np.array_equal(halving(windows), windows)
    assert hungry.sizes == [8, 4, 2, 2, 2, 2, 2, 2, 2, 2]


@pytest.mark.parametrize(("size", "tries"), [(16, 3), (2, 2), (1, 1)])
def test_after_two_halvings_the_memory_does_not_suffice(size: int, tries: int) -> None:
    hungry = Hungry(0)
    with pytest.raises(OutOfMemoryError, match="SOURCE_SEPARATION_BATCH_SIZE") as caught:
        Halving(hungry, size)(np.zeros((size, 1, 4), np.float32))
    assert len(hungry.sizes) == tries
    assert caught.value.exit_code == EXIT_RESOURCE
