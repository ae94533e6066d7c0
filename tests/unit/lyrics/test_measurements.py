"""Three seconds are summed up in figures that differ between song and talk."""

from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.lyrics.measurements import NAMES, SPAN, STEP, measure
from cp_whisperx.lyrics.tracks import follow
from shared.wav import read_samples
from tests.support.music import chords, sung
from tests.support.wav import silence


def figures(samples: np.ndarray) -> dict[str, float]:
    return dict(zip(NAMES, measure(follow(samples)).mean(axis=0), strict=True))


def test_a_row_for_every_step() -> None:
    tracks = follow(sung(10))
    assert measure(tracks).shape == ((len(tracks.level) - SPAN) // STEP + 1, len(NAMES))


def test_singer_holds_notes_of_a_scale_and_swings() -> None:
    found = figures(sung(8))
    assert found["held_pitch"] > 0.4
    assert found["note_grid"] > 0.6
    assert found["voiced"] > 0.4


@pytest.mark.parametrize("start", [0.6, 3.5, 6.0])
def test_speaker_does_not(spoken_english: Path, start: float) -> None:
    found = figures(read_samples(spoken_english, start, start + 3.5))
    assert found["held_pitch"] < 0.25
    assert found["steady_partials"] < 0.5
    assert found["syllables"] > 0.3


def test_chords_are_tonal_and_steady() -> None:
    found = figures(chords(8))
    assert found["tonality"] > 0.7
    assert found["steady_partials"] > 0.8


def test_silence_is_zero() -> None:
    assert not measure(follow(silence(5))).any()


def test_level_does_not_matter() -> None:
    loud, quiet = figures(sung(8) + chords(8)), figures(0.3 * (sung(8) + chords(8)))
    for name in ("tonality", "held_pitch", "steady_partials", "harmonic", "fullness"):
        assert quiet[name] == pytest.approx(loud[name], abs=0.08), name
