"""Who speaks can be made to sing: notes of a scale, held, in the speaker's range."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shared.wav import read_samples
from tools.song_material.singing import SCALES, Manner, manner_of, sing, sing_together
from tools.song_material.vocoder import Speech, analyse


@pytest.fixture
def speech(spoken_english: Path) -> Speech:
    return analyse(read_samples(spoken_english, 0.0, 6.0))


def test_notes_are_held_on_the_scale(speech: Speech) -> None:
    manner = Manner(180.0, SCALES[2], 0.6, 0.05, 0.0, 5.5, 0.0)
    found = analyse(sing(speech, manner, np.random.default_rng(1)))
    semitones = 12 * np.log2(found.pitch[found.voiced] / 180.0)
    assert np.mean(np.abs(semitones - np.round(semitones)) < 0.25) > 0.7


def test_manner_fits_the_voice(speech: Speech) -> None:
    middle = np.median(speech.pitch[speech.voiced])
    manner = manner_of(speech, np.random.default_rng(3))
    assert 0.9 < manner.tonic / middle < 1.9


def test_the_same_seed_sings_the_same(speech: Speech) -> None:
    manner = manner_of(speech, np.random.default_rng(3))
    one, other = (sing(speech, manner, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, other)


def test_a_syllable_runs_over_several_notes(speech: Speech) -> None:
    plain = Manner(180.0, SCALES[2], 0.6, 0.05, 0.0, 5.5, 0.0, lengths=(2.0,))
    notes = []
    for runs in (0.0, 1.0):
        found = analyse(sing(speech, replace(plain, runs=runs), np.random.default_rng(1)))
        semitones = np.round(12 * np.log2(found.pitch[found.voiced] / 180.0))
        notes.append(int((np.diff(semitones) != 0).sum()))
    assert notes[1] > 1.5 * notes[0]


def test_a_choir_sings_with_other_voices(speech: Speech) -> None:
    manner = manner_of(speech, np.random.default_rng(3))
    alone, choir = (sing_together(speech, manner, n, np.random.default_rng(5)) for n in (1, 3))
    assert len(alone) == len(choir)
    assert np.sqrt((choir**2).mean()) > 1.1 * np.sqrt((alone**2).mean())
