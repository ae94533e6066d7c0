"""Given cues: their times and number stay."""

from itertools import pairwise

import pytest

from cp_whisperx.subtitles.given import given_cues
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.utterances import Utterance
from shared.artifacts import SegmentKind

LONG = "This translation says so much more than the line that it was made of that it will not fit, "


def said(text: str, start: float, end: float, cue: int, kind: SegmentKind = "speech") -> Utterance:
    return Utterance(start, end, text, None, kind, (), "en", cue)


def cues_of(*utterances: Utterance, language: str = "en", offset: float = 0.0) -> list[Cue]:
    return given_cues(utterances, get_profile(language), 24.0, offset)


def test_times_stay_however_short_the_gap() -> None:
    made = cues_of(said("One.", 1.0, 1.3, 0), said("Two.", 1.3, 11.0, 1), said("Sign", 5, 6, 2))
    assert [(cue.start, cue.end) for cue in made] == [(1.0, 1.3), (1.3, 11.0), (5, 6)]


def test_two_speakers_share_their_cue_again() -> None:
    (cue,) = cues_of(said("Who is there?", 2.0, 3.2, 7), said("Nobody.", 3.2, 4.0, 7), offset=1.0)
    assert cue.lines == ("-Who is there?", "-Nobody.")
    assert cue.dialogue
    assert (cue.start, cue.end) == (3.0, 5.0)


def test_a_long_text_is_two_lines_and_a_song_is_marked() -> None:
    (cue,) = cues_of(said("We shall sing this song until the morning comes", 0, 4, 0, "song"))
    assert len(cue.lines) == 2
    assert cue.lines[0].startswith("♪")
    assert cue.lines[1].endswith("♪")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_does_not_fit_takes_more_cues_in_the_same_time(language: str) -> None:
    text = LONG * 2 if language == "en" else "这个翻译比原来的句子长得多，" * 6
    made = cues_of(said(text, 10.0, 14.0, 0), said("Next.", 14.0, 15.0, 1), language=language)
    parts, following = made[:-1], made[-1]
    assert len(parts) > 1
    assert (parts[0].start, parts[-1].end) == (10.0, 14.0)
    assert (following.start, following.end) == (14.0, 15.0)
    assert all(a.end < b.start for a, b in pairwise(parts))
    shown = "".join("".join(line.split()) for cue in parts for line in cue.lines)
    assert shown == "".join(text.split())


def test_nothing_given_is_no_cue() -> None:
    assert cues_of() == []
