"""The packaged segmentation network: where its windows lie, and that only it is opened."""

from pathlib import Path

import pytest

from shared import speaker_network
from shared.errors import ResourceUnavailableError
from shared.speaker_network import (
    FRAME_SECONDS,
    FRAMES_IN_WINDOW,
    WINDOW_SAMPLES,
    SpeakerNetwork,
    check_file,
    frame_time,
    packaged_file,
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


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pytorch_model.bin"
    path.write_bytes(b"another model")
    with pytest.raises(ResourceUnavailableError, match=r"checksum.*venv/pyannote"):
        check_file(path, speaker_network.CHECKPOINT_SHA256)


def test_a_package_that_is_not_there() -> None:
    with pytest.raises(ResourceUnavailableError, match=r"of the package no_such_package"):
        packaged_file("no_such_package", "model.bin")


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
