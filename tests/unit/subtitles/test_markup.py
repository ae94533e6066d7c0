import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.subtitles.markup import (
    RIGHT_TO_LEFT_MARK,
    WORD_JOINER,
    direct_right_to_left,
    escape_line,
    plain_line,
)
from shared.artifacts import SubtitleFormat as Format

HOSTILE = st.text(alphabet=r"{}\<>&;-/=#:.,0123456789abNnhpi ", max_size=40)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (r"{\p1}m 0 0{\p0}", r"｛\p1｝m 0 0｛\p0｝"),
        (r"a\Nb\hc", r"a\Nb\hc"),
        ("<font color=red>x</font>", "<font color=red>x</font>"),
        ("00:00:01,000 --> 00:00:02,000", "00:00:01,000 --> 00:00:02,000"),
        ("fish &amp; chips", "fish &amp; chips"),
        ("42", "42"),
    ],
)
def test_srt_shows_the_same_but_holds_no_markup(line: str, shown: str) -> None:
    escaped = escape_line(line, "srt")
    assert escaped.replace(WORD_JOINER, "") == shown
    assert "-->" not in escaped
    assert not re.search(r"<[/a-zA-Z]|\\[Nnhp]|[{}]|&amp;", escaped)


@given(HOSTILE)
def test_srt_never_holds_markup(line: str) -> None:
    escaped = escape_line(line, "srt")
    assert not re.search(r"-->|<[^\u2060]|\\[^\u2060]|[{}]", escaped)
    assert not re.search(r"\d:\d{1,2}[.,]\d", escaped)
    assert not re.fullmatch(r"\d+", escaped)


@given(HOSTILE)
def test_vtt_reads_back_as_the_line(line: str) -> None:
    escaped = escape_line(line, "vtt")
    assert not re.search(r"-->|[<>]|&(?!amp;|lt;|gt;)", escaped)
    assert html.unescape(escaped).replace(WORD_JOINER, "") == line


@pytest.mark.parametrize("file_format", ["srt", "vtt"])
def test_plain_lines_are_left_alone(file_format: Format) -> None:
    for line in ("Hello, you.", "मैं ठीक हूँ।", "AT and T", "It is 10:30 in 2019.", "3.14"):
        assert escape_line(line, file_format) == line


def test_right_to_left_lines_keep_their_signs_on_the_right_side() -> None:
    assert direct_right_to_left("مرحبا") == "مرحبا"
    assert direct_right_to_left("مرحبا!") == f"مرحبا!{RIGHT_TO_LEFT_MARK}"
    assert direct_right_to_left("2019 عام") == f"{RIGHT_TO_LEFT_MARK}2019 عام"
    assert direct_right_to_left("قال John نعم") == "\u202bقال John نعم\u202c"


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a\x00b\x1bc", "a b c"),
        ("one\ntwo\r\nthree\u2028four", "one two  three four"),
        ("\u202eevil\u2066 \u200ftwist\ufeff", "evil twist"),
        ("\ud800x\ufffe", "x"),
        ("ज़्\u200dक हाथ\u200cी", "ज़्\u200dक हाथ\u200cी"),
    ],
)
def test_plain_lines_hold_nothing_that_ends_or_turns_them(raw: str, plain: str) -> None:
    assert plain_line(raw) == plain


def test_formats_without_markup_escape_nothing() -> None:
    for file_format in ("ttml", "txt"):
        assert escape_line("<b> {x} &amp; 42", file_format) == "<b> {x} &amp; 42"
