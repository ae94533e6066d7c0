"""Runs the pyannote segmentation network that WhisperX carries: who of three speaks, when.

The network hears windows of five seconds and tells for each frame of 270 samples how likely each
of at most three local speakers is active; their order means nothing from one window to the next.
Its output shapes: (windows, 293 frames, 3). Source: pyannote.audio 4.0.7, `PyanNet` and its
`receptive_field`; checkpoint `pyannote/segmentation` of 2022, MIT, no token needed.

The checkpoint is a pickle: its SHA-256 is compared before it is opened, and opening allows data
classes alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.packaged_models import check_file, packaged_file
from shared.wav import SAMPLE_RATE, duration_of, read_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHECKPOINT_SHA256 = "0b5b3216d60a2d32fc086b47ea8c67589aaeb26b7e07fcbe620d6d0b83e209ea"
WINDOW_SAMPLES = 80_000
FRAME_SAMPLES = 270
FRAMES_IN_WINDOW = 293
# Half of the 991 samples that one frame hears.
FIRST_FRAME_CENTRE = 495
FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE
SPEAKERS_IN_WINDOW = 3
_BATCH = 16
# What data the packaged checkpoint and those of pyannote's pipelines are made of; nothing that
# does anything when it is made.
ALLOWED_CLASSES = (
    "builtins.dict", "builtins.int", "builtins.list", "collections.defaultdict",
    "collections.OrderedDict", "typing.Any",
    "omegaconf.base.ContainerMetadata", "omegaconf.base.Metadata", "omegaconf.nodes.AnyNode",
    "omegaconf.listconfig.ListConfig", "omegaconf.dictconfig.DictConfig",
    "pyannote.audio.core.model.Introspection", "pyannote.audio.core.task.Problem",
    "pyannote.audio.core.task.Resolution", "pyannote.audio.core.task.Specifications",
    "torch.torch_version.TorchVersion",
)  # fmt: skip


@dataclass(frozen=True)
class Window:
    """What the network says of five seconds.

    Attributes:
        first_frame: Index of its first frame in the whole audio.
        activity: Probability of each local speaker, of shape (293, 3).
    """

    first_frame: int
    activity: "NDArray[np.float32]"


def frame_time(frame: int) -> float:
    """Returns when a frame begins, in seconds."""
    return (frame * FRAME_SAMPLES + FIRST_FRAME_CENTRE - FRAME_SAMPLES // 2) / SAMPLE_RATE


def window_starts(duration: float, step_frames: int) -> range:
    """Returns the first frame of each window that it takes to hear all of an audio."""
    samples = round(duration * SAMPLE_RATE)
    beyond = max(0, samples - WINDOW_SAMPLES)
    step = step_frames * FRAME_SAMPLES
    return range(0, (-(-beyond // step) + 1) * step_frames, step_frames) if samples else range(0)


class SpeakerNetwork:
    """The network on the machine's device; memory does not grow with the audio."""

    def __init__(self) -> None:
        import torch

        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._model: Any = _load(packaged_checkpoint()).to(self._device).eval()

    def hear(
        self, audio: Path, step_frames: int, start: float = 0.0, end: float = inf
    ) -> Iterator[Window]:
        """Gives the windows of an audio in order; the last one is filled up with silence.

        Args:
            audio: 16 kHz mono 16-bit WAV of any length.
            step_frames: Frames from one window's start to the next one's.
            start: Windows that begin before this second are left out.
            end: Windows that begin at this second or later are left out.
        """
        every = window_starts(duration_of(audio), step_frames)
        starts = [first for first in every if start <= first * FRAME_SECONDS < end]
        for first in range(0, len(starts), _BATCH):
            batch = starts[first : first + _BATCH]
            for frame, activity in zip(batch, self._activity(audio, batch), strict=True):
                yield Window(frame, activity)

    def close(self) -> None:
        """Frees the model."""
        self._model = None

    def _activity(self, audio: Path, starts: Sequence[int]) -> "NDArray[np.float32]":
        import torch

        samples = torch.from_numpy(_cut(audio, starts)).to(self._device)
        with torch.inference_mode():
            activity: NDArray[np.float32] = self._model(samples[:, None]).cpu().numpy()
        return activity


def _cut(audio: Path, starts: Sequence[int]) -> "NDArray[np.float32]":
    """Returns windows of samples, of shape (windows, 80000)."""
    import numpy as np

    begin = starts[0] * FRAME_SAMPLES
    end = starts[-1] * FRAME_SAMPLES + WINDOW_SAMPLES
    samples = read_samples(audio, begin / SAMPLE_RATE, end / SAMPLE_RATE)
    filled = np.pad(samples, (0, end - begin - len(samples)))
    offsets = [start * FRAME_SAMPLES - begin for start in starts]
    return np.stack([filled[offset : offset + WINDOW_SAMPLES] for offset in offsets])


def packaged_checkpoint() -> Path:
    """Returns the checkpoint in WhisperX's package, which is exactly the one that is known.

    Raises:
        ResourceUnavailableError: If it is not there, or differs.
    """
    path = packaged_file("whisperx", "assets/pytorch_model.bin")
    check_file(path, CHECKPOINT_SHA256)
    return path


def allowed_classes() -> list[Any]:
    """Imports the classes that a checkpoint may be made of."""
    return [
        getattr(import_module(module), name)
        for module, _, name in (dotted.rpartition(".") for dotted in ALLOWED_CLASSES)
    ]


def _load(path: Path) -> Any:
    import torch

    with torch.serialization.safe_globals(allowed_classes()):
        content = torch.load(path, map_location="cpu", weights_only=True)
    architecture = content["pyannote.audio"]["architecture"]
    network = getattr(import_module("pyannote.audio.models.segmentation"), architecture["class"])
    kinds = ("sincnet", "lstm", "linear")
    model = network(**{kind: content["hyper_parameters"][kind] for kind in kinds})
    model.specifications = content["pyannote.audio"]["specifications"]
    model.build()
    model.load_state_dict(content["state_dict"])
    return model
