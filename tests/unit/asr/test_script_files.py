"""Scripts in every form, and what is no script."""

from pathlib import Path

import pytest

from cp_whisperx.asr.script_files import ScriptLine, read_script
from shared.errors import InvalidInputError

SRT = """\
2
00:00:03,500 --> 00:00:05,000
- Who is there?
- <i>Nobody</i>, my lord.

1
00:00:01,000 --> 00:00:02,500
नमस्ते,
आप कैसे हैं?

3
00:00:06,000 --> 00:00:07,000
[door slams] ♪
"""
VTT = "WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:02.500\n<v Roger>Hello there.\n"
ASS = """\
[Script Info]
ScriptType: v4.00+

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,not said
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\i1}Hello\\Nthere.
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 10 10{\\p0}
"""
TTML = """\
<?xml version="1.0" encoding="utf-8"?>
<tt xmlns="http://www.w3.org/ns/ttml"><body><div>
<p begin="00:00:01.000" end="00:00:02.500">Hello there.</p></div></body></tt>
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_cues_come_by_time_and_two_speakers_are_parted(tmp_path: Path) -> None:
    first, second, third, sound = read_script(write(tmp_path, "film.srt", SRT))
    assert first == ScriptLine("नमस्ते, आप कैसे हैं?", 1.0, 2.5)
    assert (second.text, third.text) == ("Who is there?", "Nobody, my lord.")
    assert second.start == 3.5
    assert second.end == third.start
    assert third.end == 5.0
    assert sound.text == "[door slams] ♪"
    assert not sound.is_spoken


@pytest.mark.parametrize(
    ("name", "content"), [("a.vtt", VTT), ("a.ass", ASS), ("a.ttml", TTML), ("A.VTT", VTT)]
)
def test_other_subtitles(tmp_path: Path, name: str, content: str) -> None:
    assert read_script(write(tmp_path, name, content)) == [ScriptLine("Hello there.", 1.0, 2.5)]


def test_plain_text(tmp_path: Path) -> None:
    long = "यह एक बहुत लंबा वाक्य है जो चलता ही रहता है। " * 4
    lines = read_script(write(tmp_path, "film.txt", f"Hello there.\n\n  How   are you?\n{long}\n"))
    assert [line.text for line in lines[:2]] == ["Hello there.", "How are you?"]
    assert len(lines) == 6
    assert lines[2].text == "यह एक बहुत लंबा वाक्य है जो चलता ही रहता है।"
    assert all(line.start is None for line in lines)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_byte_order(tmp_path: Path, encoding: str) -> None:
    (line,) = read_script(write(tmp_path, "a.txt", "नमस्ते।".encode(encoding)))
    assert line.text == "नमस्ते।"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "no line that anybody says"),
        ("a.txt", b"(sighs)\n[music]\n", "no line that anybody says"),
        ("a.srt", b"nothing here", "no line that anybody says"),
        ("a.ttml", b"<tt", "no TTML"),
        ("a.txt", b"caf\xe9", "not UTF-8: .* at byte 3"),
        ("a.txt", b"RIFF\0\0\0", "no text"),
    ],
)
def test_what_is_no_script(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        read_script(write(tmp_path, name, content))


def test_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.srt", tmp_path):
        with pytest.raises(InvalidInputError, match="cannot be read"):
            read_script(path)


def test_real_subtitles(shared_data: Path) -> None:
    for path in sorted((shared_data / "film").rglob("*.srt")):
        lines = read_script(path)
        starts = [line.start for line in lines]
        assert starts == sorted(starts, key=lambda start: start or 0.0)
        assert all(line.text for line in lines)
