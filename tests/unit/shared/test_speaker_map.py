from pathlib import Path

import pytest

from shared.errors import InvalidInputError
from shared.speaker_map import MappedSpeaker, read_speaker_map, speaker_table


def table(root: Path, text: str) -> Path:
    path = root / "speakers.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_that_are_filled(tmp_path: Path) -> None:
    text = "\ufeffspeaker\tname\tgender\tknown\nSPEAKER_00\tअदिति\tF\tx\nSPEAKER_01\t\t\t\n"
    text += "SPEAKER_02\t\tmale\nSPEAKER_03\tJai\n"
    assert read_speaker_map(table(tmp_path, text)) == (
        MappedSpeaker(speaker="SPEAKER_00", name="अदिति", gender="female"),
        MappedSpeaker(speaker="SPEAKER_02", gender="male"),
        MappedSpeaker(speaker="SPEAKER_03", name="Jai"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\tgender\nx\ty\n", "no column `speaker`"),
        ("speaker\tname\n\tx\n", "line 2: the speaker is missing"),
        ("speaker\tname\tgender\nS\tx\tblue\n", "'blue' is no gender"),
        ("speaker\tname\nS\tx\nS\ty\n", "names S twice"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        read_speaker_map(table(tmp_path, text))


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "speakers.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_speaker_map(path)


def test_written_and_read_again(tmp_path: Path) -> None:
    text = speaker_table([["SPEAKER_00", "A\tB", "female", "", "3", "x\ny"]])
    assert read_speaker_map(table(tmp_path, text))[0].name == "A B"
