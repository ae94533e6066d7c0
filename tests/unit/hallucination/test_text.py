"""Texts are compared in one form."""

import pytest

from cp_whisperx.hallucination.text import count_letters, normalise, sentences


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Thank you.  ", "thank you"),
        ("THANK—YOU!", "thank you"),
        ("नहीं, नहीं।", "नहीं नहीं"),
        ("don’t", "don't"),
        ("İzlediğiniz", "izlediğiniz"),
        ("ＡＢＣ １", "abc 1"),
        ("क\u200dष", "कष"),
        ("...", ""),
    ],
)
def test_normalise(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_vowel_signs_stay() -> None:
    assert normalise("की") != normalise("का")


def test_sentences() -> None:
    assert sentences("हाँ। नहीं! Why? go on\nstop") == ["हाँ।", "नहीं!", "Why?", "go on", "stop"]
    assert sentences(" ") == []


def test_letters_are_counted_without_signs() -> None:
    assert count_letters("ab, 12!") == 4
    assert count_letters("की") == 1
