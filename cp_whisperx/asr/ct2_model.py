"""Whether a folder holds a Whisper model for CTranslate2, and why one could not be loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cp_whisperx.asr.batching import is_memory_error
from shared.errors import OutOfMemoryError, ResourceUnavailableError


def checked_folder(folder: Path) -> Path:
    """Makes sure that a folder has what a model for CTranslate2 must have.

    Raises:
        ResourceUnavailableError: If a file is missing.
    """
    lacking = [n for n in ("model.bin", "tokenizer.json") if not (folder / n).is_file()]
    if lacking:
        raise ResourceUnavailableError(
            f"{folder} is no Whisper model for CTranslate2: it lacks {', '.join(lacking)}.",
            "Set WHISPERX_MODEL to a name of config/ai_models.json or to a complete folder.",
        )
    return folder


@contextmanager
def load_errors(folder: Path) -> Iterator[None]:
    """Says in the project's own errors why a model could not be loaded.

    Raises:
        OutOfMemoryError: If the memory did not suffice.
        ResourceUnavailableError: If the model is damaged.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if is_memory_error(error):
            raise OutOfMemoryError(
                f"The memory does not suffice to load the model in {folder}.",
                "Choose a smaller WHISPERX_MODEL, or WHISPERX_COMPUTE_TYPE=int8.",
            ) from error
        raise ResourceUnavailableError(
            f"The model in {folder} cannot be loaded: {error}.", "Fetch it again."
        ) from error
