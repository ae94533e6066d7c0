"""What overlapping windows hear together."""

import numpy as np

from cp_whisperx.diarization.frames import HeardFrames
from shared.speaker_network import FRAMES_IN_WINDOW


def test_how_many_speak_is_what_the_windows_agree_on() -> None:
    one, two = (np.full(FRAMES_IN_WINDOW, n, dtype=np.int8) for n in (1, 2))
    heard = HeardFrames.of([(0, one), (148, two)])
    assert len(heard.voices) == len(heard.times) == 148 + FRAMES_IN_WINDOW
    assert (heard.times[0], heard.times[200], heard.times[-1]) == (1, 2, 1)
    assert (heard.voices[0], heard.voices[200], heard.voices[-1]) == (1, 2, 2)
