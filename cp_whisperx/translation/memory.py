"""How much memory an engine will take, told from its model's size on disk."""

from collections.abc import Iterable
from pathlib import Path

from shared.config import Config
from shared.engine_models import model_named
from shared.engines import get_engine
from shared.model_catalog import find_model
from shared.model_store import given_folder, models_dir

# A program or a client without a model.
_PROGRAM_BYTES = 200_000_000
# A model of NLLB-200 600M's shape in 8 bits, 623 MB on disk, held 1.4 GB while it decoded 32 lines
# with 4 beams: its weights, and what decoding needs, which grows little with the model.
_SHARE_OF_WEIGHTS, _WORKING_BYTES = 1.25, 620_000_000
# Published weights have 32 bits, what is decoded with has 8.
_PUBLISHED, _BITS = ".safetensors", 4


def memory_need(config: Config, name: str, languages: Iterable[str]) -> int:
    """Returns about how many bytes an engine takes while it translates.

    Args:
        config: Names the models and says where they are kept.
        name: The engine's name.
        languages: BCP-47 codes of its targets; an engine may have a model for each direction.
    """
    row = get_engine("translation", name)
    models = {model_named(row, config, language) for language in languages} - {""}
    if not models:
        return _PROGRAM_BYTES
    weights = sum(_weights(model, config) for model in models)
    return int(_SHARE_OF_WEIGHTS * weights) + _WORKING_BYTES


def _weights(model: str, config: Config) -> int:
    """Returns the bytes of a model's weights as they will be loaded."""
    row, folder = find_model(model), given_folder(model)
    if not folder.is_dir() and row is not None:
        folder = models_dir(config) / row.name
    converted = _size(folder, "*.bin")
    if converted or _size(folder, f"*{_PUBLISHED}"):
        return converted or _size(folder, f"*{_PUBLISHED}") // _BITS
    return row.megabytes * 1_000_000 if row else 0


def _size(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern))
