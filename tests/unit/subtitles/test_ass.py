import pysubs2
import pytest

from cp_whisperx.subtitles.ass import DEFAULT, SECOND, render_ass, style_names
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.sheet import Sheet
from cp_whisperx.subtitles.timing import Cue

COLOURS = {"Aditi": (255, 236, 64), "Jai": (64, 224, 255)}
PAIR = Cue(1, 3, ("-Who?", "-Me."), dialogue=True, speaker="Aditi", second_speaker="Jai")


def read(cues: list[Cue], sheet: Sheet) -> pysubs2.SSAFile:
    return pysubs2.SSAFile.from_string(render_ass(cues, sheet), "ass")


def test_each_speaker_has_a_style_in_the_speaker_s_colour() -> None:
    cues = [Cue(0, 1, ("a",), speaker="Jai"), Cue(2, 3, ("b",), speaker="x"), Cue(4, 5, ("c",))]
    found = read(cues, Sheet(get_profile("en"), colours=COLOURS))
    assert [event.style for event in found] == ["Jai", DEFAULT, DEFAULT]
    assert found.styles["Jai"].primarycolor == pysubs2.Color(64, 224, 255)
    assert found.styles[DEFAULT].primarycolor == pysubs2.Color(255, 255, 255)
    assert set(found.styles) == {DEFAULT, *COLOURS}


@pytest.mark.parametrize(("language", "upper", "lower"), [("en", 1, 3), ("ar", 3, 1)])
def test_two_speakers_stand_at_the_sides_the_first_one_higher(
    language: str, upper: int, lower: int
) -> None:
    first, second = read([PAIR], Sheet(get_profile(language), colours=COLOURS))
    assert first.text.startswith(f"{{\\an{upper}}}")
    assert second.text.startswith(f"{{\\an{lower}}}")
    assert (first.style, second.style) == ("Aditi", "Jai")
    assert first.marginv > 60
    assert second.marginv == 0
    assert (first.start, first.end) == (second.start, second.end) == (1000, 3000)


def test_a_second_language_has_a_style_of_its_own() -> None:
    sheet = Sheet(get_profile("hi"), get_profile("en"))
    found = read([Cue(0, 1, ("हाँ", "Yes")), Cue(2, 3, ("हाँ",))], sheet)
    assert found[0].text == f"हाँ\\N{{\\r{SECOND}}}Yes"
    assert found[1].text == "हाँ"
    assert SECOND in found.styles


def test_songs_are_italic_where_the_script_is() -> None:
    song = Cue(0, 1, ("♪ la ♪",), kind="song")
    assert read([song], Sheet(get_profile("en")))[0].text == "{\\i1}♪ la ♪{\\i0}"
    assert read([song], Sheet(get_profile("hi")))[0].text == "♪ la ♪"


def test_names_of_styles_part_no_fields_and_differ() -> None:
    names = style_names(["Doe, John", "Doe  John", "*", "Default"])
    assert list(names.values()) == ["Doe John", "Doe John 2", "Speaker", "Default 2"]


def test_the_script_s_language_is_told_to_the_player() -> None:
    assert read([PAIR], Sheet(get_profile("zh"))).info["Language"] == "zh"


def test_indian_scripts_name_a_font_that_has_the_whole_line() -> None:
    both = Sheet(get_profile("ta"), second=get_profile("en"))
    styles = read([Cue(0, 1, ("வா என்னுடன்", "Come with me"))], both).styles
    assert styles[DEFAULT].fontname == "Noto Sans Tamil"
    assert styles[SECOND].fontname == "sans-serif"
