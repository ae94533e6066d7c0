import html
import re
import subprocess
from pathlib import Path

import pysubs2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycaption import DFXPReader, SRTReader, WebVTTReader

from cp_whisperx.subtitles.cues import build_drafts
from cp_whisperx.subtitles.markup import WORD_JOINER, plain_line
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.scheduling import schedule
from cp_whisperx.subtitles.sheet import Sheet
from cp_whisperx.subtitles.text import clean_text
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.writer import render
from shared.artifacts import SubtitleFormat as Format
from tests.support.media import ffmpeg
from tests.support.subtitles import say

HOSTILE = [
    r"{\p1}m 0 0 l 100 100{\p0}",
    r"one\Ntwo\nthree\hfour",
    "00:00:01,000 --> 00:00:02,000",
    "०१:०२:०३,००० --> ०१:०२:०४,०००",
    "7\n\n8\n00:00:09,000 --> 00:00:10,000\nmore",
    "<font color=red>red</font> <b>x</b> <script>y</script>",
    "WEBVTT\n\nNOTE nothing",
    "fish &amp; chips &lt; &nbsp;",
    "a\x00b\x1bc\u202ed\u2066e",
    "\n\n\nblank\r\n\r\nlines\x0b\x0c\u2028\u2029",
    "{Y:i}micro{c:$0000ff}dvd | {comment}",
    "42",
    "He said\n42",
]


def _shown(text: str, file_format: Format) -> str:
    """What a reader sees of a cue's text in a file."""
    text = text.replace("\\N", "\n").replace(WORD_JOINER, "")
    if file_format == "vtt":
        return html.unescape(text)
    return text.replace("｛", "{").replace("｝", "}")


@pytest.mark.parametrize("file_format", ["srt", "vtt"])
def test_hostile_texts_come_back_literally_and_no_cue_is_added(file_format: Format) -> None:
    profile = get_profile("en")
    cues = []
    for index, text in enumerate(HOSTILE):
        drafts = build_drafts([say(text, 10.0 * index, 10.0 * index + 5)], profile)
        cues += schedule(drafts, profile, 24.0)
    read = pysubs2.SSAFile.from_string(render(cues, Sheet(profile), file_format), file_format)
    assert len(read) == len(cues)
    for cue, event in zip(cues, read, strict=True):
        assert _shown(event.text, file_format) == "\n".join(cue.lines)
        assert event.start == round(cue.start * 1000)
        assert event.end == round(cue.end * 1000)
    everything = " ".join(line for cue in cues for line in cue.lines)
    assert everything == " ".join(clean_text(text, profile) for text in HOSTILE)


@pytest.mark.parametrize("file_format", ["srt", "vtt"])
def test_each_hostile_text_alone_makes_a_file_with_that_text_only(file_format: Format) -> None:
    for text in HOSTILE:
        lines = (clean_text(text, get_profile("en")),)
        rendered = render([Cue(1, 3, lines)], Sheet(get_profile("en")), file_format)
        read = pysubs2.SSAFile.from_string(rendered, file_format)
        assert [_shown(event.text, file_format) for event in read] == list(lines)
        assert len(re.findall(r"^.*-->.*$", rendered, re.MULTILINE)) == 1


# Everything, and most often what means something in one of the formats.
LINE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "{}\\<>&;-:,.|!*#/=0123456789abNnhprix\n\r\t \u2028\u202e\u2066\u200f\ufeff"
        ),
    ),
    max_size=30,
)
TEXTS = st.lists(st.lists(LINE, min_size=1, max_size=3), min_size=1, max_size=8)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _cues(texts: list[list[str]]) -> list[Cue]:
    return [Cue(3.0 * n + 1, 3.0 * n + 3, tuple(lines)) for n, lines in enumerate(texts)]


def _expected(texts: list[list[str]]) -> list[str]:
    """What a reader is to see: each cue's lines, without those that nobody can see."""
    shown = (filter(None, map(plain_line, lines)) for lines in texts)
    return [text for lines in shown if (text := "\n".join(lines))]


def _loosely(text: str) -> str:
    """Readers trim lines and read other spaces as spaces; braces are full-width where they hide."""
    text = text.replace(WORD_JOINER, "").replace("｛", "{").replace("｝", "}")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("file_format", "reader"), [("srt", SRTReader), ("vtt", WebVTTReader), ("ttml", DFXPReader)]
)
@given(texts=TEXTS)
@FEW
def test_any_text_is_read_by_another_library_as_it_is(
    file_format: Format, reader: type, texts: list[list[str]]
) -> None:
    # Keeps the reader from taking letters with accents for damaged ones, and files from emptiness.
    texts = [*texts, ["ॐ"]]
    expected = _expected(texts)
    rendered = render(_cues(texts), Sheet(get_profile("en")), file_format)
    found = reader().read(rendered)
    captions = found.get_captions(found.get_languages()[0])
    assert [_loosely(c.get_text()) for c in captions] == [_loosely(text) for text in expected]


@given(texts=TEXTS)
@FEW
def test_any_text_is_a_line_for_each_cue_in_plain_text(texts: list[list[str]]) -> None:
    rendered = render(_cues(texts), Sheet(get_profile("en")), "txt")
    expected = [text.replace("\n", " ") for text in _expected(texts)]
    assert rendered == "".join(f"{text}\n" for text in expected)


@given(texts=TEXTS)
@settings(FEW, max_examples=12)
def test_any_text_in_ass_is_decoded_by_ffmpeg_as_it_is(texts: list[list[str]]) -> None:
    rendered = render(_cues(texts), Sheet(get_profile("en")), "ass")
    command = [ffmpeg(), "-v", "error", "-f", "ass", "-i", "-", "-c:s", "text", "-f", "srt", "-"]
    done = subprocess.run(command, input=rendered.encode(), check=True, capture_output=True)
    read = SRTReader().read(done.stdout.decode()) if _expected(texts) else None
    shown = [_loosely(c.get_text()) for c in read.get_captions("en-US")] if read else []
    assert shown == [_loosely(text) for text in _expected(texts)]


@pytest.mark.parametrize("file_format", ["srt", "vtt", "ass"])
def test_ffmpeg_finds_as_many_cues_as_were_written(tmp_path: Path, file_format: Format) -> None:
    profile = get_profile("en")
    said = [say(text, 10.0 * index, 10.0 * index + 5) for index, text in enumerate(HOSTILE)]
    cues = schedule(build_drafts(said, profile), profile, 24.0)
    (tmp_path / f"s.{file_format}").write_text(render(cues, Sheet(profile), file_format), "utf-8")
    command = [ffmpeg(), "-v", "error", "-i", f"s.{file_format}", "-f",
               "ass", "-"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    shown = [line for line in done.stdout.splitlines() if line.startswith("Dialogue:")]
    assert len(shown) == len(cues)
    assert not done.stderr


def test_srt_is_what_players_expect() -> None:
    cues = [Cue(0, 1.5, ("Hello,", "you.")), Cue(3661.25, 3663, ("Bye…",))]
    assert render(cues, Sheet(get_profile("en")), "srt") == (
        "1\n00:00:00,000 --> 00:00:01,500\nHello,\nyou.\n\n"
        "2\n01:01:01,250 --> 01:01:03,000\nBye…\n\n"
    )
    assert render(cues, Sheet(get_profile("en")), "vtt").startswith(
        "WEBVTT\n\n1\n00:00:00.000 --> "
    )


@pytest.mark.parametrize(("language", "italic"), [("en", True), ("ru", True), ("hi", False),
                                                  ("ar", False), ("zh", False)])  # fmt: skip
def test_songs_are_italic_only_where_the_script_has_italics(language: str, italic: bool) -> None:
    song = Cue(0, 2, ("♪ la ♪",), kind="song")
    assert ("<i>♪ la ♪</i>" in render([song], Sheet(get_profile(language)), "srt")) is italic


def test_arabic_lines_are_directed_one_by_one() -> None:
    rendered = render([Cue(0, 2, ("مرحبا!", "قال John"))], Sheet(get_profile("ar")), "srt")
    assert "مرحبا!\u200f\n\u202bقال John\u202c\n" in rendered


def _ink(png: Path) -> tuple[int, int]:
    """Returns the counts of bright pixels in the upper and the lower half of a picture."""
    from PIL import Image

    picture = Image.open(png).convert("L")
    width, height = picture.size
    halves = (0, 0, width, height // 2), (0, height // 2, width, height)
    upper, lower = (sum(picture.crop(half).histogram()[200:]) for half in halves)
    return upper, lower


@pytest.mark.parametrize("file_format", ["srt", "vtt", "ass"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", r"Draw {\p1}m 0 0 l 900 0 900 900{\p0} {\an8}here"),
        ("hi", "मैंने तुमसे कहा था।"),
        ("gu", "મેં તને કહ્યું હતું."),
        ("ta", "நான் சொன்னேன்."),
        ("es", "¿Por qué no viniste?"),
        ("ru", "Почему ты не пришёл?"),
        ("zh", "我告诉过你了。"),
        ("ar", "لماذا لم تأتِ؟"),
    ],
)
def test_a_player_draws_the_text_at_the_bottom(
    tmp_path: Path, language: str, text: str, file_format: Format
) -> None:
    profile = get_profile(language)
    cues = schedule(build_drafts([say(text, 0, 3)], profile), profile, 24.0)
    (tmp_path / f"s.{file_format}").write_text(render(cues, Sheet(profile), file_format), "utf-8")
    command = [
        ffmpeg(), "-v", "error", "-f", "lavfi",
        "-i", "color=c=black:s=640x360:d=2:r=5", "-vf", f"subtitles=s.{file_format}",
        "-ss", "1", "-frames:v", "1", "frame.png",
    ]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True)
    upper, lower = _ink(tmp_path / "frame.png")
    assert upper == 0
    assert lower > 50
