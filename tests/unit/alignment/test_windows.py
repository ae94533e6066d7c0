"""Long segments are cut at pauses; each window hears its own stretch of audio."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.alignment.stretches import Stretch
from cp_whisperx.alignment.windows import (
    LONGEST_WINDOW,
    MARGIN,
    POOR,
    align_by_windows,
    split_windows,
)
from shared.artifacts import Segment, SpeechRegion, SpeechRegions, Transcript, Word
from tests.support.contracts.alignment import silent
from tests.support.wav import SAMPLE_RATE, silence, write_wav


def word(start: float, end: float) -> Word:
    return Word(text="so", start=start, end=end)


def test_short_segment_is_one_window() -> None:
    given = [word(1, 2), word(2, 3)]
    (only,) = split_windows(given, Stretch(((0.6, 3.4),)))
    assert (only.stretch.spans, only.words) == (((0.6, 3.4),), tuple(given))


def test_long_segment_is_cut_at_its_longest_pauses() -> None:
    given = [word(n, n + 0.9) for n in range(20)] + [word(n, n + 0.9) for n in range(24, 50)]
    windows = split_windows(given, Stretch(((0.0, 50.0),)))
    assert sum((window.words for window in windows), ()) == tuple(given)
    assert all(window.stretch.duration <= LONGEST_WINDOW for window in windows)
    spans = [window.stretch.spans[0] for window in windows]
    assert spans[0][1] == pytest.approx(21.95)
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


class Recorder:
    """Notes what it was given and puts all words at the window's beginning."""

    def __init__(self, fits: bool = True) -> None:
        self.lengths: list[float] = []
        self.fits = fits

    def __call__(self, samples: np.ndarray, words: Sequence[Word]) -> list[Word] | None:
        self.lengths.append(len(samples) / SAMPLE_RATE)
        placed = [w.model_copy(update={"start": 0.1, "end": 0.3}) for w in words]
        return placed if self.fits else None


def run(tmp_path: Path, recorder: Recorder, *segments: Segment) -> Transcript:
    audio = write_wav(tmp_path / "long.wav", silence(80))
    transcript = Transcript(language="en", duration=80.0, engine="t", segments=segments)
    speech = SpeechRegions(engine="t", duration=80, regions=(SpeechRegion(start=0, end=80),))
    return align_by_windows(audio, transcript, speech, silent, recorder)


def test_margins_stop_at_the_neighbours(tmp_path: Path) -> None:
    recorder = Recorder()
    found = run(
        tmp_path,
        recorder,
        Segment(id=0, start=10, end=12, text="so"),
        Segment(id=1, start=12.2, end=14, text="so"),
        Segment(id=2, start=13.5, end=15, text="so"),
    )
    assert recorder.lengths == pytest.approx([MARGIN + 2 + 0.1, 0.1 + 1.8, 1.5 + MARGIN], abs=0.01)
    assert found.segments[0].start == pytest.approx(10 - MARGIN + 0.1)


def test_memory_is_bounded_by_the_window(tmp_path: Path) -> None:
    recorder = Recorder()
    given = tuple(word(n, n + 0.8) for n in range(75))
    text = " ".join(w.text for w in given)
    run(tmp_path, recorder, Segment(id=0, start=0, end=76, text=text, words=given))
    assert len(recorder.lengths) >= 3
    assert max(recorder.lengths) <= LONGEST_WINDOW


def test_window_that_does_not_fit_flags_its_segment(tmp_path: Path) -> None:
    segment = Segment(id=0, start=5, end=7, text="so it goes", flags=("earlier",))
    (found,) = run(tmp_path, Recorder(fits=False), segment).segments
    assert found.flags == ("earlier", POOR)
    assert (found.start, found.end) == (5, 7)


def test_one_word_over_minutes_is_not_heard_at_once(tmp_path: Path) -> None:
    recorder = Recorder()
    (found,) = run(tmp_path, recorder, Segment(id=0, start=0, end=80, text="so")).segments
    assert POOR in found.flags
    assert recorder.lengths == []
