"""Measures how many windows are best recognised at once, once for a machine and a model.

More at once use an accelerator better until it is busy; beyond that they only take memory. Where
that point lies is measured on windows of the film and kept in `config/hardware_cache.json`.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import psutil

from cp_whisperx.asr.batching import is_memory_error
from cp_whisperx.asr.whisper_device import Placement
from shared.hardware_detection import CACHE_FILE, detect_hardware, recall, remember

Clip = TypeVar("Clip")

# What is taken while nothing was measured: it fits into 8 GB on a card with the largest model.
UNMEASURED = 8
# The most that is tried; a film with fewer windows is too short to measure on.
LARGEST = 32
_SECTION = "batch_sizes"
_GAIN = 0.05
_LEAST_FREE_MEMORY = 0.15


def measurement_key(engine: str, model: str, placement: Placement) -> str:
    """Names what a measured size holds for: the device, the engine, the model and its numbers."""
    hardware = detect_hardware()
    processor = f"{hardware.platform}, {hardware.memory_mb} MB, {placement.threads} threads"
    device = processor if placement.device == "cpu" else hardware.gpu
    return " | ".join((device, engine, model, placement.compute_type))


def known_size(key: str, cache_file: Path | None = None) -> int | None:
    """Returns the size that was measured, or None."""
    size = recall(_SECTION, key, cache_file or CACHE_FILE)
    return size if isinstance(size, int) and 1 <= size <= LARGEST else None


def measured_size(
    key: str,
    clips: Sequence[Clip],
    decode: Callable[[Sequence[Clip]], object],
    cache_file: Path | None = None,
) -> int:
    """Measures the size and keeps it.

    Args:
        key: What it holds for, from `measurement_key`.
        clips: `LARGEST` windows of the film.
        decode: Decodes a batch.
        cache_file: Where it is kept, if not in the usual place.
    """
    size = fastest_size(clips, decode)
    remember(_SECTION, key, size, cache_file or CACHE_FILE)
    return size


def fastest_size(
    clips: Sequence[Clip],
    decode: Callable[[Sequence[Clip]], object],
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Doubles the size for as long as the same clips are decoded faster by more than 5 %.

    Args:
        clips: As many as the largest size that is tried.
        decode: Decodes a batch. Its first call may take longer and is not counted.
        clock: Tells the time in seconds.

    Returns:
        The size, for which the memory suffices.
    """

    def seconds(part: Sequence[Clip], size: int) -> float:
        began = clock()
        for first in range(0, len(part), size):
            decode(part[first : first + size])
        return clock() - began

    size = 1
    seconds(clips[:1], size)
    while 2 * size <= len(clips) and _memory_is_left():
        part = clips[: 2 * size]
        before = seconds(part, size)
        try:
            after = seconds(part, 2 * size)
        except (RuntimeError, MemoryError) as error:
            if not is_memory_error(error):
                raise
            break
        if after > before * (1 - _GAIN):
            break
        size *= 2
    return size


def _memory_is_left() -> bool:
    memory = psutil.virtual_memory()
    return bool(memory.available > _LEAST_FREE_MEMORY * memory.total)


def spread(items: Sequence[Clip], count: int) -> tuple[Clip, ...]:
    """Takes a count of items, evenly from all of them."""
    return tuple(items[index * len(items) // count] for index in range(count))
