import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.text import clean_text, strip_song_marks


@pytest.mark.parametrize(
    ("language", "text", "cleaned"),
    [
        ("en", "Wait...  what ?\n\nNo .", "Wait… what? No."),
        ("en", "So . . . yes", "So… yes"),
        ("en", "a\x00b\x1b[31m\u202ec\u2066\u200bd\ufeff", "ab[31mcd"),
        ("en", "one\u2028two\x85three\ttabs", "one two three tabs"),
        ("en", "costs .5 or 3.14 at 10:30", "costs .5 or 3.14 at 10:30"),
        ("en", r"{\p1} \N <font> --> stays", r"{\p1} \N <font> --> stays"),
        ("hi", "वह आया ।मैं गया ।", "वह आया। मैं गया।"),
        ("hi", "क्\u200dया र\u200cअ", "क्\u200dया र\u200cअ"),
        ("ru", 'Он сказал "да" .', "Он сказал «да»."),
        ("ru", 'Один " знак', 'Один " знак'),
        ("zh", '什么?! "哥" , 好', "什么？！“哥”，好"),
        ("zh", "比分是 3:2", "比分是 3:2"),
        ("ar", "ماذا ؟ نعم ، لا", "ماذا؟ نعم، لا"),
        ("es", "¿ Qué ?", "¿Qué?"),
        ("fr", "Quoi ?", "Quoi ?"),
        ("en", " \u200b\u202e ", ""),
    ],
)
def test_clean_text(language: str, text: str, cleaned: str) -> None:
    assert clean_text(text, get_profile(language)) == cleaned


@pytest.mark.parametrize("mark", ["♪", "♫ ", "♪♪"])
def test_song_marks_are_taken_off_both_ends_only(mark: str) -> None:
    assert strip_song_marks(f"{mark}la ♪ la {mark}") == "la ♪ la"


@given(st.text(), st.sampled_from(["en", "hi", "zh", "ar", "ru"]))
def test_letters_and_digits_survive_in_order(text: str, language: str) -> None:
    cleaned = clean_text(text, get_profile(language))
    expected = [char for char in unicodedata.normalize("NFC", text) if char.isalnum()]
    assert [char for char in cleaned if char.isalnum()] == expected


@given(st.text(), st.sampled_from(["en", "hi", "zh", "ar", "ru"]))
def test_result_is_one_clean_line(text: str, language: str) -> None:
    cleaned = clean_text(text, get_profile(language))
    assert cleaned == " ".join(cleaned.split())
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not any(ord(char) < 32 or "\u202a" <= char <= "\u202e" for char in cleaned)
    assert "..." not in cleaned
