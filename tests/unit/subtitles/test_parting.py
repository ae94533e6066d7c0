"""Where a passage is parted: at sentences and pauses, within every limit, with nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.subtitles.parting import LONGEST_INNER_SILENCE, Parting, Passage, margin_of
from cp_whisperx.subtitles.profiles import get_profile, visible_length
from cp_whisperx.subtitles.tokens import Token, tokenise
from cp_whisperx.subtitles.utterances import Draft, Utterance
from shared.artifacts import SegmentKind
from tests.support.subtitles import say

ENGLISH = get_profile("en")


def spoken(text: str, start: float = 0.0, rate: float = 15.0) -> list[Token]:
    """An utterance's tokens, said at `rate` characters a second without a pause."""
    tokens, clock = [], start
    for number, token in enumerate(tokenise(text, ENGLISH, ENGLISH.line_length)):
        end = clock + (token.length + 1) / rate
        tokens.append(Token(token.text, token.glue, token.length, clock, end, number == 0))
        clock = end
    return tokens


def part(
    tokens: list[Token],
    *,
    speaker: str | None = "A",
    kind: SegmentKind = "speech",
    following: float | None = None,
) -> list[Draft]:
    return Parting(Passage(tokens, speaker, kind), ENGLISH, following).drafts()


def texts(drafts: list[Draft]) -> list[str]:
    return [" ".join(draft.lines) for draft in drafts]


FIRST = "We were all waiting at the station for the last train."
SECOND = "Nobody had told us that it would not come until Monday."


def test_sentences_get_cues_of_their_own() -> None:
    drafts = part(spoken(f"{FIRST} {SECOND}"))
    assert texts(drafts) == [FIRST, SECOND]


def test_a_cue_lasts_from_its_first_word_to_its_last() -> None:
    tokens = spoken(f"{FIRST} {SECOND}", start=7.0)
    first, second = part(tokens)
    assert first.start == 7.0
    assert first.end == second.start
    assert second.end == tokens[-1].end
    assert (first.speaker, first.kind) == ("A", "speech")


def test_one_word_is_one_cue() -> None:
    (only,) = part(spoken("No."))
    assert only.lines == ("No.",)


def test_a_pause_parts_what_would_fit_one_cue() -> None:
    halves = "I do not know", "where she has gone"
    first = spoken(halves[0])
    flowing = first + spoken(halves[1], first[-1].end)
    paused = first + spoken(halves[1], first[-1].end + 0.9)
    assert texts(part(flowing)) == [" ".join(halves)]
    assert texts(part(paused)) == list(halves)


def test_what_nobody_is_known_to_have_said_is_not_run_together() -> None:
    first = spoken("Did you call?", rate=13.0)
    tokens = first + spoken("I never did.", first[-1].end + 0.05, rate=13.0)
    assert len(part(tokens, speaker="A")) == 1
    assert len(part(tokens, speaker=None)) == 2


def test_room_after_the_passage_saves_a_short_last_cue() -> None:
    tokens = spoken(f"{FIRST} Never.")
    assert texts(part(tokens, following=None)) == [FIRST, "Never."]
    assert texts(part(tokens, following=tokens[-1].end)) == [f"{FIRST} Never."]


def test_slow_speech_is_parted_before_a_cue_lasts_too_long() -> None:
    drafts = part(spoken("Slowly and surely and slowly and surely we went on", rate=4.0))
    assert len(drafts) > 1
    assert all(draft.end - draft.start <= ENGLISH.max_duration for draft in drafts)


def test_a_song_has_its_signs_round_each_cue_within_the_line() -> None:
    drafts = part(spoken(f"{FIRST} {SECOND}"), kind="song")
    assert all(draft.song for draft in drafts)
    for draft in drafts:
        assert draft.lines[0].startswith("♪ ")
        assert draft.lines[-1].endswith(" ♪")
        assert all(visible_length(line, "en") <= ENGLISH.line_length for line in draft.lines)


def test_only_songs_give_up_room_to_a_sign() -> None:
    assert margin_of("song", ENGLISH) == 2.0
    assert margin_of("song", get_profile("zh")) == visible_length("♪ ", "zh") > 0
    assert margin_of("speech", ENGLISH) == margin_of("mixed", ENGLISH) == 0.0


@pytest.mark.parametrize(
    ("utterance", "wanted"),
    [
        (say("Go on.", 1.0, 2.0, "A"), True),
        (say("Go on.", 1.0, 2.0, "B"), False),
        (say("Go on.", 1.0, 2.0), False),
        (say("Go on.", 1.0, 2.0, "A", "song"), False),
    ],
)
def test_a_passage_is_of_one_speaker_and_kind(utterance: Utterance, wanted: bool) -> None:
    passage = Passage([Token("So", " ", 2, 0.0, 1.0)], "A", "speech")
    assert passage.takes(utterance, [Token("Go", " ", 2, 1.0, 1.5)]) is wanted


@pytest.mark.parametrize(
    ("silence", "wanted"),
    [
        (0.0, True),
        (LONGEST_INNER_SILENCE, True),
        (LONGEST_INNER_SILENCE + 0.125, False),
        (-0.125, True),
        (-0.5, False),
    ],
)
def test_a_passage_ends_at_a_long_silence_or_an_overlap(silence: float, wanted: bool) -> None:
    passage = Passage([Token("So", " ", 2, 0.0, 1.0)], "A", "speech")
    tokens = [Token("Go", " ", 2, 1.0 + silence, 2.0 + silence)]
    assert passage.takes(say("Go", 0.0, 2.0, "A"), tokens) is wanted


@given(
    words=st.lists(st.sampled_from(["a", "the", "so,", "went", "home.", "x" * 42]), min_size=1),
    rate=st.floats(2.0, 60.0),
)
def test_nothing_is_lost_and_every_cue_fits(words: list[str], rate: float) -> None:
    drafts = part(spoken(" ".join(words), rate=rate))
    assert " ".join(texts(drafts)) == " ".join(words)
    assert all(len(draft.lines) <= ENGLISH.max_lines for draft in drafts)
    lines = [line for draft in drafts for line in draft.lines]
    assert all(visible_length(line, "en") <= ENGLISH.line_length for line in lines)
