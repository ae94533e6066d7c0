"""Where Whisper runs on CTranslate2, and in which number format."""

from dataclasses import dataclass

import psutil

from shared.config import Config
from shared.cuda_libraries import load_cublas
from shared.errors import ConfigurationError, ResourceUnavailableError

AUTO = "auto"


@dataclass(frozen=True)
class Placement:
    """A device, a number format and a count of threads."""

    device: str
    compute_type: str
    threads: int


def place(config: Config) -> Placement:
    """Chooses device, number format and threads of the configuration.

    Raises:
        ResourceUnavailableError: If CUDA is asked for and there is none.
        ConfigurationError: If recognition is to run on Metal, which CTranslate2 cannot, or the
            device cannot compute in the number format.
    """
    device = _device(config)
    return Placement(device, _compute_type(config, device), _threads(config))


def _device(config: Config) -> str:
    import ctranslate2

    if config.whisperx_device == "mps":
        raise ConfigurationError(
            "WHISPERX_DEVICE=mps does not work with CTranslate2, which has no Metal backend.",
            "Set WHISPERX_DEVICE=auto, or ASR_ENGINE=mlx.",
        )
    wanted = config.device if config.whisperx_device == AUTO else config.whisperx_device
    cards = ctranslate2.get_cuda_device_count()
    if wanted == "cuda" and not cards:
        raise ResourceUnavailableError(
            "Recognition shall run on CUDA, but no NVIDIA card can be used.",
            "Set WHISPERX_DEVICE=auto, or check the driver with nvidia-smi.",
        )
    # DEVICE=mps is for all stages: here Apple Silicon computes on its processor.
    if not cards or wanted not in (AUTO, "cuda"):
        return "cpu"
    load_cublas()
    return "cuda"


def _compute_type(config: Config, device: str) -> str:
    import ctranslate2

    known = ctranslate2.get_supported_compute_types(device)
    wanted = config.whisperx_compute_type
    if wanted == AUTO:
        best = "float16" if device == "cuda" else "int8"
        return best if best in known else "float32"
    if wanted not in known:
        raise ConfigurationError(
            f"WHISPERX_COMPUTE_TYPE={wanted} does not work on {device}.",
            f"It can be auto, {', '.join(sorted(known))}.",
        )
    return wanted


def _threads(config: Config) -> int:
    return config.num_threads or psutil.cpu_count(logical=False) or 1
