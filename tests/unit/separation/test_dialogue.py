"""Recognition hears the mix where it is clean and the vocals where it is not, without clicks."""

from pathlib import Path

import numpy as np

from cp_whisperx.separation.dialogue import vocals_share, write_dialogue
from shared.artifacts import TimeSpan
from shared.wav import read_samples
from tests.support.wav import silence, tone, write_wav

RATE = 16_000


def test_vocals_are_heard_in_unclean_stretches_alone(tmp_path: Path) -> None:
    mix = write_wav(tmp_path / "mix.wav", tone(70.0, level=0.5))
    vocals = write_wav(tmp_path / "vocals.wav", silence(70.0))
    unclean = (TimeSpan(start=6, end=12), TimeSpan(start=29, end=42))
    write_dialogue(mix, vocals, unclean, tmp_path / "dialogue.wav")
    heard, whole = read_samples(tmp_path / "dialogue.wav"), read_samples(mix)
    assert len(heard) == len(whole)
    for start, end, is_vocals in ((0, 5, 0), (6, 12, 1), (13, 28, 0), (29, 42, 1), (43, 70, 0)):
        part = slice(start * RATE, end * RATE)
        expected = np.zeros_like(whole[part]) if is_vocals else whole[part]
        assert np.abs(heard[part] - expected).max() < 1e-4


def test_the_change_is_faded() -> None:
    share = vocals_share(0.0, 10 * RATE, [TimeSpan(start=3, end=5)])
    assert share[3 * RATE : 5 * RATE].min() == 1.0
    assert share[: int(2.7 * RATE)].max() == 0.0
    assert np.abs(np.diff(share)).max() < 1e-3


def test_a_stretch_goes_on_over_pieces() -> None:
    span = [TimeSpan(start=3, end=50)]
    assert vocals_share(30.0, RATE, span).min() == 1.0
    assert vocals_share(60.0, RATE, span).max() == 0.0
    assert vocals_share(0.0, RATE, []).max() == 0.0
