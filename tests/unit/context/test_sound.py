import pytest

from cp_whisperx.context.sound import differ_by_alike, distance, skeleton, sound


@pytest.mark.parametrize(
    "spellings",
    [
        ("Jay", "Jai", "जय"),
        ("Aditi", "Aditee", "अदिति", "अदिती"),
        ("Lakshmi", "Laxmi", "लक्ष्मी"),
        ("Rahul", "Rahool", "राहुल"),
        ("Vijay", "Wijai", "विजय"),
        ("Mahant", "Mahanth", "महंत"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: tuple[str, ...]) -> None:
    assert len({sound(spelling) for spelling in spellings}) == 1


def test_names_that_are_not_one_do_not() -> None:
    assert sound("Ram") != sound("Rama")
    assert sound("Rohit") != sound("Rahat")
    assert skeleton(sound("Rohit")) == skeleton(sound("Rahat"))


def test_a_first_vowel_counts_whichever_it_is() -> None:
    assert skeleton(sound("Edit")) == skeleton(sound("Aditi")) == "Adt"
    assert skeleton(sound("Diti")) == "dt"


def test_what_is_no_word_has_no_sound() -> None:
    assert sound("123") == ""


def test_alike_consonants() -> None:
    assert differ_by_alike("bnd", "pnd")
    assert not differ_by_alike("bnd", "pnt")
    assert not differ_by_alike("rnd", "pnd")
    assert distance("edit", "aditi") == 2
