"""Scripts of text."""

import pytest

from shared.unicode_scripts import dominant_script, join_words, script_of, share_in_script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("मुझे चाय चाहिए।", "Deva"), ("Hello, 123!", "Latn"), ("آپ کیسے ہیں", "Arab"),
        ("કેમ છો", "Gujr"), ("வணக்கம்", "Taml"), ("Привет", "Cyrl"), ("你好。", "Hani"),
        ("こんにちは", "Jpan"), ("123 … ?!", None), ("", None),
    ],
)  # fmt: skip
def test_dominant_script(text: str, script: str | None) -> None:
    assert dominant_script(text) == script


def test_signs_belong_to_no_script() -> None:
    assert [script_of(c) for c in "।5× ،"] == [None] * 5


def test_share() -> None:
    assert share_in_script("अब go", "Deva") == 0.5
    assert share_in_script("...", "Deva") == 1.0
    assert share_in_script("漢字かな", "Jpan") == 1.0


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["कैसे", "हैं?", "Fine."], "कैसे हैं? Fine."),
        (["你好", "吗？", "我", "很好", "。"], "你好吗？我很好。"),
        (["私は", "「カレー」が", "OK", "です"], "私は「カレー」が OK です"),
        (["สวัส", "ดี", "2", "คน"], "สวัสดี2คน"),
        (["잘", "지내?"], "잘 지내?"),
        ([], ""),
    ],
)
def test_words_are_joined_as_their_script_does(words: list[str], text: str) -> None:
    assert join_words(words) == text
