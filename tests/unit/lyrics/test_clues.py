"""Text, known voices and separated levels each say what they can, and no more."""

import numpy as np
import pytest

from cp_whisperx.lyrics.clues import inside, of_accompaniment, of_text, of_voices
from cp_whisperx.lyrics.detector import MUSIC, SONG, TALK
from cp_whisperx.lyrics.wording import read
from shared.artifacts import Segment, SpeechRegion

CENTRES = np.arange(20) + 0.5


def test_inside() -> None:
    regions = (SpeechRegion(start=1, end=3), SpeechRegion(start=2.2, end=4))
    assert np.flatnonzero(inside(CENTRES, regions)).tolist() == [1, 2, 3]


def test_a_voice_speaks_against_music_alone() -> None:
    clues = of_voices(CENTRES, [SpeechRegion(start=2, end=4)])
    assert np.flatnonzero(clues[:, MUSIC]).tolist() == [2, 3]
    assert (clues <= 0).all()
    assert not clues[:, TALK].any()


def test_silence_speaks_a_little_against_song() -> None:
    clues = of_voices(CENTRES, [SpeechRegion(start=2, end=4)])
    assert np.flatnonzero(clues[:, SONG] == 0).tolist() == [2, 3]
    assert -0.3 < clues[0, SONG] < 0


def test_what_a_text_says_is_spread_over_its_steps() -> None:
    segment = Segment(id=7, start=2, end=12, text="♪ चल मेरे साथ चल ♪")
    wording = read([segment])
    clues = of_text(CENTRES, [segment], wording)
    assert (clues[:, SONG] - clues[:, TALK]).sum() == pytest.approx(wording[7].worth)
    assert np.flatnonzero(clues[:, SONG]).tolist() == list(range(2, 12))


def test_a_text_between_two_steps_says_nothing() -> None:
    segment = Segment(id=0, start=2.6, end=2.9, text="one two three")
    assert not of_text(CENTRES, [segment], read([segment])).any()


def levels(voice: float, rest: float) -> np.ndarray:
    return of_accompaniment(CENTRES, 0.5, [voice] * 40, [rest] * 40)


def test_no_voice_beside_music_is_no_song() -> None:
    assert (levels(-70, -20)[:, SONG] < 0).all()
    assert (levels(-45, -20)[:, SONG] < 0).all()


def test_a_voice_with_nothing_under_it_is_seldom_a_song() -> None:
    alone, gone = levels(-20, -60)[0, SONG], levels(-70, -20)[0, SONG]
    assert gone < alone < 0


def test_a_voice_over_music_is_left_to_the_sound() -> None:
    assert not levels(-20, -25).any()


def test_levels_that_end_early() -> None:
    assert of_accompaniment(CENTRES, 0.5, [], []).shape == (20, 3)
