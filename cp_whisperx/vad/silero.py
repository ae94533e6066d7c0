"""Voice activity detection with Silero's ONNX model, which its package carries.

The package itself is never imported: it would import torch. Shapes of the network: input (1, 576)
float32, being 64 samples of context and 512 new ones; state (2, 1, 128); rate as int64. Source:
the `OnnxWrapper` of silero-vad 6.2.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cp_whisperx.vad.hysteresis import RegionRules, as_regions, find_stretches
from shared.artifacts import SpeechRegions
from shared.config import Config
from shared.packaged_models import published_files
from shared.wav import SAMPLE_RATE, duration_of, windows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK = 512
CONTEXT = 64
FRAME_SECONDS = CHUNK / SAMPLE_RATE
_CHUNKS_AT_ONCE = 1024
_MODEL = "silero_vad/data/silero_vad.onnx"


class SileroVad:
    """Silero on onnxruntime in one thread; of a film only a number for each frame is kept.

    Raises:
        ResourceUnavailableError: If the model is not installed, or is damaged.
    """

    def __init__(self, config: Config) -> None:
        import onnxruntime

        [model] = published_files("silero-vad", _MODEL)
        options = onnxruntime.SessionOptions()
        # One step is too small to share: more threads only wait for each other.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._rules = RegionRules.of(config)

    def detect(self, audio: Path, report: Callable[[float], None]) -> SpeechRegions:
        """Finds speech: see `cp_whisperx.vad.base`."""
        duration = duration_of(audio)
        probabilities: list[float] = []
        for probability in self._probabilities(audio):
            probabilities.append(probability)
            if len(probabilities) % _CHUNKS_AT_ONCE == 0:
                report(min(1.0, len(probabilities) * FRAME_SECONDS / duration))
        report(1.0)
        found = find_stretches(probabilities, FRAME_SECONDS, duration, self._rules)
        regions = as_regions(found, duration)
        return SpeechRegions(engine="silero", duration=duration, regions=regions)

    def close(self) -> None:
        """Frees the model."""
        self._session = None

    def _probabilities(self, audio: Path) -> Iterator[float]:
        """Gives the speech probability of each 32 ms."""
        import numpy as np

        state = np.zeros((2, 1, 128), dtype=np.float32)
        context = np.zeros(CONTEXT, dtype=np.float32)
        rate = np.array(SAMPLE_RATE, dtype=np.int64)
        for chunk in _chunks(audio):
            inputs = {"input": np.concatenate((context, chunk))[None], "state": state, "sr": rate}
            output, state = self._session.run(None, inputs)
            context = chunk[-CONTEXT:]
            yield float(output[0, 0])


def _chunks(audio: Path) -> Iterator["NDArray[np.float32]"]:
    """Cuts a file into chunks of 512 samples; the last one is filled up with silence."""
    import numpy as np

    for _, window in windows(audio, _CHUNKS_AT_ONCE * FRAME_SECONDS):
        filled = np.pad(window, (0, -len(window) % CHUNK))
        yield from filled.reshape(-1, CHUNK)
