"""A voice is taken apart and put together so that it stays the same voice."""

from pathlib import Path

import numpy as np

from shared.wav import read_samples
from tools.song_material.vocoder import analyse, spoken_again, synthesise


def test_pitch_of_a_voice_and_length(spoken_english: Path) -> None:
    samples = read_samples(spoken_english, 0.5, 3.0)
    speech = analyse(samples)
    again = spoken_again(speech, np.random.default_rng(0))
    assert abs(len(again) - len(samples)) <= 160
    assert 0.2 < speech.voiced.mean() < 0.9
    assert 70 < np.median(speech.pitch[speech.voiced]) < 400


def test_spoken_again_keeps_pitch_and_loudness(spoken_english: Path) -> None:
    speech = analyse(read_samples(spoken_english, 0.5, 3.0))
    again = analyse(spoken_again(speech, np.random.default_rng(0)))
    both = speech.voiced[: len(again.voiced)] & again.voiced[: len(speech.voiced)]
    ratio = (again.pitch[: len(both)] / speech.pitch[: len(both)])[both]
    assert np.mean(np.abs(np.log2(ratio)) < 0.05) > 0.8
    count = len(both)
    assert np.corrcoef(speech.level[:count], again.level[:count])[0, 1] > 0.8


def test_another_pitch(spoken_english: Path) -> None:
    speech = analyse(read_samples(spoken_english, 0.5, 3.0))
    frames = np.arange(len(speech.pitch), dtype=np.float64)
    sung = synthesise(speech, frames, np.full(len(frames), 220.0), np.random.default_rng(0))
    found = analyse(sung)
    assert abs(np.median(found.pitch[found.voiced]) - 220) < 4
