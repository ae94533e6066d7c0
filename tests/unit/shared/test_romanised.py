import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.romanised import grams, odds, reads_as_romanised, tell_words
from tools.quality.hinglish import hinglish_lines


def test_grams_know_the_ends_of_a_word() -> None:
    assert grams("ab") == {"^", "a", "b", "$", "^a", "ab", "b$", "^ab", "ab$", "^ab$", "=ab"}


@pytest.mark.parametrize("word", ["", "25", "।", "राम", "…"])
def test_what_has_no_latin_letters_says_nothing(word: str) -> None:
    assert odds(word) == 0.0


def test_case_signs_and_drawn_out_vowels_do_not_count() -> None:
    assert odds("Nahiiiii!") == odds("nahii")
    assert odds("KYA?") == odds("kya") > 2


def test_neighbours_decide_words_that_both_languages_have() -> None:
    assert tell_words(["main", "ghar", "par", "hoon"]) == [True] * 4
    assert tell_words(["the", "main", "thing", "is", "this"])[1:] == [False] * 4


@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_word_is_judged_and_odds_are_bounded(words: list[str]) -> None:
    assert len(tell_words(words)) == len(words)
    assert all(-4.0 <= odds(word) <= 4.0 for word in words)


def test_lines_of_films() -> None:
    for line in hinglish_lines():
        if line.kind != "mixed":
            assert reads_as_romanised(line.text) == (line.kind == "hi"), line.text


def test_a_name_alone_in_english_is_no_hindi() -> None:
    assert not reads_as_romanised("And Marya Morevna?")
    assert not reads_as_romanised("")
