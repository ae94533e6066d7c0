"""Subtitles of another copy are brought to the film's time; text without any gets a first guess."""

import random

import pytest

from cp_whisperx.asr.script_timing import RATIOS, Fit, fit_times, spread_over

Span = tuple[float, float]


def speech_of(seed: int, count: int = 80) -> tuple[list[Span], float]:
    """Lines as they are said in a film: short, with pauses of every length between."""
    source = random.Random(seed)
    spans, now = [], 20.0
    for _ in range(count):
        length = source.uniform(0.8, 4.0)
        spans.append((now, now + length))
        now += length + source.choice([0.1, 0.3, 0.8, 2.0, 6.0, 20.0])
    return spans, now + 30.0


def written(spans: list[Span], ratio: float, shift: float, seed: int) -> list[Span]:
    """What subtitles of another copy say of them: reaction times, and lingering ends."""
    source = random.Random(seed)
    moved = [((start - shift) / ratio, (end - shift) / ratio) for start, end in spans]
    return [(a + source.uniform(-0.1, 0.2), b + source.uniform(0, 0.6)) for a, b in moved]


@pytest.mark.parametrize("ratio", [1.0, 25 / 24, 24 / 25, 25 * 1001 / 24_000])
@pytest.mark.parametrize("shift", [0.0, -8.4, 37.3, 310.0])
def test_shift_and_frame_rate_are_found(ratio: float, shift: float) -> None:
    spans, duration = speech_of(5)
    fit = fit_times(written(spans, ratio, shift, 6), spans, duration)
    assert fit.is_believed
    errors = [abs(fit.apply((start - shift) / ratio) - start) for start, _ in spans]
    assert max(errors) < 0.4


def test_right_times_stay_exactly_as_they_are() -> None:
    spans, duration = speech_of(1)
    fit = fit_times(written(spans, 1.0, 0.0, 2), spans, duration)
    assert (fit.ratio, fit.shift) == (1.0, 0.0)


def test_cues_of_a_part_of_the_speech(capsys: pytest.CaptureFixture[str]) -> None:
    spans, duration = speech_of(9)
    cues = [span for n, span in enumerate(written(spans, 1.0, 12.0, 3)) if n % 3]
    assert fit_times(cues, spans, duration).shift == pytest.approx(12.0, abs=0.3)


def test_cues_of_another_film_are_not_believed() -> None:
    spans, duration = speech_of(1, count=200)
    other, _ = speech_of(2, count=200)
    assert not fit_times(other, spans, duration).is_believed


def test_no_cue_or_no_speech() -> None:
    assert fit_times([(1, 2)], [], 60.0) == Fit(1.0, 0.0, 0.0)
    assert fit_times([], [(1, 2)], 60.0).is_believed is False


def test_the_ratios_are_those_of_frame_rates() -> None:
    assert RATIOS[0] == 1.0
    assert len(RATIOS) == 7
    assert all(0.95 < ratio < 1.05 for ratio in RATIOS)


def test_lines_share_the_speech_by_their_length() -> None:
    assert spread_over([10, 30], [(1.0, 2.0), (5.0, 8.0)]) == [(1.0, 2.0), (5.0, 8.0)]
    spans = spread_over([5, 5, 0, 10], [(0.0, 4.0)])
    assert spans == [(0.0, 1.0), (1.0, 2.0), (2.0, 2.0), (2.0, 4.0)]
