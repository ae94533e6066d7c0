from functools import cache

import pytest

from cp_whisperx.context.mending import mend_names
from cp_whisperx.context.name_book import NameBook, name_book
from shared.artifacts import GlossarySnapshot, GlossaryTerm, Segment, Transcript, Word


def term(name: str, *aliases: str) -> GlossaryTerm:
    return GlossaryTerm(term=name, kind="name", aliases=aliases, source="tmdb")


GLOSSARY = GlossarySnapshot(
    terms=(
        term("Aditi Mahant", "अदिती महंत"), term("Aditi", "अदिती", "अदिति"), term("Jai", "जय"),
        term("Rotlu", "रोतलू"), term("Ranjor", "रंजोर"), term("Rahul Sharma", "राहुल शर्मा"),
    )
)  # fmt: skip


@cache
def books(script: str) -> NameBook:
    return name_book(GLOSSARY, None, script)


def mended(language: str, *lines: str, confidence: float | None = None) -> Transcript:
    segments = tuple(
        Segment(id=10 + n, start=2.0 * n, end=2.0 * n + 1, text=line, words=tuple(
            Word(text=word, start=2.0 * n + i / 20, end=2.0 * n + (i + 1) / 20,
                 confidence=confidence)
            for i, word in enumerate(line.split())
        ))
        for n, line in enumerate(lines)
    )  # fmt: skip
    transcript = Transcript(language=language, duration=99, engine="test", segments=segments)
    return mend_names(transcript, books)


def texts(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments]


def test_a_whole_name_of_which_one_word_is_right() -> None:
    result = mended("en", "This is Edit Mahant.", "Please edit the text.")
    assert texts(result) == ["This is Aditi Mahant.", "Please edit the text."]
    repair = result.repairs[0]
    assert (repair.segment, repair.kind, repair.method) == (10, "name", "whole_name")
    assert (repair.before, repair.after) == ("Edit Mahant", "Aditi Mahant")


def test_words_keep_their_times() -> None:
    segment = mended("en", "This is Edit Mahant.").segments[0]
    assert [word.text for word in segment.words] == ["This", "is", "Aditi", "Mahant."]
    assert segment.words[2].start == pytest.approx(0.1)
    assert segment.words[2].end == pytest.approx(0.15)


def test_another_spelling_where_the_film_has_the_right_one() -> None:
    assert texts(mended("en", "I told Jay so.", "Where is Jai?"))[0] == "I told Jai so."
    assert not mended("en", "I told Jay so.", "And then Jay left.").repairs


def test_an_unknown_word_that_comes_again_or_is_unsure_or_titled() -> None:
    assert texts(mended("en", "Here is Rotloo.", "Come, Rotloo!")) == [
        "Here is Rotlu.", "Come, Rotlu!",
    ]  # fmt: skip
    assert not mended("en", "Here is Rotloo.").repairs
    assert mended("en", "Here is Rotloo.", confidence=0.3).repairs[0].method == "unsure"
    assert mended("en", "Ask Mr. Ranjore.").repairs[0].method == "titled"


def test_devanagari() -> None:
    result = mended("hi", "रोत्लू यहाँ है", "रोतलू कहाँ है", "मेरी आदत मत बदलो")
    assert texts(result) == ["रोतलू यहाँ है", "रोतलू कहाँ है", "मेरी आदत मत बदलो"]


def test_a_guessed_spelling_replaces_nothing() -> None:
    assert not mended("hi", "रंजौड़ आया", "रंजौड़ गया").repairs


@pytest.mark.parametrize(
    "line",
    ["Aditya Mahant is here.", "Rohit Sharma is here.", "jay walking and rotloo", "In July we go."],
)
def test_other_people_and_ordinary_words_stay(line: str) -> None:
    assert not mended("en", line, "Jai and Aditi and Rotlu.").repairs


def test_a_language_whose_words_are_not_known_is_left_alone() -> None:
    assert not mended("fr", "Edit Mahant est là.").repairs
