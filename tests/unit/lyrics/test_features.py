"""Held notes, lasting tones and a beat are measured for what they are."""

from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.lyrics.features import Sound, measure
from shared.wav import read_samples
from tests.support.music import chords, sung
from tests.support.wav import silence, tone


def test_music_is_tonal_and_regular() -> None:
    sound = measure(chords(3))
    assert sound.tonality > 0.7
    assert sound.beat > 0.3


def test_singer_holds_notes() -> None:
    assert measure(sung(3)).steady_pitch > 0.5


@pytest.mark.parametrize("start", [0.6, 3.5, 6.0])
def test_speaker_does_not(spoken_english: Path, start: float) -> None:
    sound = measure(read_samples(spoken_english, start, start + 2.0))
    assert sound.steady_pitch < 0.4
    assert sound.tonality < 0.65


def test_noise_is_neither() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 48_000).astype(np.float32)
    sound = measure(noise)
    assert sound.tonality < 0.65
    assert sound.steady_pitch == 0


@pytest.mark.parametrize("samples", [silence(3), silence(0), silence(0.02), tone(0.01)])
def test_nothing_to_hear(samples: np.ndarray) -> None:
    assert measure(samples) == Sound(0.0, 0.0, 0.0)


def test_level_does_not_matter() -> None:
    loud, quiet = measure(sung(3) + chords(3)), measure(0.2 * (sung(3) + chords(3)))
    assert quiet.tonality == pytest.approx(loud.tonality, abs=0.05)
    assert quiet.steady_pitch == pytest.approx(loud.steady_pitch, abs=0.05)
