"""Finds the folder of the model that ALIGNMENT_MODEL names."""

from pathlib import Path

from shared.config import Config
from shared.errors import ModelMissingError
from shared.model_catalog import find_model
from shared.model_store import given_folder, locate


def open_folder(named: str, config: Config, hint: str) -> Path:
    """Returns a model's folder, fetched if need be, whole and unchanged.

    Args:
        named: A name of `config/ai_models.json`, or a folder.
        config: Says where models are kept.
        hint: What to do where it is neither.

    Raises:
        PipelineError: If it is not there, cannot be fetched, or was changed.
    """
    if find_model(named) is None and not given_folder(named).is_dir():
        raise ModelMissingError(
            f"ALIGNMENT_MODEL={named} is neither a folder nor a model that is known.", hint
        )
    return locate(named, config)
