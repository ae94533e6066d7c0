from collections.abc import Sequence

import pytest

from cp_whisperx.asr.batching import BatchSize, is_memory_error
from shared.errors import OutOfMemoryError


class Hungry:
    """Decodes by doubling, and runs out of memory on batches that are too large."""

    def __init__(self, largest: int, message: str = "CUDA failed: out of memory") -> None:
        self.largest = largest
        self.message = message
        self.sizes: list[int] = []

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.sizes.append(len(items))
        if len(items) > self.largest:
            raise RuntimeError(self.message)
        return [2 * item for item in items]


def test_all_is_decoded_in_order() -> None:
    decode = Hungry(4)
    assert BatchSize(4, "m").run(range(10), decode) == [2 * n for n in range(10)]
    assert decode.sizes == [4, 4, 2]


def test_the_batch_is_halved_and_stays_so() -> None:
    decode = Hungry(2)
    size = BatchSize(8, "m")
    assert size.run(range(6), decode) == [0, 2, 4, 6, 8, 10]
    assert decode.sizes == [6, 4, 2, 2, 2]
    assert size.run(range(3), decode) == [0, 2, 4]
    assert decode.sizes[5:] == [2, 1]


def test_it_is_halved_twice_at_most() -> None:
    decode = Hungry(1)
    with pytest.raises(OutOfMemoryError, match="tiny, even with batches of 2"):
        BatchSize(8, "tiny").run(range(8), decode)
    assert decode.sizes == [8, 4, 2]


def test_one_item_cannot_be_halved() -> None:
    with pytest.raises(OutOfMemoryError):
        BatchSize(1, "m").run([1], Hungry(0))


def test_other_errors_rise() -> None:
    with pytest.raises(RuntimeError, match="illegal instruction"):
        BatchSize(8, "m").run(range(8), Hungry(1, "illegal instruction"))


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("std::bad_alloc"), RuntimeError("failed to allocate 3 GB")],
)
def test_what_means_memory(error: Exception) -> None:
    assert is_memory_error(error)
    assert not is_memory_error(RuntimeError("no such device"))


def test_it_begins_smaller_where_memory_gave_out_before() -> None:
    size = BatchSize(8, "m")
    for _ in range(2):
        size.begin_smaller(2)
        assert size.size == 2
    size.begin_smaller(9)
    assert size.size == 1
