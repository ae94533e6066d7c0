"""Bands play in time and in tune, at one level."""

import numpy as np
import pytest

from cp_whisperx.lyrics.measurements import NAMES, measure
from cp_whisperx.lyrics.tracks import follow
from tools.song_material import score
from tools.song_material.score import TEST_ORCHESTRA, TRAIN_ORCHESTRA, Orchestra, play


@pytest.mark.parametrize("orchestra", [TRAIN_ORCHESTRA, TEST_ORCHESTRA], ids=["train", "test"])
def test_a_band_plays_tones(orchestra: Orchestra) -> None:
    for seed in range(3):
        rng = np.random.default_rng(seed)
        sound = play(orchestra.draw(rng), 5.0, 220.0, 0.5, rng)
        assert len(sound) == 80_000
        assert np.sqrt((sound**2).mean()) == pytest.approx(0.1, rel=0.01)
        assert measure(follow(sound))[:, NAMES.index("tonality")].mean() > 0.6


def test_no_instrument_of_training_is_heard_in_tests() -> None:
    train = {*TRAIN_ORCHESTRA.chords, *TRAIN_ORCHESTRA.leads} - {None}
    test = {*TEST_ORCHESTRA.chords, *TEST_ORCHESTRA.leads} - {None}
    assert not train & test


@pytest.mark.parametrize("name", ["plucked", "reed", "organ", "bowed", "flute", "struck", "bell"])
def test_instruments_are_in_tune(name: str) -> None:
    sound = getattr(score, name)(220.0, 2.0, np.random.default_rng(0))
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    hertz = np.fft.rfftfreq(len(sound), 1 / 16_000)
    near = (hertz > 180) & (hertz < 260)
    assert hertz[near][spectrum[near].argmax()] == pytest.approx(220, rel=0.02)
