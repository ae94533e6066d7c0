"""Speakers of segments: by their words, parted where another takes over."""

from cp_whisperx.diarization.assignment import with_speakers
from cp_whisperx.diarization.turns import RawTurn, named_turns
from shared.artifacts import RemovedSegment, Segment, SpeakerTurns, Transcript, Word


def said(text: str, start: float, number: int = 0, pace: float = 0.5) -> Segment:
    words = tuple(
        Word(text=word, start=start + pace * index, end=start + pace * (index + 0.9))
        for index, word in enumerate(text.split())
    )
    return Segment(id=number, start=start, end=words[-1].end, text=text, words=words)


def transcript(*segments: Segment, removed: tuple[RemovedSegment, ...] = ()) -> Transcript:
    return Transcript(
        language="hi", duration=60.0, engine="test", segments=segments, removed=removed
    )


def turns(*spans: tuple[float, float, str], reason: str = "") -> SpeakerTurns:
    named = named_turns(RawTurn(*span) for span in spans)
    return SpeakerTurns(engine="test", duration=60.0, turns=named, reason=reason)


def test_a_segment_is_parted_where_the_speaker_changes() -> None:
    whole = said("तुम कहाँ थे? मैं घर पर था।", 1.0)
    found = with_speakers(transcript(whole), turns((1.0, 2.45, "a"), (2.45, 9.0, "b")))
    first, second = found.segments
    assert (first.text, first.speaker) == ("तुम कहाँ थे?", "SPEAKER_00")
    assert (second.text, second.speaker) == ("मैं घर पर था।", "SPEAKER_01")
    assert first.words + second.words == whole.words
    assert (first.start, second.end) == (whole.start, whole.end)
    assert first.end <= second.start


def test_ids_stay_and_new_ones_are_new() -> None:
    removed = RemovedSegment(segment=said("gone", 30.0, number=9), reasons=("test",))
    both = transcript(said("a b c d", 1.0, 3), said("e f", 10.0, 4), removed=(removed,))
    spans = turns((1.0, 1.98, "x"), (1.98, 5.0, "y"), (10.0, 12.0, "x"))
    found = with_speakers(both, spans)
    assert [segment.id for segment in found.segments] == [3, 10, 4]
    assert with_speakers(both, spans) == found


def test_one_word_is_no_evidence_of_a_change() -> None:
    spans = turns((1.0, 2.45, "a"), (2.45, 2.95, "b"), (2.95, 6.0, "a"))
    found = with_speakers(transcript(said("one two three four five six", 1.0)), spans)
    assert [(s.text, s.speaker) for s in found.segments] == [
        ("one two three four five six", "SPEAKER_00")
    ]


def test_one_word_with_a_turn_to_itself_is_a_change() -> None:
    spans = turns((1.0, 2.4, "a"), (2.5, 2.9, "b"), (3.05, 6.0, "a"))
    found = with_speakers(transcript(said("one two three yes five six", 1.0)), spans)
    assert [(s.text, s.speaker) for s in found.segments] == [
        ("one two three", "SPEAKER_00"), ("yes", "SPEAKER_01"), ("five six", "SPEAKER_00")
    ]  # fmt: skip


def test_one_word_that_a_comma_joins_to_the_next_is_no_change() -> None:
    spans = turns((1.0, 1.46, "b"), (1.46, 6.0, "a"))
    parted = with_speakers(transcript(said("नमस्ते आप कैसे हैं?", 1.0)), spans)
    assert len(parted.segments) == 2
    whole = with_speakers(transcript(said("नमस्ते, आप कैसे हैं?", 1.0)), spans)
    assert [segment.text for segment in whole.segments] == ["नमस्ते, आप कैसे हैं?"]


def test_one_word_that_is_talked_over_is_no_change() -> None:
    spans = turns((1.0, 6.0, "a"), (2.5, 2.9, "b"))
    found = with_speakers(transcript(said("one two three yes five six", 1.0)), spans)
    assert [s.speaker for s in found.segments] == ["SPEAKER_00"]


def test_words_nobody_is_heard_over_go_with_their_neighbours() -> None:
    spans = turns((2.0, 3.0, "a"), (3.0, 6.0, "b"))
    found = with_speakers(transcript(said("one two three four five six", 1.0)), spans)
    assert [s.text for s in found.segments] == ["one two three four", "five six"]


def test_a_text_that_is_not_its_words_stays_whole() -> None:
    odd = said("one two three four", 1.0).model_copy(update={"text": "1 2 3 4"})
    found = with_speakers(transcript(odd), turns((1.0, 2.0, "a"), (2.0, 2.95, "b")))
    assert [s.speaker for s in found.segments] == ["SPEAKER_00"]


def test_without_words_or_turns_near() -> None:
    bare = Segment(id=0, start=1.0, end=2.0, text="one two")
    assert with_speakers(transcript(bare), turns((0.0, 5.0, "a"))).segments[0].speaker
    assert with_speakers(transcript(bare), turns((9.0, 10.0, "a"))).segments[0].speaker is None


def test_speakers_that_nobody_heard_are_given_to_nobody() -> None:
    heard = transcript(said("one two", 1.0))
    assert with_speakers(heard, None) == heard
    assert with_speakers(heard, turns((0.0, 5.0, "a"), reason="no engine")) == heard
