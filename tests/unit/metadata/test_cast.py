"""Cast lists as people type them become clean characters."""

import pytest

from cp_whisperx.metadata.answers import CastMember, CrewMember
from cp_whisperx.metadata.cast import characters_of, clean, crew_of, roles_of


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ("Jai Singh Rathore (uncredited)", ["Jai Singh Rathore"]),
        ("Clark Kent / Kal-El", ["Clark Kent", "Kal-El"]),
        ("Ranjor/Amar (voice) [archive footage]", ["Ranjor", "Amar"]),
        ("Jignesh aka Jiggy", ["Jignesh", "Jiggy"]),
        ("Self", []),
        ("Self - Host", []),
        ("Himself (archive footage)", []),
        ("Selfie Girl", ["Selfie Girl"]),
        ("(voice)", []),
        ("", []),
        (" / ", []),
        ("Jai\n\u202eRathore\x00", ["Jai Rathore"]),
        ("x" * 81, []),
        ("D'Souza, ", ["D'Souza"]),
    ],
)
def test_roles(entry: str, wanted: list[str]) -> None:
    assert roles_of(entry) == wanted


@pytest.mark.parametrize(
    ("number", "gender"),
    [(1, "female"), (2, "male"), (3, "other"), (0, "unknown"), (None, "unknown"), (9, "unknown")],
)
def test_genders(number: int | None, gender: str) -> None:
    member = CastMember(name="A", character="B", gender=number)
    assert characters_of([member])[0].gender == gender


def test_a_role_listed_twice_is_one_character_and_lists_are_bounded() -> None:
    twice = [CastMember(name="A", character="B"), CastMember(name="A", character="B (voice)")]
    assert len(characters_of(twice)) == 1
    assert len(characters_of(CastMember(character=f"N{n}") for n in range(1000))) == 150


def test_crew_keeps_those_who_shape_the_film() -> None:
    crew = [
        CrewMember(name=n, job=j) for n, j in (("A", "Director"), ("B", "Gaffer"), ("", "Editor"))
    ]
    assert crew_of(crew) == ("A (Director)",)


def test_joiners_that_spell_something_stay() -> None:
    assert clean("क्\u200dष") == "क्\u200dष"
