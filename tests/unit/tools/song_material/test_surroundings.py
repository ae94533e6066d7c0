"""Rooms last, mastering keeps the sound, and noise is neither talk nor music."""

import numpy as np
import pytest

from cp_whisperx.lyrics.measurements import NAMES, measure
from cp_whisperx.lyrics.tracks import follow
from tools.song_material.surroundings import in_a_room, mastered, noise


def click() -> np.ndarray:
    samples = np.zeros(32_000, np.float32)
    samples[100] = 1
    return samples


def test_some_rooms_answer_and_some_do_not() -> None:
    tails = [
        float((in_a_room(click(), np.random.default_rng(seed))[2_000:] ** 2).sum())
        for seed in range(12)
    ]
    assert 0 < sum(tail > 0 for tail in tails) < 12
    assert max(tails) < 0.3


def test_mastering_keeps_length_and_cuts_the_top() -> None:
    hiss = np.random.default_rng(0).normal(0, 0.1, 32_000).astype(np.float32)
    out = mastered(hiss, np.random.default_rng(1))
    assert (len(out), out.dtype) == (len(hiss), hiss.dtype)
    spectrum = np.abs(np.fft.rfft(out))
    assert spectrum[-50:].mean() < 0.1 * spectrum[2_000:4_000].mean()


@pytest.mark.parametrize("seed", range(6))
def test_noise_holds_no_notes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    crowd = [rng.normal(0, 0.1, 48_000).astype(np.float32) for _ in range(4)]
    sound = noise(4.0, crowd, rng)
    assert len(sound) == 64_000
    assert np.sqrt((sound**2).mean()) == pytest.approx(0.1, rel=0.01)
    assert measure(follow(sound))[:, NAMES.index("vowel_change")].max() < 1
