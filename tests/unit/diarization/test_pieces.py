"""Cutting a window into pieces of one voice each."""

import numpy as np
import pytest

from cp_whisperx.diarization.pieces import (
    cut_pieces,
    pairs_of_one_moment,
    pairs_of_two_voices,
    runs_of,
)
from shared.speaker_network import FRAME_SECONDS, FRAMES_IN_WINDOW, Window


def window(*spans: tuple[int, int, int], start: int = 100) -> Window:
    activity = np.zeros((FRAMES_IN_WINDOW, 3), dtype=np.float32)
    for local, first, last in spans:
        activity[first:last, local] = 0.9
    return Window(start, activity)


def test_a_pause_parts_and_a_click_is_left_out() -> None:
    pieces = cut_pieces(window((0, 0, 50), (0, 60, 100), (1, 120, 122)))
    assert [(p.first_frame, len(p.activity)) for p in pieces] == [(100, 50), (160, 40)]
    assert pieces[0].seconds == pytest.approx(50 * FRAME_SECONDS)


def test_long_speech_is_cut_into_even_parts() -> None:
    pieces = cut_pieces(window((2, 0, 290)))
    assert len(pieces) == 3
    assert sum(len(p.activity) for p in pieces) == 290
    assert all(len(p.activity) * FRAME_SECONDS <= 2.0 for p in pieces)


def test_a_voice_is_described_by_what_it_says_alone() -> None:
    first, second = cut_pieces(window((0, 0, 100), (1, 60, 100)))
    assert first.heard.sum() == 60
    assert first.seconds == pytest.approx(60 * FRAME_SECONDS)
    assert second.seconds == 0.0
    assert second.heard.sum() == 40


def test_runs() -> None:
    active = np.array([1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1], dtype=bool)
    assert runs_of(active, 3 * FRAME_SECONDS, 2 * FRAME_SECONDS) == [(0, 5)]
    assert runs_of(np.zeros(5, dtype=bool), 0.1, 0.1) == []


def test_pieces_of_one_moment_are_paired_once() -> None:
    early = cut_pieces(window((0, 0, 50), (1, 100, 150)))
    late = cut_pieces(window((0, 0, 70), start=140))
    assert pairs_of_one_moment([*early, *late]) == [(0, 2), (2, 1)]


def test_two_voices_are_those_that_one_window_hears_clearly() -> None:
    clear = cut_pieces(window((0, 0, 50), (1, 60, 110), (1, 200, 220)))
    again = cut_pieces(window((0, 0, 50), (0, 60, 110), start=400))
    assert [piece.local for piece in clear] == [0, 1, 1]
    assert pairs_of_two_voices([*clear, *again]) == [(0, 1)]
