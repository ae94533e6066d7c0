"""What translation models on CTranslate2 have in common: loading, batches by length, loops."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from cp_whisperx.translation.repetition import collapse, is_loop
from shared.config import Config
from shared.cuda_libraries import load_cublas
from shared.errors import OutOfMemoryError, PipelineError, ResourceUnavailableError

# For lines that loop at the first try: no three pieces twice, and repetition costs.
AGAINST_LOOPS = {"no_repeat_ngram_size": 3, "repetition_penalty": 1.3}

Decode = Callable[[list[str], dict[str, float]], list[str]]


class Decoder:
    """A loaded model that turns rows of source tokens into rows of target tokens.

    Args:
        folder: The model in CTranslate2's form.
        config: Says device, threads, beams and the batch size.
        kind: What messages call the model.

    Raises:
        ResourceUnavailableError: If the model or the device cannot be used.
    """

    def __init__(self, folder: Path, config: Config, kind: str) -> None:
        self._config = config
        self._model = _load_model(folder, config, kind)

    def decode(
        self, rows: Sequence[list[str]], prefix: list[str], guards: dict[str, float]
    ) -> list[list[str]]:
        """Decodes in batches of similar length and puts the results back in order.

        Args:
            rows: Source tokens of each text.
            prefix: Tokens that every result begins with.
            guards: Further options of decoding.

        Raises:
            OutOfMemoryError: If not even a single row fits into memory.
        """
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        results: list[list[str]] = [[] for _ in rows]
        size = self._config.translation_batch_size
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            decoded = self._run([rows[i] for i in batch], prefix, guards)
            for i, tokens in zip(batch, decoded, strict=True):
                results[i] = tokens
        return results

    def _run(
        self, rows: list[list[str]], prefix: list[str], guards: dict[str, float]
    ) -> list[list[str]]:
        """Runs one batch; where the memory does not suffice, its halves."""
        try:
            with _clear_errors():
                results = self._model.translate_batch(
                    rows,
                    target_prefix=[prefix] * len(rows) if prefix else None,
                    beam_size=self._config.translation_beam_size,
                    max_decoding_length=2 * len(rows[-1]) + 20,
                    disable_unk=True,
                    **guards,
                )
        except OutOfMemoryError:
            if len(rows) == 1:
                raise
            half = len(rows) // 2
            return self._run(rows[:half], prefix, guards) + self._run(rows[half:], prefix, guards)
        return [result.hypotheses[0] for result in results]

    def close(self) -> None:
        """Frees the model's memory."""
        self._model.unload_model()


def without_loops(parts: list[str], decode: Decode) -> list[str]:
    """Translates texts; those that come out as loops are decoded again, then collapsed.

    Args:
        parts: Texts in the source language.
        decode: Translates texts with options of decoding.
    """
    results = decode(parts, {})
    loops = [i for i, part in enumerate(parts) if is_loop(part, results[i])]
    again = decode([parts[i] for i in loops], dict(AGAINST_LOOPS)) if loops else []
    for i, text in zip(loops, again, strict=True):
        results[i] = collapse(text) if is_loop(parts[i], text) else text
    return results


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turns CTranslate2's RuntimeErrors into ours."""
    try:
        yield
    except RuntimeError as error:
        if "out of memory" in str(error).lower():
            raise OutOfMemoryError(
                "The memory did not suffice for translation.",
                "Lower TRANSLATION_BATCH_SIZE or set TRANSLATION_DEVICE=cpu.",
            ) from error
        raise ResourceUnavailableError(
            f"CTranslate2 failed: {error}.",
            "Set TRANSLATION_DEVICE=cpu, or fetch the model again with ./bootstrap.sh --models.",
        ) from error


def _load_model(folder: Path, config: Config, kind: str) -> Any:
    import ctranslate2

    device = _device(config, ctranslate2.get_cuda_device_count() > 0)
    if device == "cuda":
        load_cublas()
    threads = config.num_threads or psutil.cpu_count(logical=False) or 1
    try:
        return ctranslate2.Translator(
            str(folder),
            device=device,
            compute_type="float16" if device == "cuda" else "int8",
            inter_threads=1,
            intra_threads=threads,
        )
    except (RuntimeError, ValueError) as error:
        raise damaged(kind, folder, error) from error


def _device(config: Config, has_cuda: bool) -> str:
    wanted = config.translation_device
    if wanted == "auto":
        wanted = "cpu" if config.device in ("cpu", "mps") or not has_cuda else "cuda"
    if wanted == "cuda" and not has_cuda:
        raise ResourceUnavailableError(
            "TRANSLATION_DEVICE is cuda, and CTranslate2 finds no CUDA device.",
            "Set TRANSLATION_DEVICE to auto or cpu.",
        )
    return wanted


def damaged(kind: str, folder: Path, error: Exception) -> PipelineError:
    """Returns the error of a model that cannot be loaded.

    Args:
        kind: What messages call the model.
        folder: Where it lies.
        error: What the library said.
    """
    return ResourceUnavailableError(
        f"The {kind} model in {folder} cannot be loaded: {error}.",
        "Remove the folder and fetch the model again with ./bootstrap.sh --models.",
    )
