"""Bands play in time and in tune, at one level."""

import numpy as np
import pytest

from cp_whisperx.lyrics.measurements import NAMES, measure
from cp_whisperx.lyrics.tracks import follow
from tools.song_material import score
from tools.song_material.score import (
    TEST_ORCHESTRA,
    TRAIN_ORCHESTRA,
    TUNE_ORCHESTRA,
    Orchestra,
    made_up,
    play,
)

ORCHESTRAS = {"train": TRAIN_ORCHESTRA, "tune": TUNE_ORCHESTRA, "test": TEST_ORCHESTRA}


@pytest.mark.parametrize("orchestra", ORCHESTRAS.values(), ids=ORCHESTRAS)
def test_a_band_plays_tones(orchestra: Orchestra) -> None:
    for seed in range(3):
        rng = np.random.default_rng(seed)
        sound = play(orchestra.draw(rng), 5.0, 220.0, 0.5, rng)
        assert len(sound) == 80_000
        assert np.sqrt((sound**2).mean()) == pytest.approx(0.1, rel=0.01)
        assert measure(follow(sound))[:, NAMES.index("tonality")].mean() > 0.6


def test_no_instrument_is_heard_in_two_thirds() -> None:
    groups = [{*one.chords, *one.leads} - {None} for one in ORCHESTRAS.values()]
    assert len(set().union(*groups)) == sum(map(len, groups))
    assert [one.made_up > 0 for one in ORCHESTRAS.values()] == [True, False, False]


def test_instruments_made_up_are_in_tune_and_differ() -> None:
    sounds = [
        made_up(np.random.default_rng(seed))(220.0, 1.0, np.random.default_rng(0))
        for seed in range(3)
    ]
    for sound in sounds:
        assert np.isfinite(sound).all()
        assert pitch_of(sound) % 220 == pytest.approx(0, abs=10) or pitch_of(sound) % 220 > 210
    assert not np.allclose(sounds[0], sounds[1])


def pitch_of(sound: np.ndarray) -> float:
    """Returns the strongest partial's frequency."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.fft.rfftfreq(len(sound), 1 / 16_000)[spectrum.argmax()])


@pytest.mark.parametrize(
    "name", ["plucked", "reed", "organ", "bowed", "flute", "horn", "struck", "bell"]
)
def test_instruments_are_in_tune(name: str) -> None:
    sound = getattr(score, name)(220.0, 2.0, np.random.default_rng(0))
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    hertz = np.fft.rfftfreq(len(sound), 1 / 16_000)
    near = (hertz > 180) & (hertz < 260)
    assert hertz[near][spectrum[near].argmax()] == pytest.approx(220, rel=0.02)
