"""A voice is taken apart and put together so that it stays the same voice."""

from pathlib import Path

import numpy as np

from shared.wav import read_samples
from tools.song_material.vocoder import analyse, reshaped, spoken_again, synthesise


def test_pitch_of_a_voice(spoken_english: Path) -> None:
    speech = analyse(read_samples(spoken_english, 0.5, 3.0))
    assert 0.2 < speech.voiced.mean() < 0.9
    assert 70 < np.median(speech.pitch[speech.voiced]) < 400


def test_synthesis_keeps_length_pitch_and_loudness(spoken_english: Path) -> None:
    samples = read_samples(spoken_english, 0.5, 3.0)
    speech = analyse(samples)
    frames = np.arange(len(speech.pitch), dtype=np.float64)
    sound = synthesise(speech, frames, speech.pitch, np.random.default_rng(0))
    assert abs(len(sound) - len(samples)) <= 160
    again = analyse(sound)
    both = speech.voiced[: len(again.voiced)] & again.voiced[: len(speech.voiced)]
    ratio = (again.pitch[: len(both)] / speech.pitch[: len(both)])[both]
    assert np.mean(np.abs(np.log2(ratio)) < 0.05) > 0.8
    count = len(both)
    assert np.corrcoef(speech.level[:count], again.level[:count])[0, 1] > 0.8


def test_spoken_again_moves_as_speech_does(spoken_english: Path) -> None:
    speech = analyse(read_samples(spoken_english, 0.5, 3.0))
    lengths = set()
    for seed in range(3):
        sound = spoken_again(speech, np.random.default_rng(seed))
        again = analyse(sound)
        lengths.add(len(sound))
        assert np.log2(again.pitch[again.voiced]).std() > 0.05
    assert len(lengths) == 3


def test_a_smaller_head_has_higher_formants(spoken_english: Path) -> None:
    speech = analyse(read_samples(spoken_english, 0.5, 3.0))
    bins = np.arange(speech.envelope.shape[1])
    centres = [
        float((bins * np.exp(of_one.envelope)).sum() / np.exp(of_one.envelope).sum())
        for of_one in (speech, reshaped(speech, 1.2))
    ]
    assert centres[1] > 1.1 * centres[0]


def test_another_pitch(spoken_english: Path) -> None:
    speech = analyse(read_samples(spoken_english, 0.5, 3.0))
    frames = np.arange(len(speech.pitch), dtype=np.float64)
    sung = synthesise(speech, frames, np.full(len(frames), 220.0), np.random.default_rng(0))
    found = analyse(sung)
    assert abs(np.median(found.pitch[found.voiced]) - 220) < 4
