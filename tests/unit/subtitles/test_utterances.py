"""Transcripts and translations as utterances."""

from cp_whisperx.subtitles.utterances import Draft, translated_utterances, utterances_of
from shared.artifacts import (
    Segment,
    SegmentKind,
    Transcript,
    TranslatedSegment,
    TranslatedTranscript,
    Word,
)

WORDS = (Word(text="सुनो", start=1.0, end=1.4), Word(text="जय", start=1.5, end=1.9))
SOURCE = Transcript(
    language="hi",
    duration=10.0,
    engine="test",
    segments=(
        Segment(id=4, start=1.0, end=2.0, text="सुनो जय", language="hi", speaker="A", words=WORDS),
        Segment(id=9, start=3.0, end=6.0, text="ला ला", language="hi", kind="song"),
    ),
)


def translated(number: int, text: str, kind: SegmentKind = "speech") -> TranslatedSegment:
    return TranslatedSegment(
        id=number, start=1.0, end=2.0, text=text, source_text="-", engine="test", kind=kind
    )


def translation(*segments: TranslatedSegment) -> TranslatedTranscript:
    return TranslatedTranscript(language="en", source_language="hi", segments=segments)


def test_segments_keep_text_time_speaker_kind_and_words() -> None:
    first, second = utterances_of(SOURCE)
    assert (first.start, first.end, first.text, first.speaker) == (1.0, 2.0, "सुनो जय", "A")
    assert (first.kind, first.words, first.words_language) == ("speech", WORDS, "hi")
    assert (second.kind, second.speaker, second.words) == ("song", None, ())


def test_a_translation_has_the_words_of_its_source_segment() -> None:
    said = translated_utterances(
        translation(translated(9, "La la", "song"), translated(4, "Listen, Jai")), SOURCE
    )
    assert [(u.text, u.kind, u.words) for u in said] == [
        ("La la", "song", ()),
        ("Listen, Jai", "speech", WORDS),
    ]
    assert {u.words_language for u in said} == {"hi"}


def test_a_translated_segment_that_the_source_lacks_has_no_words() -> None:
    (only,) = translated_utterances(translation(translated(5, "Listen")), SOURCE)
    assert only.words == ()


def test_nothing_said_is_no_utterance() -> None:
    silent = Transcript(language="hi", duration=10.0, engine="test")
    assert utterances_of(silent) == []
    assert translated_utterances(translation(), silent) == []


def test_a_draft_is_a_song_by_its_kind_alone() -> None:
    assert Draft(("♪ La ♪",), 0.0, 1.0, kind="song").song
    assert not Draft(("♪ La ♪",), 0.0, 1.0).song
