"""Characters become name terms; roles that name nobody do not."""

import pytest

from cp_whisperx.glossary.names import name_terms
from shared.artifacts import Character
from shared.glossary_lookup import TermFinder


def names(*roles: str) -> list[str]:
    return [term.term for term in name_terms(Character(name=role) for role in roles)]


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("Jai Singh Rathore", ["Jai Singh Rathore", "Jai"]),
        ("Aditi Mahant", ["Aditi Mahant", "Aditi"]),
        ('Aditi "Meow" Mahant', ["Aditi Mahant", "Meow", "Aditi"]),
        ("Jignesh 'Jiggy' Patel", ["Jignesh Patel", "Jiggy", "Jignesh"]),
        ("Inspector P.K. Waghmare", ["P.K. Waghmare", "P.K."]),
        ("Mrs. Rathore", ["Rathore"]),
        ("Mala Aunty", ["Mala"]),
        ("Young Jai", ["Jai"]),
        ("Hope Sharma", ["Hope Sharma"]),
        ("Khushi", []),
        ("D'Souza", ["D'Souza"]),
        ("जय सिंह", ["जय सिंह"]),
        ("Inspector", []),
        ("Aditi's Mother", []),
        ("Man in Bar", []),
        ("Goon #2", []),
        ("Police Officer", []),
        ("Club Dancer", []),
        ("Narrator", []),
        ("the stranger", []),
        ("", []),
        ('""', []),
    ],
)
def test_names_of_a_role(role: str, wanted: list[str]) -> None:
    assert names(role) == wanted


def test_a_shared_name_makes_one_term() -> None:
    assert names("Jai Rathore", "Jai Mehta") == ["Jai Rathore", "Jai", "Jai Mehta"]


def test_a_name_is_rendered_as_itself_in_latin_script_alone() -> None:
    (term,) = name_terms([Character(name="Shaleen", actor="An Actor")])
    assert term.kind == "name"
    assert term.source == "tmdb"
    assert term.translations["en"] == term.translations["es"] == "Shaleen"
    assert not {"hi", "gu", "ru", "zh", "ar"} & set(term.translations)
    assert "An Actor" in term.note
    assert name_terms([Character(name="शालीन")])[0].translations == {}


def test_a_latin_name_is_found_in_a_hindi_line() -> None:
    finder = TermFinder(name_terms([Character(name="Jai Singh Rathore"), Character(name="Aditi")]))
    text = "जय, अदिति कहाँ है? जयपुर में।"
    assert [match.term.term for match in finder.find(text)] == ["Jai", "Aditi"]


@pytest.mark.parametrize("name", ["Sara", "Pia", "Sona"])
def test_everyday_words_are_no_alias_of_a_name(name: str) -> None:
    (term,) = name_terms([Character(name=name)])
    assert not {"सारा", "पिया", "सोना"} & set(term.aliases)
