from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.sheet import Sheet, lines_of
from cp_whisperx.subtitles.timing import Cue

HINDI, ARABIC, ENGLISH = (get_profile(code) for code in ("hi", "ar", "en"))


def test_the_lower_line_of_two_languages_is_set_by_its_own() -> None:
    sheet = Sheet(HINDI, ARABIC)
    upper, lower = lines_of(Cue(0, 1, ("हाँ!", "نعم!")), sheet, "srt")
    assert (upper.text, upper.rtl) == ("हाँ!", False)
    assert (lower.text, lower.rtl) == ("نعم!\u200f", True)
    assert [line.rtl for line in lines_of(Cue(0, 1, ("نعم", "لا")), Sheet(ARABIC), "srt")] == [
        True,
        True,
    ]


def test_a_song_is_italic_line_by_line() -> None:
    song = Cue(0, 1, ("♪ हाँ ♪", "♪ yes ♪"), kind="song")
    lines = lines_of(song, Sheet(HINDI, ENGLISH), "srt")
    assert [line.italic for line in lines] == [False, True]


def test_the_lower_line_is_the_second_speaker_s_only_where_two_speak() -> None:
    shared = Cue(0, 1, ("-a", "-b"), dialogue=True, speaker="A", second_speaker="B")
    alone = Cue(0, 1, ("a", "b"), speaker="A")
    assert [x.speaker for x in lines_of(shared, Sheet(ENGLISH), "ass")] == ["A", "B"]
    assert [x.speaker for x in lines_of(alone, Sheet(ENGLISH), "ass")] == ["A", "A"]


def test_lines_that_nobody_can_see_are_left_out() -> None:
    lines = lines_of(Cue(0, 1, ("\u202e\n", "x")), Sheet(ENGLISH), "srt")
    assert [(line.place, line.text) for line in lines] == [(1, "x")]


def test_formats_with_directions_of_their_own_get_no_marks() -> None:
    cue = Cue(0, 1, ("نعم!",))
    assert [lines_of(cue, Sheet(ARABIC), kind)[0].text for kind in ("ttml", "txt")] == ["نعم!"] * 2
