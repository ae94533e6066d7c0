"""How much is decoded at once: halved where memory runs out, twice at most."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from shared.errors import OutOfMemoryError

Item = TypeVar("Item")
Result = TypeVar("Result")

_HALVINGS = 2
_NO_MEMORY = ("out of memory", "bad_alloc", "alloc_failed", "failed to allocate")


def is_memory_error(error: BaseException) -> bool:
    """Whether an error of an engine's library says that memory ran out."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(part in text for part in _NO_MEMORY)


class BatchSize:
    """A batch size that shrinks for good where memory runs out.

    Args:
        size: Items to begin with.
        model: Name of the model, for the message.
    """

    def __init__(self, size: int, model: str) -> None:
        self.size = self._first = size
        self._model = model
        self._halvings = 0

    def run(
        self, items: Sequence[Item], decode: Callable[[Sequence[Item]], Sequence[Result]]
    ) -> list[Result]:
        """Decodes items in batches, in order.

        Args:
            items: What to decode.
            decode: Decodes a batch; gives one result for each item.

        Raises:
            OutOfMemoryError: If the memory does not suffice after the batch was halved twice.
        """
        results: list[Result] = []
        while len(results) < len(items):
            batch = items[len(results) : len(results) + self.size]
            try:
                results += decode(batch)
            except (RuntimeError, MemoryError) as error:
                self._halve(error)
        return results

    def begin_smaller(self, halvings: int) -> None:
        """Halves the size at the start, because memory gave out before; it stays at least 1."""
        self.size = min(self.size, max(1, self._first >> halvings))

    def _halve(self, error: Exception) -> None:
        if not is_memory_error(error):
            raise error
        if self._halvings == _HALVINGS or self.size == 1:
            raise OutOfMemoryError(
                f"The memory does not suffice for the model {self._model}, even with batches of "
                f"{self.size}.",
                "Choose a smaller WHISPERX_MODEL, or WHISPERX_COMPUTE_TYPE=int8.",
            ) from error
        self._halvings += 1
        self.size //= 2
