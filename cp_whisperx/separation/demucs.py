"""Separates vocals by Demucs, window by window, on CUDA, Apple's GPU or the processor.

Demucs (Défossez, 2021; Rouard et al., 2023) hears 44.1 kHz stereo in windows of some seconds. The
stream is cut into such windows, each is passed through the model, and the results are cross-faded:
the film is never in memory. The random shifts that Demucs can average over are left out, so that
the same film gives the same vocals.
"""

import contextlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.separation.energies import EnergyMeter
from cp_whisperx.separation.model_files import Member, check_file, damaged, find_members
from cp_whisperx.separation.sound import length_at, read_sound, resampled, write_vocals
from cp_whisperx.separation.windows import Halving, MemoryShortageError, OverlapAdd
from shared.artifacts import Accompaniment
from shared.config import Config
from shared.errors import InvalidInputError, ResourceUnavailableError
from shared.model_store import locate
from shared.wav import SAMPLE_RATE

if TYPE_CHECKING:
    import torch

Floats = NDArray[np.float32]

VOCALS = "vocals"
_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "bad_alloc")
_QUIETEST = 1e-5


class DemucsSeparator:
    """Splits vocals from accompaniment with a Demucs model.

    Args:
        config: Says which model, device, window and batch.

    Raises:
        ModelMissingError: If the model is not here and cannot be fetched.
        InvalidInputError: If the folder holds no Demucs model that makes vocals.
        ResourceUnavailableError: If the model is damaged, or the device is not there.
    """

    makes_vocals = True

    def __init__(self, config: Config) -> None:
        self._config = config
        self._device = choose_device(config)
        _use_threads(config)
        self._models = load_models(locate(config.source_separation_model, config), self._device)
        first = self._models[0][0]
        self._rate, self._channels = int(first.samplerate), int(first.audio_channels)
        self._window = self._window_samples()

    def separate(
        self, sound: Path, vocals: Path, frames: int, report: Callable[[float], None]
    ) -> Accompaniment | None:
        """Writes the vocals of a recording; see `Separator`."""
        meter = EnergyMeter(self._rate)
        voices = self._voices(sound, meter, report)
        write_vocals(vocals, resampled(voices, self._rate, SAMPLE_RATE), frames)
        report(1.0)
        return meter.result()

    def close(self) -> None:
        """Frees the models."""
        self._models.clear()
        _empty_cache(self._device)

    def _voices(
        self, sound: Path, meter: EnergyMeter, report: Callable[[float], None]
    ) -> Iterator[Floats]:
        """Yields the vocals at the model's rate as one channel, shape (n, 1)."""
        mean, spread = loudness(read_sound(sound, self._rate, 1))
        batch = self._config.source_separation_batch_size
        passed = Halving(lambda windows: self._transform((windows - mean) / spread), batch)
        stream = OverlapAdd(passed, self._window, self._channels, batch)
        total, done = max(1, length_at(sound, self._rate)), 0
        for mix, made in self._stream(sound, stream):
            voice = made * spread + mean
            meter.add(mix, voice)
            done += mix.shape[1]
            report(min(1.0, done / total))
            yield voice.mean(axis=0, dtype=np.float32)[:, np.newaxis]

    def _stream(self, sound: Path, stream: OverlapAdd) -> Iterator[tuple[Floats, Floats]]:
        for samples in read_sound(sound, self._rate, self._channels):
            yield from stream.push(samples)
        yield from stream.finish()

    def _transform(self, windows: Floats) -> Floats:
        """Passes windows through every model; shape (windows, channels, samples) both ways.

        Raises:
            MemoryShortageError: If the device's memory does not suffice.
        """
        import torch

        try:
            with torch.inference_mode():
                batch = torch.from_numpy(windows.astype(np.float32)).to(self._device)
                made = sum(weight * _vocals_of(model, batch) for model, weight in self._models)
                heard: Floats = made.cpu().numpy()
        except (RuntimeError, MemoryError) as error:
            if not is_memory(error):
                raise
            _empty_cache(self._device)
            raise MemoryShortageError(str(error).splitlines()[0]) from error
        return heard / np.float32(sum(weight for _, weight in self._models))

    def _window_samples(self) -> int:
        """The length that is set, within what transformer models can take."""
        from demucs.htdemucs import HTDemucs

        own = min(float(model.segment) for model, _ in self._models)
        fixed = any(isinstance(model, HTDemucs) for model, _ in self._models)
        wanted = self._config.source_separation_window_seconds or own
        return int((min(wanted, own) if fixed else wanted) * self._rate)


def _vocals_of(model: Any, batch: "torch.Tensor") -> "torch.Tensor":
    """Passes a batch through one model, filled up to a length that it can take."""
    from torch.nn import functional

    length = batch.shape[-1]
    missing = model.valid_length(length) - length if hasattr(model, "valid_length") else 0
    made = model(functional.pad(batch, (0, missing)))
    vocals: torch.Tensor = made[:, model.sources.index(VOCALS), :, :length]
    return vocals


def loudness(chunks: Iterator[Floats]) -> tuple[np.float32, np.float32]:
    """Returns mean and spread of a stream, by which Demucs wants its input normalised."""
    count, total, squares = 0, 0.0, 0.0
    for chunk in chunks:
        count += len(chunk)
        total += float(chunk.sum(dtype=np.float64))
        squares += float(np.square(chunk, dtype=np.float64).sum())
    mean = total / max(1, count)
    spread = float(np.sqrt(max(0.0, squares / max(1, count) - mean**2)))
    return np.float32(mean), np.float32(max(_QUIETEST, spread))


def load_models(folder: Path, device: str) -> list[tuple[Any, float]]:
    """Loads the models of a folder that have a say in the vocals, each with its weight.

    Raises:
        InvalidInputError: If there is none, or one that is needed is missing.
        ResourceUnavailableError: If a file is damaged.
    """
    members = find_members(folder)
    loaded = [(member, load_file(member.path)) for member in members if member.path]
    sources = [list(model.sources) for _, model in loaded]
    if not sources or any(VOCALS not in names for names in sources):
        raise InvalidInputError(
            f"The Demucs model in {folder} makes no vocals.", "Use htdemucs or htdemucs_ft."
        )
    at = sources[0].index(VOCALS)
    _require_all(folder, members, at)
    weighted = [(model, _weight(member, at)) for member, model in loaded]
    return [(model.to(device).eval(), weight) for model, weight in weighted if weight > 0]


def _weight(member: Member, at: int) -> float:
    return 1.0 if member.weights is None else member.weights[at]


def _require_all(folder: Path, members: tuple[Member, ...], at: int) -> None:
    missing = [row.signature for row in members if row.path is None and _weight(row, at) > 0]
    if missing:
        raise InvalidInputError(
            f"The Demucs model in {folder} lacks {', '.join(missing)}.",
            "Put the files there that its .yaml lists, or fetch the model again.",
        )


def load_file(path: Path) -> Any:
    """Loads one model; nothing but Demucs' own classes and numbers comes out of its file.

    Raises:
        InvalidInputError: If it asks for another class.
        ResourceUnavailableError: If it is damaged.
    """
    import torch
    from demucs.hf import load_safetensors_model
    from demucs.states import load_model
    from safetensors import SafetensorError

    check_file(path)
    try:
        if path.suffix == ".safetensors":
            return load_safetensors_model(path)
        with torch.serialization.safe_globals(_classes()):
            package = torch.load(path, map_location="cpu", weights_only=True)
        return load_model(package)
    except torch.serialization.pickle.UnpicklingError as error:
        raise InvalidInputError(
            f"{path} is no Demucs model: it is damaged, or asks for more than Demucs' own "
            f"classes; nothing of it was run.",
            "Use htdemucs, or a model that was saved by Demucs.",
        ) from error
    except (SafetensorError, RuntimeError, EOFError, LookupError, TypeError, ValueError) as error:
        raise damaged(path, str(error)) from error


def _classes() -> list[Any]:
    from demucs.demucs import Demucs
    from demucs.hdemucs import HDemucs
    from demucs.htdemucs import HTDemucs

    return [Demucs, HDemucs, HTDemucs, Fraction]


def choose_device(config: Config) -> str:
    """Returns the device of the configuration; `auto` takes the best one that torch can use.

    Raises:
        ResourceUnavailableError: If the one that is asked for is not there.
    """
    import torch

    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if config.device == "auto":
        return next(name for name, usable in there.items() if usable)
    if not there[config.device]:
        raise ResourceUnavailableError(
            f"Separation shall run on {config.device}, which torch cannot use here.",
            "Set DEVICE=auto, or check the driver and which torch is in venv/demucs.",
        )
    return str(config.device)


def _use_threads(config: Config) -> None:
    import torch

    if config.num_threads:
        torch.set_num_threads(config.num_threads)


def is_memory(error: BaseException) -> bool:
    """Whether an error of torch says that the memory does not suffice."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(sign in text for sign in _NO_MEMORY)


def _empty_cache(device: str) -> None:
    import torch

    with contextlib.suppress(RuntimeError):
        if device == "cuda":
            torch.cuda.empty_cache()
        elif device == "mps":
            torch.mps.empty_cache()
