"""Turns from frames: names by who is heard first, overlaps marked."""

import numpy as np
import pytest

from cp_whisperx.diarization.pieces import Piece
from cp_whisperx.diarization.turns import RawTurn, named_turns, turns_of_pieces
from shared.speaker_network import frame_time


def piece(first: int, frames: int, activity: float = 1.0) -> Piece:
    values = np.full(frames, activity, dtype=np.float16)
    return Piece(first, values, np.ones(1, dtype=bool), 1.0)


def test_the_first_heard_is_00_whatever_it_was_called() -> None:
    raw = [RawTurn(5.0, 6.0, "0"), RawTurn(1.0, 2.0, "7"), RawTurn(7.0, 8.0, "7", 0.5)]
    turns = named_turns(raw)
    assert [turn.speaker for turn in turns] == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"]
    assert turns == named_turns(reversed(raw))


def test_two_at_once_are_marked_and_one_person_alone_is_not() -> None:
    turns = named_turns([RawTurn(0.0, 3.0, "a"), RawTurn(2.0, 4.0, "b"), RawTurn(4.0, 5.0, "a")])
    assert [turn.overlapped for turn in turns] == [True, True, False]


def test_a_frame_goes_to_as_many_as_speak_in_it() -> None:
    pieces = [piece(0, 100), piece(0, 100, 0.6), piece(50, 50, 0.9)]
    voices = np.array([1] * 50 + [2] * 50 + [0] * 20, dtype=np.int8)
    raw = turns_of_pieces(pieces, np.array([0, 1, 1]), voices, 10.0)
    spans = {turn.speaker: (turn.start, turn.end) for turn in raw}
    assert spans["0"] == pytest.approx((frame_time(0), frame_time(100)))
    assert spans["1"] == pytest.approx((frame_time(50), frame_time(100)))


def test_breaths_are_bridged_and_turns_end_with_the_audio() -> None:
    voices = np.ones(200, dtype=np.int8)
    raw = turns_of_pieces([piece(0, 60), piece(70, 130)], np.array([0, 0]), voices, 3.0)
    (turn,) = raw
    assert (turn.start, turn.end) == pytest.approx((frame_time(0), 3.0))


def test_nothing_heard() -> None:
    assert named_turns([]) == ()
    assert turns_of_pieces([], np.zeros(0, dtype=int), np.zeros(5, dtype=np.int8), 1.0) == []
