"""The packaged segmentation network: where its windows lie, and what it hears."""

from pathlib import Path

import pytest

from shared.speaker_network import (
    FRAME_SECONDS,
    FRAMES_IN_WINDOW,
    WINDOW_SAMPLES,
    SpeakerNetwork,
    frame_time,
    window_starts,
)
from tests.support.wav import silence, write_wav

STEP = 148


@pytest.mark.parametrize(("duration", "windows"), [(0.0, 0), (0.5, 1), (5.0, 1), (5.1, 2)])
def test_windows_cover_an_audio(duration: float, windows: int) -> None:
    assert len(window_starts(duration, STEP)) == windows


def test_windows_cover_three_hours() -> None:
    starts = window_starts(10_800.0, STEP)
    assert starts[0] == 0
    assert frame_time(starts[-1]) + 5.0 >= 10_800.0 - FRAME_SECONDS
    assert frame_time(starts[-2]) + 5.0 < 10_800.0


def test_frames_lie_in_their_window() -> None:
    assert 0 < frame_time(0) < 2 * FRAME_SECONDS
    assert frame_time(FRAMES_IN_WINDOW) <= WINDOW_SAMPLES / 16_000


@pytest.mark.engines("pyannote")
def test_portions_hear_what_the_whole_does(spoken_english: Path) -> None:
    network = SpeakerNetwork()
    whole = list(network.hear(spoken_english, STEP))
    cut = 4.9
    parts = [
        *network.hear(spoken_english, STEP, 0.0, cut),
        *network.hear(spoken_english, STEP, cut),
    ]
    assert [w.first_frame for w in parts] == [w.first_frame for w in whole]
    for part, window in zip(parts, whole, strict=True):
        assert part.activity == pytest.approx(window.activity, abs=1e-4)
    assert max(window.activity.max() for window in whole) > 0.9
    network.close()


@pytest.mark.engines("pyannote")
def test_silence_is_nobody(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "quiet.wav", silence(7))
    windows = list(SpeakerNetwork().hear(path, STEP))
    assert len(windows) == 2
    assert all(window.activity.max() < 0.5 for window in windows)
