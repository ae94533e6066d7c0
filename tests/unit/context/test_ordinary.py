from cp_whisperx.context.ordinary import (
    gender_of_name,
    is_given_name,
    is_ordinary,
    rank_in_hindi,
)


def test_words_of_a_language() -> None:
    assert is_ordinary("Edit", "en")
    assert is_ordinary("किताब", "hi")
    assert is_ordinary("kitab", "hi-Latn")
    assert is_ordinary("table", "hi")
    assert not is_ordinary("Rotlu", "en")
    assert not is_ordinary("रोतलू", "hi")
    assert not is_ordinary("kitab", "en")


def test_given_names_and_whose_they_are() -> None:
    assert is_given_name("Jay")
    assert not is_given_name("Kettle")
    assert gender_of_name("Priya") == "female"
    assert gender_of_name("राहुल") == "male"
    assert gender_of_name("Rotlu") == "unknown"


def test_the_commoner_has_the_lower_rank() -> None:
    common, rare = rank_in_hindi("राम"), rank_in_hindi("अदिति")
    assert common is not None
    assert rare is not None
    assert common < rare
    assert rank_in_hindi("रोतलू") is None
