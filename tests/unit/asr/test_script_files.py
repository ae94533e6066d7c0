"""Scripts in every form, and what is no script."""

from pathlib import Path

import pytest

from cp_whisperx.asr.script_files import ScriptLine, read_script, read_subtitles
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
SRT_OF_ONE = "1\n00:00:01,000 --> 00:00:02,500\nHello there.\n"
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
    assert first == ScriptLine("नमस्ते, आप कैसे हैं?", 1.0, 2.5, 0)
    assert (second.text, third.text) == ("Who is there?", "Nobody, my lord.")
    assert second.start == 3.5
    assert second.end == third.start
    assert third.end == 5.0
    assert second.cue == third.cue == 1
    assert sound.text == "[door slams] ♪"
    assert not sound.is_spoken


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.vtt", VTT), ("a.ass", ASS), ("a.ttml", TTML), ("A.VTT", VTT),
     ("a.srt", VTT), ("a", SRT_OF_ONE), ("a.txt", TTML), ("a.ass", SRT_OF_ONE)],
)  # fmt: skip
def test_other_subtitles(tmp_path: Path, name: str, content: str) -> None:
    assert read_script(write(tmp_path, name, content)) == [ScriptLine("Hello there.", 1.0, 2.5, 0)]


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
        ("a.ttml", b"<tt xmlns='http://www.w3.org/ns/ttml'><p", "is broken"),
        ("a.sub", b"{10}{20}Hello", "counts in frames"),
        ("a.txt", b"RIFF\0\0\0", "no text"),
    ],
)
def test_what_is_no_script(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        read_script(write(tmp_path, name, content))


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("srt/gb2312.srt", "宇宙守护神"),
        ("mantas/utf16.srt", "ترجمه"),
        ("subtitleedit/auto_detect_windows-1251.srt", "www.titlovi.com"),
        ("mantas/sub_viewer_with_headers.sub", "Senator, we're making our final approach"),
        ("mantas/smi.smi", "Senator, we're making our final approach"),
        ("mantas/ttml2.ttml", "Hello I am your first line."),
    ],
)
def test_any_encoding_and_format(shared_data: Path, name: str, begin: str) -> None:
    lines = read_subtitles(shared_data / "subs_malformed" / name)
    assert lines[0].text.startswith(begin)


def test_letters_of_an_old_encoding_come_out_right(shared_data: Path) -> None:
    lines = read_subtitles(shared_data / "subs_malformed/subtitleedit/auto_detect_windows-1251.srt")
    assert "Ја сам Конор Меклауд" in " ".join(line.text for line in lines)


@pytest.mark.parametrize(
    ("language", "encoding", "text"),
    [
        ("en", "cp1252", "Señor Müller's café"),
        ("pl", "cp1250", "Zażółć gęślą jaźń"),
        ("ru", "cp1251", "Здравствуйте"),
        ("ar", "cp1256", "مرحبا بك"),
        ("zh", "big5", "你好，世界，我們走吧"),
        ("hi", "utf-16", "नमस्ते"),
    ],
)
def test_the_language_tells_encodings_apart(
    tmp_path: Path, language: str, encoding: str, text: str
) -> None:
    (line,) = read_script(write(tmp_path, "a.txt", text.encode(encoding)), language)
    assert line.text == text


def test_a_frame_rate_may_be_in_the_file(tmp_path: Path) -> None:
    (line,) = read_subtitles(write(tmp_path, "a.sub", "{1}{1}25\n{50}{75}Hello"))
    assert (line.text, line.start, line.end) == ("Hello", 2.0, 3.0)


def test_subtitles_must_have_times(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="it has no times"):
        read_subtitles(write(tmp_path, "a.txt", "Hello there."))


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
