from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.vad.hysteresis import RegionRules, find_stretches

RULES = RegionRules(threshold=0.5, min_silence=0.3, min_speech=0.2, pad=0.05)


def frames(text: str) -> list[float]:
    """`#` is speech, `-` lies between the thresholds, `.` is none."""
    return [{"#": 0.9, "-": 0.4, ".": 0.0}[char] for char in text]


def edges(text: str, rules: RegionRules = RULES) -> list[tuple[float, float]]:
    found = find_stretches(frames(text), 0.1, len(text) * 0.1, rules)
    return [(round(item.start, 3), round(item.end, 3)) for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("....", []),
        ("..####....", [(0.15, 0.65)]),
        ("..##..##....", [(0.15, 0.85)]),
        ("..####....####....", [(0.15, 0.65), (0.95, 1.45)]),
        ("..##----##....", [(0.15, 1.05)]),
        ("..##....", []),
        ("####", [(0.0, 0.4)]),
        ("...---...", []),
    ],
)
def test_rules(text: str, expected: list[tuple[float, float]]) -> None:
    assert edges(text) == expected


def test_pad_takes_half_of_a_short_pause() -> None:
    wide = RegionRules(threshold=0.5, min_silence=0.3, min_speech=0.2, pad=1.0)
    assert edges("..####....####....", wide) == [(0.0, 0.8), (0.8, 1.8)]


def test_confidence_is_the_mean() -> None:
    found = find_stretches([0.0, 0.6, 0.8, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0], 0.1, 0.9, RULES)
    assert found[0].confidence == pytest.approx(0.8)


@given(
    probabilities=st.lists(st.floats(0, 1), max_size=200),
    pad=st.floats(0, 2),
    min_silence=st.floats(0, 1),
    spare=st.floats(0, 0.0319),
)
def test_always_ordered_and_in_bounds(
    probabilities: list[float], pad: float, min_silence: float, spare: float
) -> None:
    duration = max(0.0, len(probabilities) * 0.032 - spare)
    rules = RegionRules(threshold=0.5, min_silence=min_silence, min_speech=0.1, pad=pad)
    found = find_stretches(probabilities, 0.032, duration, rules)
    bounds = [edge for item in found for edge in (item.start, item.end)]
    assert all(b - a >= -1e-9 for a, b in pairwise(bounds))
    assert all(-1e-9 <= edge <= duration + 1e-9 for edge in bounds)
