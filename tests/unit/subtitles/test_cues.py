import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cp_whisperx.subtitles.cues import build_drafts
from cp_whisperx.subtitles.profiles import get_profile, visible_length
from cp_whisperx.subtitles.text import clean_text
from cp_whisperx.subtitles.utterances import Draft, Utterance, translated_utterances, utterances_of
from shared.artifacts import (
    Segment,
    SegmentKind,
    Transcript,
    TranslatedSegment,
    TranslatedTranscript,
    Word,
)
from tests.support.subtitles import say

LONG = (
    "When I came back from Delhi that night, nobody was at home, and the door stood wide open. "
    "I called your name again and again, but there was no answer, so I went to the police "
    "because I did not know what else I could do."
)
ALPHABETS = {
    "en": "abc DE,.!?'-{}\\<>&1 ",
    "hi": "कखिीु्ंमें।, रहा है ",
    "zh": "你好的，。！“”A1 在",
    "ar": "ابتة،؟. وقال A",
    "ta": "அகிீ்னொ, .",
}


def _texts(utterances: list[Utterance], language: str = "en") -> list[tuple[str, ...]]:
    return [draft.lines for draft in build_drafts(utterances, get_profile(language))]


def test_a_long_segment_is_parted_at_sentences_and_clauses() -> None:
    drafts = build_drafts([say(LONG, 0, 15)], get_profile("en"))
    assert len(drafts) >= 3
    for draft, following in pairwise(drafts):
        first_word = following.lines[0].split()[0]
        assert draft.lines[-1][-1] in ".," or first_word in {"because", "so", "and", "to"}
    assert " ".join(" ".join(draft.lines) for draft in drafts) == LONG


def test_short_neighbours_of_one_speaker_share_a_cue() -> None:
    said = [say("No.", 0, 0.4, "A"), say("Not today.", 0.6, 1.2, "A")]
    assert _texts(said) == [("No. Not today.",)]


def test_a_long_silence_parts_cues() -> None:
    said = [say("No.", 0, 0.4, "A"), say("Not today.", 3.0, 3.6, "A")]
    assert len(_texts(said)) == 2


def test_a_pause_within_a_segment_parts_it() -> None:
    words = tuple(
        Word(text=text, start=start, end=start + 0.4)
        for text, start in [("I", 0), ("came", 0.5), ("back", 1.0), ("for", 4.5), ("you", 5.0)]
    )
    assert _texts([say("I came back for you", 0, 5.4, words=words)]) == [
        ("I came back",),
        ("for you",),
    ]


def test_two_speakers_share_a_cue_only_when_hurried() -> None:
    hurried = [say("Are you coming?", 0, 0.6, "A"), say("In a minute.", 0.6, 1.2, "B")]
    assert _texts(hurried) == [("-Are you coming?", "-In a minute.")]
    calm = [say("Are you coming?", 0, 1.6, "A"), say("In a minute.", 2.5, 3.6, "B")]
    assert _texts(calm) == [("Are you coming?",), ("In a minute.",)]


def test_songs_get_marks_and_stay_apart_from_speech() -> None:
    said = [say("♪ La la la ♪", 0, 1.5, "A", "song"), say("Stop it.", 1.6, 2.6, "A")]
    assert _texts(said) == [("♪ La la la ♪",), ("Stop it.",)]
    two = _texts([say("Now that you have stolen my heart do not look away", 0, 5, kind="song")])
    assert two[0][0].startswith("♪ ")
    assert two[0][1].endswith(" ♪")


def test_empty_texts_make_no_cue() -> None:
    assert _texts([say(" \u200b\n", 0, 1), say("♪♪", 1, 2, kind="song")]) == []


def test_a_word_longer_than_a_cue_is_kept_whole_over_lines() -> None:
    lines = [line for lines in _texts([say("x" * 200, 0, 9)]) for line in lines]
    assert "".join(lines) == "x" * 200


def test_utterances_take_the_source_s_words_for_times() -> None:
    word = Word(text="हाँ", start=1, end=2)
    source = Transcript(
        language="hi", duration=9, engine="e",
        segments=(Segment(id=7, start=1, end=2, text="हाँ", words=(word,)),),
    )  # fmt: skip
    target = TranslatedTranscript(
        language="en", source_language="hi",
        segments=(
            TranslatedSegment(id=7, start=1, end=2, text="Yes", source_text="हाँ", engine="e"),
        ),
    )  # fmt: skip
    assert utterances_of(source)[0].words == (word,)
    translated = translated_utterances(target, source)[0]
    assert (translated.text, translated.words, translated.words_language) == ("Yes", (word,), "hi")


@st.composite
def _speech(draw: st.DrawFn) -> tuple[str, list[Utterance]]:
    language = draw(st.sampled_from(sorted(ALPHABETS)))
    clock, said = 0.0, []
    for _ in range(draw(st.integers(1, 6))):
        clock += draw(st.floats(-1.0, 3.0))
        length = draw(st.floats(0.0, 20.0))
        text = draw(st.text(alphabet=ALPHABETS[language], max_size=200))
        speaker = draw(st.sampled_from([None, "A", "B"]))
        kind: SegmentKind = draw(st.sampled_from(["speech", "speech", "song", "mixed"]))
        start = max(0.0, clock)
        said.append(say(text, start, start + length, speaker, kind, words_language=language))
        clock = start + length
    return language, said


def _bag(texts: list[str]) -> str:
    """All characters but spaces and the marks of speakers and songs, in a fixed order."""
    joined = unicodedata.normalize("NFC", "".join(texts))
    return "".join(sorted(char for char in joined if not char.isspace() and char not in "-♪"))


@settings(max_examples=150, deadline=None)
@given(_speech())
def test_all_text_arrives_and_every_limit_holds(case: tuple[str, list[Utterance]]) -> None:
    language, said = case
    profile = get_profile(language)
    drafts = build_drafts(said, profile)
    cleaned = [clean_text(utterance.text, profile) for utterance in said]
    assert _bag([line for draft in drafts for line in draft.lines]) == _bag(cleaned)
    for draft in drafts:
        _assert_fits(draft, language)
    assert [d.start for d in drafts] == sorted(d.start for d in drafts)


def _assert_fits(draft: Draft, language: str) -> None:
    assert 1 <= len(draft.lines) <= 2
    limit = get_profile(language).line_length
    assert all(draft.lines)
    assert all(visible_length(line, language) <= limit for line in draft.lines)
    assert draft.end >= draft.start >= 0
