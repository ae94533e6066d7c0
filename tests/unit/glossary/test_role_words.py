"""The word lists are in the form in which names are compared with them."""

import pytest

from cp_whisperx.glossary.role_words import LINKS, ORDINARY, ORDINARY_HINDI, ROLES, TITLES
from shared.unicode_scripts import share_in_script

LATIN = {"titles": TITLES, "roles": ROLES, "links": LINKS, "ordinary": ORDINARY}


@pytest.mark.parametrize("words", LATIN.values(), ids=LATIN.keys())
def test_words_are_as_names_are_compared(words: frozenset[str]) -> None:
    # A word with a capital or a full stop at its end would never be found.
    assert {word for word in words if word != word.casefold().strip(".")} == set()
    assert {word for word in words if share_in_script(word, "Latn") < 1} == set()


def test_hindi_words_are_in_devanagari() -> None:
    assert {word for word in ORDINARY_HINDI if share_in_script(word, "Deva") < 1} == set()


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("inspector", TITLES),
        ("aunty", TITLES),
        ("sub-inspector", TITLES),
        ("dancer", ROLES),
        ("father-in-law", ROLES),
        ("uncredited", ROLES),
        ("with", LINKS),
        ("khushi", ORDINARY),
        ("सपना", ORDINARY_HINDI),
    ],
)
def test_a_word_of_each_kind(word: str, words: frozenset[str]) -> None:
    assert word in words


def test_what_stands_between_names_is_ordinary_too() -> None:
    assert LINKS <= ORDINARY


def test_titles_may_stand_beside_a_name_and_roles_may_not() -> None:
    # In both lists a title would make its whole entry nameless: "Inspector Waghmare".
    assert TITLES.isdisjoint(ROLES)


@pytest.mark.parametrize("name", ["jai", "aditi", "rathore", "shaleen", "waghmare"])
def test_common_names_stand_in_no_list(name: str) -> None:
    assert not any(name in words for words in LATIN.values())
