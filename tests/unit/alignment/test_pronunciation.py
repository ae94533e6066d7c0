"""Words the dictionary lacks get phones that the acoustic model has."""

import pytest

from cp_whisperx.alignment.pronunciation import guess_phones, spoken_parts

NAMES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W "
    "Y Z ZH"
)
PHONES = frozenset(NAMES.split())


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Well-known,", ["well", "known"]),
        ("don’t", ["don't"]),
        ("42!", ["four", "two"]),
        ("B2B", ["b", "two", "b"]),
        ("—", []),
        ("हाँ", []),
    ],
)
def test_parts(word: str, parts: list[str]) -> None:
    assert spoken_parts(word) == parts


@pytest.mark.parametrize(
    ("word", "phones"),
    [("shah", "SH AE HH"), ("bheek", "B IY K"), ("matte", "M AE T"), ("x", "K S")],
)
def test_guess(word: str, phones: str) -> None:
    assert guess_phones(word) == phones


@pytest.mark.parametrize("word", ["abcdefghijklmnopqrstuvwxyz", "e", "zzz", "rajkumari"])
def test_only_phones_of_the_model(word: str) -> None:
    guessed = guess_phones(word).split()
    assert guessed
    assert set(guessed) <= PHONES
