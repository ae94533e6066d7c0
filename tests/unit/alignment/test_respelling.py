"""Foreign words are written in letters that a model knows, by their sound."""

import pytest

from cp_whisperx.alignment.respelling import respell, to_devanagari


@pytest.mark.parametrize(
    ("word", "known", "spelt"),
    [
        ("नमस्ते", "Deva", "नमस्ते"),
        ("don't", "Latn", "don't"),
        ("film", "Deva", "फिल्म".replace("्", "")),
        ("taxi", "Deva", "टक्सि"),
        ("Phone-वाला", "Deva", "फोन-वाला"),
        ("ગુજરાત", "Deva", "गुजरात"),
        ("नमस्ते", "Gujr", "નમસ્તે"),
        ("cup", "Gujr", "કુપ"),
        ("₹500", "Deva", "₹500"),
        ("🙂", "Deva", "🙂"),
        ("Привет", "Arab", "Привет"),
    ],
)
def test_words(word: str, known: str, spelt: str) -> None:
    assert respell(word, frozenset({known})) == spelt


@pytest.mark.parametrize(
    ("word", "begins"), [("नमस्ते", "nam"), ("Привет", "Pri"), ("你好", "ni"), ("தமிழ்", "tam")]
)
def test_into_latin(word: str, begins: str) -> None:
    spelt = respell(word, frozenset({"Latn"}))
    assert spelt.isascii()
    assert spelt.startswith(begins)


def test_nothing_known_nothing_changed() -> None:
    assert respell("abc", frozenset()) == "abc"


def test_sounds() -> None:
    assert to_devanagari("chhota") == "छोट"
    assert to_devanagari("aam") == "आम"
    assert to_devanagari("phone") == "फोन"
    assert to_devanagari("time") == "टिम"
