"""Whisper on Apple Silicon through mlx-whisper, with word times and confidences.

mlx-whisper decodes one window at a time and greedily; what is done about windows that it gets wrong
is the same as in `faster_whisper`.
"""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.faster_whisper import FasterWhisper
from cp_whisperx.asr.script_tokens import NO_SPEECH_TOKENS, foreign_pieces
from cp_whisperx.asr.whisper_segments import WhisperSegment
from cp_whisperx.asr.windows import Window
from shared.config import Config
from shared.engine_models import model_named
from shared.engines import AUTO, get_engine
from shared.errors import ConfigurationError, ResourceUnavailableError
from shared.model_store import locate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WEIGHTS = ("weights.safetensors", "weights.npz")


class MlxWhisper(FasterWhisper):
    """Whisper on MLX, in the environment `mlx`."""

    NAME = "mlx"

    def __init__(self, config: Config) -> None:
        self._config = config
        self._folder = _checked(locate(model_named(get_engine("asr", self.NAME), config), config))
        self._half = _half_precision(config)
        self._set_batch_size(1)
        self._load()

    def _load(self) -> None:
        self._model = _load(self._folder, half=self._half)

    def close(self) -> None:
        """Frees the model."""
        import mlx.core as mx
        from mlx_whisper.transcribe import ModelHolder

        self._model = ModelHolder.model = ModelHolder.model_path = None
        mx.clear_cache()

    def _measure_batch_size(self, request: RecognitionRequest, windows: Sequence[Window]) -> None:
        """Measures nothing: windows are decoded one by one."""

    def _detect(self, clip: "NDArray[np.float32]") -> tuple[str, float]:
        import mlx.core as mx
        from mlx_whisper.audio import N_FRAMES, N_SAMPLES, log_mel_spectrogram, pad_or_trim

        mel = log_mel_spectrogram(clip, n_mels=self._model.dims.n_mels, padding=N_SAMPLES)
        window = pad_or_trim(mel, N_FRAMES, axis=-2)
        _, shares = self._model.detect_language(
            window.astype(mx.float16 if self._half else mx.float32)
        )
        code = max(shares, key=lambda language: shares[language])
        return str(code), float(shares[code])

    def _known_languages(self) -> Sequence[str]:
        return list(self._tokenizer().all_language_codes)

    def _run_batch(
        self, clips: Sequence["NDArray[np.float32]"], options: dict[str, Any]
    ) -> list[list[WhisperSegment]]:
        return [self._alone(clip, options) for clip in clips]

    def _alone(self, clip: "NDArray[np.float32]", options: dict[str, Any]) -> list[WhisperSegment]:
        import mlx_whisper

        result = mlx_whisper.transcribe(
            clip,
            path_or_hf_repo=str(self._folder),
            fp16=self._half,
            language=options["language"],
            task=options["task"],
            temperature=options["temperature"],
            initial_prompt=self._prompt(options),
            suppress_tokens=options["suppress_tokens"],
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        first_timestamp = self._tokenizer().timestamp_begin
        # What says nothing is left in place, emptied.
        return [
            WhisperSegment.of(_as_object(row), 0.0, first_timestamp)
            for row in result["segments"]
            if row["tokens"]
        ]

    def _prompt(self, options: dict[str, Any]) -> str | None:
        """Joins the text before and the hotwords: mlx-whisper has one prompt for both."""
        before = options["initial_prompt"] and self._tokenizer().decode(options["initial_prompt"])
        return " ".join(filter(None, (before, options["hotwords"]))) or None

    def _suppressed(self, script: str | None) -> list[int]:
        if script is None:
            return [NO_SPEECH_TOKENS]
        tokenizer = self._tokenizer()
        pieces = {n: tokenizer.encoding.decode_single_token_bytes(n) for n in range(tokenizer.eot)}
        return [NO_SPEECH_TOKENS, *foreign_pieces(pieces, script)]

    def _begin_sampling(self, seed: int) -> None:
        import mlx.core as mx

        mx.random.seed(seed)

    def _tokens(self, text: str) -> list[int]:
        return list(self._tokenizer().encode(f" {text}"))

    def _tokenizer(self) -> Any:
        from mlx_whisper.tokenizer import get_tokenizer

        return get_tokenizer(
            self._model.is_multilingual, num_languages=self._model.num_languages, language="en"
        )


def _as_object(row: dict[str, Any]) -> SimpleNamespace:
    words = [SimpleNamespace(**word) for word in row.get("words", ())]
    return SimpleNamespace(**(row | {"words": words}))


def _half_precision(config: Config) -> bool:
    """Chooses device and number format.

    Raises:
        ConfigurationError: If MLX cannot compute in the number format or on the device.
        ResourceUnavailableError: If Apple's Metal is asked for and there is none.
    """
    import mlx.core as mx

    wanted = config.device if config.whisperx_device == AUTO else config.whisperx_device
    if wanted == "cuda":
        raise ConfigurationError(
            "The engine mlx does not run on CUDA.", "Set ASR_ENGINE=auto, or WHISPERX_DEVICE=auto."
        )
    if wanted == "mps" and not mx.metal.is_available():
        raise ResourceUnavailableError(
            "Recognition shall run on Apple's Metal, and this machine has none.",
            "Set WHISPERX_DEVICE=auto, or ASR_ENGINE=auto.",
        )
    metal = mx.metal.is_available() and wanted != "cpu"
    mx.set_default_device(mx.gpu if metal else mx.cpu)
    formats = {AUTO: metal, "float16": True, "float32": False}
    if config.whisperx_compute_type not in formats:
        raise ConfigurationError(
            f"WHISPERX_COMPUTE_TYPE={config.whisperx_compute_type} does not work with MLX.",
            f"It can be {', '.join(formats)}; a model may itself be quantised.",
        )
    return formats[config.whisperx_compute_type]


def _checked(folder: Path) -> Path:
    lacking = [] if (folder / "config.json").is_file() else ["config.json"]
    if not any((folder / name).is_file() for name in _WEIGHTS):
        lacking.append(" or ".join(_WEIGHTS))
    if lacking:
        raise ResourceUnavailableError(
            f"{folder} is no Whisper model for MLX: it lacks {', '.join(lacking)}.",
            "Set WHISPERX_MODEL to a name of config/ai_models.json or to a complete folder.",
        )
    return folder


def _load(folder: Path, *, half: bool) -> Any:
    """Loads a model and leaves it where mlx-whisper looks for it."""
    import mlx.core as mx
    from mlx_whisper.transcribe import ModelHolder

    try:
        return ModelHolder.get_model(str(folder), mx.float16 if half else mx.float32)
    except (RuntimeError, ValueError, TypeError, KeyError, OSError) as error:
        raise ResourceUnavailableError(
            f"The model in {folder} cannot be loaded: {error}.", "Fetch it again."
        ) from error
