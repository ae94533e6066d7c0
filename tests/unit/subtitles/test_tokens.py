import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.text import clean_text
from cp_whisperx.subtitles.tokens import join_tokens, tokenise

TEXT = st.text(alphabet="ab क्ि你好，。（）“”-—1.é م", max_size=80)


def _tokens(text: str, language: str, longest: float = 42) -> list[str]:
    return [token.text for token in tokenise(text, get_profile(language), longest)]


def test_words_keep_their_signs() -> None:
    assert _tokens('He said: "no!"', "en") == ["He", "said:", '"no!"']


def test_a_lone_dash_stays_with_the_word_before() -> None:
    assert _tokens("MWP — член", "ru") == ["MWP\u00a0—", "член"]


def test_chinese_signs_never_open_or_end_a_line_wrongly() -> None:
    assert _tokens("他说：“好的，走。”", "zh") == ["他", "说：", "“好", "的，", "走。”"]
    assert _tokens("AM资格 2019年", "zh") == ["AM", "资", "格", "2019", "年"]


def test_a_word_longer_than_a_line_is_cut_at_letters() -> None:
    pieces = tokenise("कि" * 50, get_profile("hi"), 42)
    assert [piece.length for piece in pieces] == [42, 8]
    assert all(piece.text.startswith("क") for piece in pieces)
    assert pieces[1].glue == ""


@pytest.mark.parametrize("longest", [20, 21, 42])
def test_a_spacing_vowel_sign_stays_with_its_letter(longest: int) -> None:
    pieces = tokenise("கொ" * 50, get_profile("ta"), longest)
    assert all(piece.text.startswith("க") and piece.length <= longest for piece in pieces)


def test_no_piece_is_too_long_even_of_signs_alone() -> None:
    pieces = tokenise("க" + "\u0bbe" * 90, get_profile("ta"), 42)
    assert [piece.length for piece in pieces] == [42, 42, 7]


@pytest.mark.parametrize("language", ["en", "zh", "hi"])
@given(text=TEXT)
def test_nothing_is_lost(language: str, text: str) -> None:
    line = clean_text(text, get_profile(language))
    joined = join_tokens(tokenise(line, get_profile(language), 10))
    assert joined.replace("\u00a0", " ") == line
