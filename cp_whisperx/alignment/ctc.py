"""Alignment engine `ctc`: forced alignment on a wav2vec2 CTC model in ONNX.

The model's folder holds `model.onnx`, `vocab.json` and, where the audio must be normalised or
must not, `preprocessor_config.json`, as their makers publish them.
"""

from pathlib import Path
from typing import Any

import numpy as np

from cp_whisperx.alignment.letters import Floats, LetterAligner, LetterModel, wants_normalising
from cp_whisperx.alignment.model_folder import open_folder
from cp_whisperx.alignment.vocabulary import load_vocabulary
from shared.config import Config
from shared.errors import ConfigurationError, InvalidInputError, ModelMissingError

_HINT = "ALIGNMENT_MODEL must name a folder with a wav2vec2 CTC model's model.onnx and vocab.json."


class CtcAligner(LetterAligner):
    """Finds each word by the letters that a model on onnxruntime hears.

    Args:
        config: Uses `alignment_model`, `num_threads`.

    Raises:
        ConfigurationError: If no model is configured.
        ModelMissingError: If its folder or files are not there.
        InvalidInputError: If its files are damaged.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self._config = config
        self._model = self.open_model(config.source_language)

    def open_model(self, language: str) -> LetterModel:  # noqa: ARG002
        """Loads the folder that the configuration names, whatever the language."""
        named = self._config.alignment_model
        if named in ("", "auto"):
            raise ConfigurationError(
                "The engine ctc has no model: ALIGNMENT_MODEL names no folder.", _HINT
            )
        return OnnxModel(open_folder(named, self._config, _HINT), self._config.num_threads)


class OnnxModel:
    """A CTC model on onnxruntime: see `LetterModel`."""

    def __init__(self, folder: Path, threads: int) -> None:
        for name in ("model.onnx", "vocab.json"):
            if not (folder / name).is_file():
                raise ModelMissingError(f"The alignment model {folder} has no {name}.", _HINT)
        self.vocabulary = load_vocabulary(folder / "vocab.json")
        self.normalise = wants_normalising(folder / "preprocessor_config.json")
        self._session = _open_session(folder / "model.onnx", threads)

    def logits(self, samples: Floats) -> Floats:
        """Runs the model; see `LetterModel.logits`."""
        first, *others = self._session.get_inputs()
        feed: dict[str, Any] = {e.name: np.ones((1, len(samples)), np.int64) for e in others}
        feed[first.name] = samples[np.newaxis]
        found: Floats = self._session.run(None, feed)[0][0]
        return found

    def close(self) -> None:
        """Frees the model."""
        self._session = None


def _open_session(path: Path, threads: int) -> Any:
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    damaged = (state.InvalidProtobuf, state.InvalidGraph, state.InvalidArgument, state.Fail)
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except damaged as error:
        raise InvalidInputError(f"{path} is no ONNX model: {error}.", _HINT) from error
