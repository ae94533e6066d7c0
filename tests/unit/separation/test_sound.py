"""Sound changes its rate without seams, however it is cut, and is written to the sample."""

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from cp_whisperx.separation.sound import length_at, read_sound, resampled, write_vocals
from shared.errors import InvalidInputError
from shared.wav import read_samples
from tests.support.wav import tone, write_wav

Floats = NDArray[np.float32]


def pieces(samples: Floats, sizes: list[int]) -> list[Floats]:
    cuts = np.cumsum(sizes)
    return [np.ascontiguousarray(part) for part in np.split(samples, cuts)]


def hum(rate: int, seconds: float) -> Floats:
    time = np.arange(round(rate * seconds)) / rate
    wave_form = 0.5 * np.sin(2 * np.pi * 300 * time) + 0.1 * np.sin(2 * np.pi * 5000 * time)
    return np.asarray(wave_form[:, np.newaxis], dtype=np.float32)


def stereo(path: Path, samples: Floats, rate: int = 44_100) -> Path:
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(2)
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes((samples * 32_767).round().astype("<i2").tobytes())
    return path


def test_a_stream_is_resampled_as_the_whole_is() -> None:
    whole = hum(16_000, 3.0)
    once = np.concatenate(list(resampled([whole], 16_000, 44_100)))
    cut = np.concatenate(list(resampled(pieces(whole, [7, 1600, 1, 9999]), 16_000, 44_100)))
    assert np.array_equal(once, cut)
    assert len(once) == pytest.approx(3.0 * 44_100, abs=1)


def test_there_and_back_is_the_same_sound() -> None:
    whole = hum(16_000, 3.0)
    there = resampled(pieces(whole, [4000] * 5), 16_000, 44_100)
    back = np.concatenate(list(resampled(there, 44_100, 16_000)))
    inner = slice(400, len(whole) - 400)
    assert len(back) == pytest.approx(len(whole), abs=1)
    assert np.abs(back[inner] - whole[inner]).max() < 1e-3


def test_an_equal_rate_is_left_alone() -> None:
    whole = hum(16_000, 0.1)
    assert next(resampled([whole], 16_000, 16_000)) is whole
    assert list(resampled([], 16_000, 44_100)) == []


def test_a_mono_file_is_given_to_both_channels(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(12.0))
    sound = np.concatenate(list(read_sound(path, 44_100, 2)))
    assert sound.shape == (length_at(path, 44_100), 2)
    assert np.array_equal(sound[:, 0], sound[:, 1])


def test_a_stereo_file_is_averaged_into_one(tmp_path: Path) -> None:
    left, right = hum(44_100, 1.0), np.zeros((44_100, 1), np.float32)
    path = stereo(tmp_path / "a.wav", np.concatenate([left, right], axis=1))
    assert np.concatenate(list(read_sound(path, 44_100, 2))).shape == (44_100, 2)
    mono = np.concatenate(list(read_sound(path, 44_100, 1)))
    assert np.abs(mono - left / 2).max() < 1e-4


def test_what_is_written_has_exactly_the_length_that_is_asked_for(tmp_path: Path) -> None:
    chunks = [np.full((100, 1), 0.5, np.float32), np.full((100, 1), 2.0, np.float32)]
    for frames in (0, 150, 200, 40_000):
        write_vocals(tmp_path / "v.wav", iter(chunks), frames)
        samples = read_samples(tmp_path / "v.wav")
        assert len(samples) == frames
        assert np.allclose(samples[:100], 0.5)
        assert samples[100:200].tolist() == pytest.approx([1.0] * len(samples[100:200]), abs=1e-4)
        assert not samples[200:].any()


@pytest.mark.parametrize("content", [b"", b"RIFF nothing", b"RIFF\x24\x00\x00\x00WAVEfmt "])
def test_what_is_no_wav_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"a\.wav cannot be read as WAV"):
        length_at(tmp_path / "a.wav", 16_000)


def test_another_depth_is_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(1)
        stream.setframerate(16_000)
        stream.writeframes(bytes(100))
    with pytest.raises(InvalidInputError, match="not 16-bit WAV"):
        list(read_sound(tmp_path / "a.wav", 16_000, 1))
