"""The measurement of the decision: mixtures have the ratio they claim, and figures are counted."""

import numpy as np
import pytest

from cp_whisperx.separation.decision import Verdict
from shared.config import load_config
from tests.support.audio import CLIPS
from tests.support.music import chords
from tools.quality.separation import (
    Case,
    _active_power,
    _figures,
    mixed,
    pink,
    separated,
    verdict_on,
)
from tools.sound_files import read_sound


def verdict(share: float) -> Verdict:
    return Verdict(20.0, share, 0.0, share, 60.0, ())


@pytest.mark.parametrize("ratio", [0.0, 10.0, 20.0])
def test_a_mixture_has_its_ratio(ratio: float) -> None:
    speech = np.asarray(read_sound(CLIPS / "flite.opus"))
    beneath = np.resize(chords(5.0), len(speech))
    parts = np.stack([speech, beneath], axis=1)
    shares, *_ = np.linalg.lstsq(parts, mixed(speech, chords(5.0), ratio))
    power = [_active_power(np.asarray(part)) for part in (parts * shares).T]
    assert 10 * np.log10(power[0] / power[1]) == pytest.approx(ratio, abs=0.05)


def test_pink_noise_falls_by_three_decibels_an_octave() -> None:
    white = np.random.default_rng(0).standard_normal(160_000).astype(np.float32)
    power = np.square(np.abs(np.fft.rfft(pink(white))))
    octaves = [10 * np.log10(power[at : 2 * at].mean()) for at in (1000, 2000, 4000, 8000)]
    assert np.diff(octaves) == pytest.approx([-3, -3, -3], abs=0.5)


def test_clean_speech_and_speech_over_music_are_told_apart() -> None:
    config = load_config()
    speech = np.asarray(read_sound(CLIPS / "english.opus"))[: 18 * 16_000]
    assert not separated(verdict_on(speech, config), config)
    assert separated(verdict_on(mixed(speech, chords(18.0), 5.0), config), config)


def test_what_is_wanted_follows_the_ratio() -> None:
    wanted = [Case("", ratio, verdict(0.0)).wanted for ratio in (None, 20.0, 15.0, 10.0, 0.0)]
    assert wanted == [False, False, None, True, True]


def test_precision_and_recall_are_counted_over_items() -> None:
    cases = [
        Case("", None, verdict(0.0)),
        Case("music", 20.0, verdict(0.5)),
        Case("music", 15.0, verdict(0.5)),
        Case("music", 10.0, verdict(0.5)),
        Case("music", 5.0, verdict(0.1)),
        Case("music", 0.0, verdict(0.9)),
    ]
    text = _figures("set on", cases, load_config())
    assert "precision 0.67, recall 0.67 over 3 items that want vocals and 2 that do not" in text
    assert "| music | 1 of 1, 50% | 1 of 1, 50% | 1 of 1, 50% | 0 of 1, 10% | 1 of 1, 90% |" in text
    assert "Clean: 0 of 1, 0%." in text
