from cp_whisperx.translation.spelling import is_in_dictionary, is_vowel, phones_of


def test_a_known_name_sounds_as_the_dictionary_says() -> None:
    assert is_in_dictionary("George")
    assert phones_of("George,") == ["JH", "AO", "R", "JH"]
    assert phones_of("John") == ["JH", "AO", "N"]


def test_an_unknown_name_sounds_as_it_is_spelt() -> None:
    assert not is_in_dictionary("Proog")
    assert phones_of("Proog") == ["P", "R", "UW", "G"]
    assert phones_of("Zeffe") == ["Z", "EH", "F"]


def test_vowels_are_told_from_consonants() -> None:
    assert is_vowel("ER")
    assert not is_vowel("R")
