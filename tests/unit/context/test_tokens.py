from cp_whisperx.context.tokens import parted, tokens_of
from shared.artifacts import Segment, Word


def test_signs_are_parted_and_vowel_signs_are_not() -> None:
    assert parted("“Aditi’s,") == ("“", "Aditi", "’s,")
    assert parted("हूँ।") == ("", "हूँ", "।")
    assert parted("राज़!") == ("", "राज़", "!")
    assert parted("...") == ("...", "", "")


def test_what_begins_a_sentence() -> None:
    segment = Segment(id=3, start=0, end=2, text="Ask Jai. Then Aditi left")
    line = next(tokens_of([segment]))
    assert [token.core for token in line if token.begins] == ["Ask", "Then"]
    assert [token.core for token in line if token.is_capital] == ["Ask", "Jai", "Then", "Aditi"]


def test_a_word_has_its_own_confidence() -> None:
    words = (Word(text="Hi", start=0, end=1, confidence=0.9), Word(text="Jai", start=1, end=2))
    line = next(tokens_of([Segment(id=0, start=0, end=2, text="Hi Jai", words=words)]))
    assert [token.confidence for token in line] == [0.9, None]


def test_plain_words() -> None:
    segment = Segment(id=0, start=0, end=1, text="don't बार-बार Jai2 राज")
    assert [token.is_plain for token in next(tokens_of([segment]))] == [False, False, False, True]
