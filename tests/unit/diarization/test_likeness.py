"""How alike groups of voices are, before and after merging."""

import numpy as np
import pytest

from cp_whisperx.diarization.likeness import Likeness

VECTORS = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [0, 1], [0, -1]], dtype=np.float32)
SECONDS = np.array([1, 2, 1, 3, 9], dtype=np.float32)
GROUPS = np.array([0, 0, 1, 1, -1])
WITHIN = 0.8


def compared(
    *same: tuple[int, int], apart: tuple[tuple[int, int], ...] = (), trust: float = 0.0
) -> Likeness:
    made = Likeness(VECTORS, SECONDS, GROUPS, expected=0.5, trust=trust)
    made.start(same, apart)
    return made


def test_likeness_is_relative_to_that_within() -> None:
    pairs = [(0, 2), (0, 3), (1, 2), (1, 3)]
    weights = [SECONDS[one] * SECONDS[other] for one, other in pairs]
    cosines = [float(VECTORS[one] @ VECTORS[other]) for one, other in pairs]
    between = np.average(cosines, weights=weights)
    value, first, second = compared().best()
    assert {first, second} == {0, 1}
    assert value == pytest.approx(between / WITHIN)


def test_pairs_of_one_sound_are_left_out() -> None:
    value, *_ = compared((0, 2), (0, 3), (1, 3), (4, 0)).best()
    assert value == pytest.approx(float(VECTORS[1] @ VECTORS[2]) / WITHIN)
    assert compared((0, 2), (0, 3), (1, 2), (1, 3)).best()[0] == pytest.approx(0.0)


def test_little_speech_is_mixed_with_what_is_expected() -> None:
    known, _, _ = compared().best()
    assert compared(trust=1e6).best()[0] == pytest.approx(known * WITHIN / 0.5, rel=1e-4)


def test_groups_heard_as_two_people_are_least_alike() -> None:
    assert compared(apart=((0, 3),)).best()[0] == -1.0


def test_merging_adds_up_and_ends() -> None:
    made = compared()
    assert made.speakers(evidence=3.0) == 2
    assert made.both_speak(0, 1, evidence=3.0)
    assert not made.both_speak(0, 1, evidence=3.5)
    made.merge(0, 1)
    assert made.speakers(evidence=7.0) == 1
    assert made.best()[0] == -np.inf
