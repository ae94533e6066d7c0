import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.roman_to_devanagari import is_known_spelling, roman_to_devanagari, sound_key


def convert(text: str) -> str:
    return " ".join(roman_to_devanagari(text.split()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kyun kyon kyu", "क्यों क्यों क्यों"),
        ("nahi nahin nahii", "नहीं नहीं नहीं"),
        ("usne kaha ki woh aayega", "उसने कहा कि वह आएगा"),
        ("us ki kitaab", "उस की किताब"),
        ("Zindagi, (mohabbat)!", "जिंदगी, (मोहब्बत)!"),
        ("chandni", "चंदनी"),
    ],
)
def test_lines(text: str, expected: str) -> None:
    assert convert(text) == expected


def test_known_spellings() -> None:
    assert is_known_spelling("Kyun?")
    assert not is_known_spelling("flight")


def test_many_spellings_have_one_sound() -> None:
    assert len({sound_key(word) for word in ("zindagi", "jindagee", "zindgi")}) == 1


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_any_word_comes_out_in_devanagari(word: str) -> None:
    written = convert(word)
    assert written
    assert not any(char.isascii() for char in written)
