"""Alignment engine `wav2vec2`: forced alignment on a wav2vec2 CTC model in PyTorch.

The model is the language's of `config/ai_models.json`, or the one that ALIGNMENT_MODEL names.
Weights are read from safetensors where there are some; else PyTorch's own format is read with
nothing but tensors allowed in it, so that no code in a file runs.
"""

from pathlib import Path
from typing import Any

from cp_whisperx.alignment.letters import Floats, LetterAligner, LetterModel, wants_normalising
from cp_whisperx.alignment.model_folder import open_folder
from cp_whisperx.alignment.vocabulary import load_vocabulary
from shared.config import Config
from shared.errors import (
    ConfigurationError,
    InvalidInputError,
    ModelMissingError,
    ResourceUnavailableError,
)
from shared.model_catalog import aligners_for
from shared.model_store import is_present

WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_HINT = (
    "ALIGNMENT_MODEL must be auto, name a model of config/ai_models.json, or a folder with a "
    "Wav2Vec2ForCTC model's config.json, vocab.json and model.safetensors or pytorch_model.bin."
)


class Wav2Vec2Aligner(LetterAligner):
    """Finds each word by the letters that a model in PyTorch hears.

    The model is loaded with the first text, because the language may be known only then.

    Args:
        config: Uses `alignment_model`, `device`, `num_threads`, and where models are kept.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self._config = config

    def open_model(self, language: str) -> LetterModel:
        """Loads the configured model, or the one for a language."""
        folder = open_folder(self._name(language), self._config, _HINT)
        return TorchModel(folder, self._config)

    def _name(self, language: str) -> str:
        named = self._config.alignment_model
        if named != "auto":
            if named:
                return named
            raise ConfigurationError("The engine wav2vec2 has no model.", _HINT)
        names = [model.name for model in aligners_for(language)]
        if not names:
            raise ConfigurationError(f"No alignment model is known for {language!r}.", _HINT)
        return next((name for name in names if is_present(name, self._config)), names[0])


class TorchModel:
    """A Wav2Vec2ForCTC model: see `LetterModel`."""

    def __init__(self, folder: Path, config: Config) -> None:
        weights = next((name for name in WEIGHTS if (folder / name).is_file()), None)
        for name in ("config.json", "vocab.json", weights):
            if name is None or not (folder / name).is_file():
                missing = name or " nor ".join(WEIGHTS)
                raise ModelMissingError(f"The alignment model {folder} has no {missing}.", _HINT)
        self.vocabulary = load_vocabulary(folder / "vocab.json")
        self.normalise = wants_normalising(folder / "preprocessor_config.json")
        self._device = _device(config.device)
        self._model = _load(folder, weights == WEIGHTS[0], self._device, config.num_threads)

    def logits(self, samples: Floats) -> Floats:
        """Runs the model; see `LetterModel.logits`."""
        import torch

        with torch.inference_mode():
            batch = torch.from_numpy(samples.copy()).unsqueeze(0).to(self._device)
            found: Floats = self._model(batch).logits[0].float().cpu().numpy()
        return found

    def close(self) -> None:
        """Frees the model."""
        self._model = None


def _device(wanted: str) -> str:
    """Chooses CUDA where there is a card; Metal lacks operations that these models need.

    Raises:
        ResourceUnavailableError: If CUDA is asked for and there is none.
    """
    import torch

    if wanted == "cuda" and not torch.cuda.is_available():
        raise ResourceUnavailableError(
            "Alignment shall run on CUDA, but PyTorch finds no NVIDIA card.",
            "Set DEVICE=auto or DEVICE=cpu.",
        )
    return "cuda" if wanted in ("auto", "cuda") and torch.cuda.is_available() else "cpu"


def _load(folder: Path, safe: bool, device: str, threads: int) -> Any:
    import torch
    from safetensors import SafetensorError
    from transformers import Wav2Vec2ForCTC
    from transformers.utils import logging

    logging.set_verbosity_error()
    if threads:
        torch.set_num_threads(threads)
    # Of PyTorch's own format, what is no tensor is refused by this name.
    refused = torch.serialization.pickle.UnpicklingError
    damaged = (SafetensorError, refused, OSError, ValueError, KeyError, RuntimeError)
    try:
        model, about = Wav2Vec2ForCTC.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=safe,
            weights_only=True,
            output_loading_info=True,
        )
    except damaged as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
        raise InvalidInputError(f"{folder} is no wav2vec2 CTC model: {reason}", _HINT) from error
    # Weights that are missing are made at random: such a model would hear nothing, silently.
    missing = sorted(name for name in about["missing_keys"] if "parametrizations" not in name)
    if missing:
        raise InvalidInputError(f"The model in {folder} lacks weights: {missing[0]}.", _HINT)
    return model.eval().to(device)
