"""Frames are followed for what they are: level, pitch, partials, tones."""

import numpy as np
import pytest

from cp_whisperx.lyrics.tracks import FRAMES_PER_SECOND, follow
from tests.support.music import chords, sung
from tests.support.wav import silence, tone


def gliding(seconds: float) -> np.ndarray:
    """A voice whose pitch goes up and down an octave each second, as no singer's does."""
    clock = np.arange(round(seconds * 16_000)) / 16_000
    hertz = 180 * 2 ** (0.5 * np.sin(2 * np.pi * clock))
    phase = 2 * np.pi * np.cumsum(hertz) / 16_000
    return np.asarray(0.05 * sum(np.sin(k * phase) / k for k in range(1, 12)), np.float32)


def test_frames_of_a_second() -> None:
    assert len(follow(silence(4)).level) == pytest.approx(4 * FRAMES_PER_SECOND, abs=4)


@pytest.mark.parametrize("hertz", [90.0, 147.0, 330.0, 880.0])
def test_pitch_of_a_voice(hertz: float) -> None:
    voice = sum(tone(2, k * hertz, 0.3 / k) for k in range(1, 8))
    tracks = follow(np.asarray(voice, np.float32))
    # What lasts as long as the sound itself is background, so the clarity says nothing here.
    assert np.median(tracks.pitch) == pytest.approx(12 * np.log2(hertz), abs=0.2)


def test_level_is_the_root_mean_square() -> None:
    assert np.median(follow(tone(2, level=0.3)).level) == pytest.approx(0.3 / 2**0.5, rel=0.05)


def test_notes_stay_and_glides_go() -> None:
    notes, glides = follow(chords(4)), follow(gliding(4))
    assert np.median(notes.steady) > 0.8
    assert np.median(glides.steady) < 0.4


def test_what_lasts_is_taken_from_the_front() -> None:
    drone = np.asarray(sum(tone(4, k * 110.0, 0.3 / k) for k in range(1, 8)), np.float32)
    both = follow(drone + gliding(4))
    assert np.median(both.steady) > 0.7
    assert np.median(both.front_steady) < 0.6


def test_singer_is_periodic_and_noise_is_not() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 48_000).astype(np.float32)
    assert np.median(follow(sung(3)).clarity) > 0.5
    assert np.median(follow(noise).clarity) < 0.3


def test_silence_has_no_tones() -> None:
    tracks = follow(silence(2))
    assert not tracks.tones.any()
    assert all(np.isfinite(getattr(tracks, name)).all() for name in tracks.__dataclass_fields__)
