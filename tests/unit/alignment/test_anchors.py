"""Lines are placed by the words of them that were heard."""

from cp_whisperx.alignment.anchors import place_by_words
from cp_whisperx.alignment.placing import NOT_HEARD, ROUGH
from cp_whisperx.alignment.stretches import Speech
from shared.artifacts import Segment, Transcript, Word


def script(*lines: str) -> Transcript:
    segments = tuple(
        Segment(id=n, start=0.0, end=1.0, text=text, flags=(ROUGH,)) for n, text in enumerate(lines)
    )
    return Transcript(language="en", duration=100.0, engine="script", segments=segments)


def heard(text: str, start: float) -> list[Word]:
    return [
        Word(text=word, start=start + 0.4 * n, end=start + 0.4 * n + 0.3)
        for n, word in enumerate(text.split())
    ]


def test_lines_go_where_their_words_are_heard() -> None:
    words = heard("we leave hat dawn", 10) + heard("i never said that", 60)
    given = script("We leave at dawn.", "I never said that!")
    first, second = place_by_words(given, words, Speech([(9.5, 11.9), (55, 69)])).segments
    # Speech begins and ends a little beyond the words.
    assert (round(first.start, 2), round(first.end, 2)) == (9.5, 11.9)
    assert round(second.start, 2) == 60.0
    assert first.flags == second.flags == ()


def test_words_that_were_not_heard_are_made_room_for() -> None:
    words = heard("never said that", 60)
    (only,) = place_by_words(script("I never said that"), words, Speech([(55, 65)])).segments
    assert 59.5 < only.start < 60


def test_a_line_that_was_not_heard_goes_to_the_speech_between() -> None:
    words = heard("we leave at dawn", 10) + heard("i never said that", 60)
    given = script("We leave at dawn.", "Nobody understands me.", "I never said that!")
    speech = Speech([(9, 11.7), (30, 33), (59, 63)])
    _, middle, _ = place_by_words(given, words, speech).segments
    assert (middle.start, middle.flags) == (30, (ROUGH,))


def test_a_line_with_no_speech_left_for_it_is_set_aside() -> None:
    words = heard("we leave at dawn", 10) + heard("i never said that", 12)
    given = script("We leave at dawn.", "Nobody understands me at all.", "I never said that!")
    found = place_by_words(given, words, Speech([(10, 14)]))
    assert [segment.id for segment in found.segments] == [0, 2]
    assert [(row.segment.id, row.reasons) for row in found.removed] == [(1, (NOT_HEARD,))]


def test_a_last_line_that_was_not_heard_may_lie_anywhere_after() -> None:
    words = heard("we leave at dawn", 10)
    given = script("We leave at dawn.", "Nobody understands me.")
    _, last = place_by_words(given, words, Speech([(10, 11.6), (90, 95)])).segments
    assert last.start == 90


def test_nothing_is_heard() -> None:
    found = place_by_words(script("We leave at dawn."), [], Speech([]))
    assert found.segments == ()
    assert len(found.removed) == 1
