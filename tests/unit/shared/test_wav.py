import wave
from pathlib import Path

import numpy as np
import pytest

from shared.errors import InvalidInputError
from shared.wav import SAMPLE_RATE, duration_of, read_samples, windows
from tests.support.wav import silence, tone, write_wav


@pytest.fixture
def ramp(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "ramp.wav", np.linspace(-1, 1, 5 * SAMPLE_RATE))


def test_duration(ramp: Path) -> None:
    assert duration_of(ramp) == 5.0


def test_whole_file_keeps_values(ramp: Path) -> None:
    samples = read_samples(ramp)
    assert samples.dtype == np.float32
    np.testing.assert_allclose(samples, np.linspace(-1, 1, 5 * SAMPLE_RATE), atol=1e-4)


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [(1.0, 2.5, 1.5), (None, 2.0, 2.0), (4.0, None, 1.0), (-3.0, 1.0, 1.0), (4.5, 99.0, 0.5),
     (7.0, 9.0, 0.0), (3.0, 2.0, 0.0)],
)  # fmt: skip
def test_window(ramp: Path, start: float | None, end: float | None, seconds: float) -> None:
    samples = read_samples(ramp, start, end)
    first = round(min(5.0, max(0.0, start or 0.0)) * SAMPLE_RATE)
    assert len(samples) == round(seconds * SAMPLE_RATE)
    np.testing.assert_array_equal(samples, read_samples(ramp)[first : first + len(samples)])


def test_windows_cover_the_file_once(ramp: Path) -> None:
    parts = list(windows(ramp, 2.0))
    assert [start for start, _ in parts] == [0.0, 2.0, 4.0]
    np.testing.assert_array_equal(np.concatenate([p for _, p in parts]), read_samples(ramp))


def test_empty_audio(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "empty.wav", silence(0))
    assert duration_of(path) == 0.0
    assert len(read_samples(path)) == 0
    assert list(windows(path, 1.0)) == []


def test_data_cut_off_in_a_sample(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "cut.wav", tone(1.0))
    path.write_bytes(path.read_bytes()[:-4001])
    assert sum(len(part) for _, part in windows(path, 0.3)) == SAMPLE_RATE - 2001


@pytest.mark.parametrize("content", [b"", b"RIFF", b"\x00" * 100, b"fLaC" + b"\x01" * 200])
def test_no_wav(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.wav"
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"no\.wav cannot be read as WAV.*demux"):
        duration_of(path)


def test_other_form(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(2)
        stream.setsampwidth(2)
        stream.setframerate(44_100)
        stream.writeframes(bytes(400))
    with pytest.raises(InvalidInputError, match=r"44100 Hz, 2 channels, 16 bits"):
        read_samples(path)
