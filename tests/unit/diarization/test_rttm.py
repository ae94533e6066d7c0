"""RTTM in and out."""

from pathlib import Path

import pytest

from cp_whisperx.diarization.rttm import read_rttm, write_rttm
from cp_whisperx.diarization.turns import RawTurn, named_turns
from shared.errors import InvalidInputError


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "known.rttm"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    turns = named_turns([RawTurn(0.5, 2.25, "x"), RawTurn(2.0, 3.0, "y"), RawTurn(4, 5, "x")])
    path = file_of(tmp_path, write_rttm(turns, "my film"))
    assert "SPEAKER my_film 1 0.500 1.750 <NA> <NA> SPEAKER_00" in path.read_text()
    assert read_rttm(path, 10.0).turns == turns


def test_real_references_are_read(shared_data: Path) -> None:
    found = read_rttm(shared_data / "diarization" / "sample.rttm", 30.0)
    assert found.engine == "rttm"
    assert {turn.speaker for turn in found.turns} == {"SPEAKER_00", "SPEAKER_01"}
    assert found.turns[0].start == 6.69
    assert any(turn.overlapped for turn in found.turns)


def test_what_lies_beyond_the_audio_is_cut(tmp_path: Path) -> None:
    text = "".join(
        f"SPEAKER f 1 {start} 4 <NA> <NA> a <NA> <NA>\nSPKR-INFO f 1\n" for start in (1, 8, 20)
    )
    found = read_rttm(file_of(tmp_path, text), 10.0)
    assert [(turn.start, turn.end) for turn in found.turns] == [(1.0, 5.0), (8.0, 10.0)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no turns within"),
        ("SPEAKER f 1 50 1 <NA> <NA> a <NA> <NA>\n", "no turns within"),
        ("SPEAKER f 1 nan 1 <NA> <NA> a <NA> <NA>\n", ":1 is no turn"),
        ("SPEAKER f 1 1 -1 <NA> <NA> a <NA> <NA>\n", ":1 is no turn"),
        ("SPEAKER f 1 1\n", ":1 is no turn"),
        ("SPEAKER f 1 1 1 - - a\nSPEAKER g 1 1 1 - - a\n", "several recordings: f, g"),
    ],
)
def test_what_is_no_rttm_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        read_rttm(file_of(tmp_path, text), 10.0)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="DIARIZATION_RTTM"):
        read_rttm(tmp_path / "gone.rttm", 10.0)
