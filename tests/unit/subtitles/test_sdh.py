import pytest

from cp_whisperx.subtitles.cues import build_drafts
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.sdh import _WORDS, name_speakers, speaker_label, tell_of_music
from cp_whisperx.subtitles.style import check_track
from cp_whisperx.subtitles.timing import Cue
from shared.artifacts import TimeSpan, Word
from shared.languages import LANGUAGES
from tests.support.subtitles import say

ENGLISH = get_profile("en")


def said_by(*speakers: str | None, pause: float = 0.5) -> list[str]:
    said = [
        say("Yes.", n * (1 + pause), n * (1 + pause) + 1, who) for n, who in enumerate(speakers)
    ]
    return [u.text.removesuffix("Yes.").strip() for u in name_speakers(said, "en")]


def test_a_turn_between_two_who_are_named_needs_no_label() -> None:
    assert said_by("A", "A", "B", "A", "B") == ["[A]", "", "[B]", "", ""]


def test_a_third_voice_and_who_comes_back_after_it_are_named() -> None:
    assert said_by("A", "B", "C", "A", "C") == ["[A]", "[B]", "[C]", "[A]", ""]
    assert said_by("A", "B", "A", "C", "B") == ["[A]", "[B]", "", "[C]", "[B]"]


def test_after_a_long_silence_speakers_are_named_again() -> None:
    assert said_by("A", "B", "A", pause=9.0) == ["[A]", "[B]", "[A]"]


def test_nobody_is_named_where_one_speaker_is_all_there_is() -> None:
    assert said_by("A", None, "A") == ["", "", ""]
    assert said_by("A", None, "B") == ["[A]", "", "[B]"]


def test_labels_are_in_the_track_s_language_and_names_stay() -> None:
    assert speaker_label("SPEAKER_00", "en") == "[Speaker 1]"
    assert speaker_label("SPEAKER_11", "hi") == "[वक्ता 12]"
    assert speaker_label("Aditi Mahant", "hi") == "[Aditi Mahant]"
    assert set(_WORDS) == set(LANGUAGES)


@pytest.mark.parametrize("with_words", [True, False])
def test_a_label_takes_none_of_the_time_of_the_words(with_words: bool) -> None:
    words = (Word(text="Come", start=2.0, end=2.4), Word(text="here.", start=5.0, end=5.5))
    one = say("Come here.", 2.0, 5.5, "Aditi Mahant", words=words if with_words else ())
    other = say("No.", 7.0, 8.0, "Jai")
    labelled = build_drafts(name_speakers([one, other], "en"), ENGLISH)
    plain = build_drafts([one, other], ENGLISH)
    assert labelled[0].lines[0].startswith("[Aditi Mahant] Come")
    assert [(d.start, d.end) for d in labelled] == [(d.start, d.end) for d in plain]


def test_music_is_told_of_where_no_words_are_shown() -> None:
    cues = [Cue(10, 12, ("♪ la ♪",), kind="song"), Cue(30, 32, ("Hello.",))]
    song = TimeSpan(start=2.0, end=31.0)
    told = tell_of_music(cues, [song], ENGLISH, 24.0)
    assert [(c.start, c.end, c.lines[0]) for c in told] == [
        (2.0, 5.0, "[music]"), (10, 12, "♪ la ♪"), (12.5, 15.5, "[music]"), (30, 32, "Hello."),
    ]  # fmt: skip
    broken = {v.rule for v in check_track(told, ENGLISH, 24.0).violations}
    assert not broken & {"overlap", "min_gap", "open_gap", "min_duration"}


def test_what_is_told_of_music_begins_and_ends_with_shots() -> None:
    shots = (2.25, 5.0)
    (told,) = tell_of_music([], [TimeSpan(start=2.0, end=31.0)], ENGLISH, 24.0, shots)
    assert told.start == 2.25
    assert told.end == pytest.approx(5.0 - 2 / 24)
    assert not check_track([told], ENGLISH, 24.0, shots).violations


def test_short_breaks_in_a_song_are_not_told_of() -> None:
    cues = [Cue(1, 4, ("♪ a ♪",), kind="song"), Cue(8, 10, ("♪ b ♪",), kind="song")]
    assert tell_of_music(cues, [TimeSpan(start=0.5, end=11)], ENGLISH, 24.0) == cues
    assert tell_of_music([], [], ENGLISH, 24.0) == []
