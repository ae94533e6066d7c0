"""pyannote's network as a detector of speech."""

import numpy as np
import pytest

from cp_whisperx.vad.base import VoiceActivityDetector
from cp_whisperx.vad.pyannote import PyannoteVad, speech_probabilities
from shared.config import load_config
from shared.speaker_network import FRAMES_IN_WINDOW, Window
from tests.support.contracts.vad import VadContract


@pytest.mark.engines("pyannote")
class TestPyannoteVad(VadContract):
    def make_engine(self) -> VoiceActivityDetector:
        return PyannoteVad(load_config())


def window(first: int, likely: float, local: int = 1) -> Window:
    activity = np.zeros((FRAMES_IN_WINDOW, 3), dtype=np.float32)
    activity[:, local] = likely
    return Window(first, activity)


def test_frames_are_averaged_over_their_windows() -> None:
    found = speech_probabilities([window(0, 0.2), window(148, 0.8, 2)])
    assert len(found) == 1 + 148 + FRAMES_IN_WINDOW
    assert found[:100] == pytest.approx([0.2] * 100)
    assert found[-100:] == pytest.approx([0.8] * 100)
    middle = found[149:290]
    assert middle == sorted(middle)
    assert 0.2 < middle[0] < middle[-1] < 0.8


def test_only_what_is_not_final_is_kept() -> None:
    windows = (window(148 * number, 0.5) for number in range(4_320))
    found = speech_probabilities(windows)
    assert len(found) == 1 + 148 * 4_319 + FRAMES_IN_WINDOW
    assert found[5_000] == pytest.approx(0.5)


def test_no_windows() -> None:
    assert speech_probabilities([]) == []
