"""A made-up sentence leaves its segment; what was said around it stays."""

from cp_whisperx.hallucination.parts import without_made_up_sentences
from shared.artifacts import Segment, Word

TEXT = "मैं जा रहा हूँ। Thank you. चलो।"


def segment(text: str = TEXT, words: bool = True) -> Segment:
    timed = tuple(
        Word(text=one, start=2.0 * at, end=2.0 * at + 1, confidence=0.1 * at)
        for at, one in enumerate(text.split())
    )
    end = 2.0 * len(timed) + 5
    return Segment(id=3, start=0, end=end, text=text, words=timed if words else (), confidence=0.9)


def test_the_sentence_goes_with_its_words() -> None:
    found = without_made_up_sentences(segment(), lambda part: part.text == "Thank you.")
    assert found is not None
    assert found.text == "मैं जा रहा हूँ। चलो।"
    assert [word.text for word in found.words] == ["मैं", "जा", "रहा", "हूँ।", "चलो।"]
    assert (found.start, found.end) == (0, segment().end)


def test_ends_follow_what_is_left() -> None:
    first = without_made_up_sentences(segment(), lambda part: part.text.startswith("मैं"))
    last = without_made_up_sentences(segment(), lambda part: part.text == "चलो।")
    assert first is not None
    assert last is not None
    assert (first.start, last.end) == (8.0, 11.0)


def test_each_sentence_is_judged_by_its_own_words() -> None:
    seen: list[Segment] = []

    def look(part: Segment) -> bool:
        seen.append(part)
        return False

    without_made_up_sentences(segment(), look)
    assert [(part.text, part.start, part.end) for part in seen] == [
        ("मैं जा रहा हूँ।", 0.0, 7.0),
        ("Thank you.", 8.0, 11.0),
        ("चलो।", 12.0, 13.0),
    ]
    assert [round(part.confidence or 0, 2) for part in seen] == [0.15, 0.45, 0.6]


def test_without_words_or_with_one_sentence_nothing_is_taken_out() -> None:
    assert without_made_up_sentences(segment(words=False), lambda _: True) is None
    assert without_made_up_sentences(segment("Thank you."), lambda _: True) is None
    odd = segment().model_copy(update={"words": segment("कुछ और ही").words})
    assert without_made_up_sentences(odd, lambda _: True) is None


def test_a_segment_that_is_all_made_up_is_left_to_the_judge_of_segments() -> None:
    assert without_made_up_sentences(segment(), lambda _: True) is None
    assert without_made_up_sentences(segment(), lambda _: False) is None
