from pathlib import Path

import pytest

from cp_whisperx.media.subtitle_files import check_subtitles
from shared.errors import InvalidInputError
from shared.languages import get_language
from tests.support.media import srt

HINDI = get_language("hi")


def test_a_file_with_cues_becomes_a_track(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_bytes(srt((1, 2, "नमस्ते"), (3, 4.5, "एक")))
    track = check_subtitles(tmp_path / "a.srt", HINDI)
    assert track is not None
    assert (track.end, track.language, track.default) == (4.5, HINDI, False)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"no cue at all\n"])
def test_a_file_without_cues_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.srt").write_bytes(content)
    assert check_subtitles(tmp_path / "a.srt", HINDI) is None


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_bytes(srt((1, 2, "x")) + "é".encode("latin-1"))
    with pytest.raises(InvalidInputError, match="not UTF-8"):
        check_subtitles(tmp_path / "a.srt", HINDI)
