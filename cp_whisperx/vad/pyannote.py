"""Voice activity detection with pyannote's segmentation network, which WhisperX carries.

Speech is where the likeliest of the network's local speakers speaks, averaged over the windows
that hear a frame, those at whose middle it lies counting most.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cp_whisperx.vad.hysteresis import RegionRules, as_regions, find_stretches
from shared.artifacts import SpeechRegions
from shared.config import Config
from shared.speaker_network import (
    FRAME_SECONDS,
    FRAMES_IN_WINDOW,
    SpeakerNetwork,
    Window,
    frame_time,
)
from shared.wav import duration_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Half a window: every moment but the first and last is heard twice.
_STEP_FRAMES = 148


class PyannoteVad:
    """The segmentation network on the machine's device, in windows of five seconds."""

    def __init__(self, config: Config) -> None:
        self._network = SpeakerNetwork()
        self._rules = RegionRules.of(config)

    def detect(self, audio: Path, report: Callable[[float], None]) -> SpeechRegions:
        """Finds speech: see `cp_whisperx.vad.base`."""
        duration = duration_of(audio)
        windows = _reporting(self._network.hear(audio, _STEP_FRAMES), duration, report)
        found = find_stretches(speech_probabilities(windows), FRAME_SECONDS, duration, self._rules)
        regions = as_regions(found, duration)
        return SpeechRegions(engine="pyannote", duration=duration, regions=regions)

    def close(self) -> None:
        """Frees the model."""
        self._network.close()


def _reporting(
    windows: Iterable[Window], duration: float, report: Callable[[float], None]
) -> Iterable[Window]:
    for window in windows:
        yield window
        report(min(1.0, frame_time(window.first_frame + _STEP_FRAMES) / duration))
    report(1.0)


def speech_probabilities(windows: Iterable[Window]) -> list[float]:
    """Returns the probability of speech in each frame from the audio's start on.

    Args:
        windows: In order, a step apart; only what is not final yet is kept.
    """
    import numpy as np

    # The network's first frame begins about one frame after the audio does.
    done: list[float] = []
    weights = np.hamming(FRAMES_IN_WINDOW)
    total, weight = np.zeros((2, FRAMES_IN_WINDOW))
    begin = 0
    for window in windows:
        final = window.first_frame - begin
        done += _mean(total[:final], weight[:final])
        total, weight = _moved(total, final), _moved(weight, final)
        total += weights * window.activity.max(axis=1)
        weight += weights
        begin = window.first_frame
    done += _mean(total, weight)
    return done[:1] + done


def _moved(values: "NDArray[np.float64]", frames: int) -> "NDArray[np.float64]":
    import numpy as np

    return np.concatenate((values[frames:], np.zeros(frames)))


def _mean(total: "NDArray[np.float64]", weight: "NDArray[np.float64]") -> list[float]:
    heard = weight > 0
    means: list[float] = (total[heard] / weight[heard]).tolist()
    return means
