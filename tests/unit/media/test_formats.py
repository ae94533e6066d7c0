from pathlib import Path

from cp_whisperx.media.formats import (
    FORMATS,
    file_url,
    input_arguments,
    open_options,
    subtitle_input_arguments,
)


def test_no_format_that_names_other_files_is_allowed() -> None:
    assert not {"hls", "concat", "dash", "sdp", "rtsp", "image2", "imf", "lavfi"} & set(FORMATS)


def test_a_name_that_looks_like_a_protocol_or_an_option_stays_a_file() -> None:
    assert file_url(Path("/films/a:b.mkv")) == "file:/films/a:b.mkv"
    assert file_url(Path("-y.mkv")).startswith("file:/")


def test_both_guards_stand_before_every_input() -> None:
    arguments = input_arguments(Path("/f.mkv"))
    assert arguments[-2:] == ["-i", "file:/f.mkv"]
    assert arguments[arguments.index("-protocol_whitelist") + 1] == "file"
    assert "matroska" in arguments[arguments.index("-format_whitelist") + 1]
    assert set(open_options()) == {"format_whitelist", "protocol_whitelist"}
    assert "srt" in subtitle_input_arguments(Path("/s.srt"))
