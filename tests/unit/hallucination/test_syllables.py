"""Rates compare across scripts because syllables are counted, not letters."""

import pytest

from cp_whisperx.hallucination.syllables import count_syllables


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("banana", 3, 3),
        ("I am going to Delhi tomorrow", 8, 10),
        ("मैं कल दिल्ली जा रहा हूँ", 8, 10),
        ("я иду домой", 4, 6),
        ("我明天去德里", 6, 6),
        ("ありがとうございました", 11, 11),
        ("きょう", 2, 2),
        ("감사합니다", 5, 5),
        ("أنا ذاهب إلى دلهي", 5, 9),
        ("hmm", 1, 1),
        ("12", 2, 4),
        ("… !", 0, 0),
        ("", 0, 0),
    ],
)
def test_count(text: str, low: float, high: float) -> None:
    assert low <= count_syllables(text) <= high


def test_a_virama_joins_letters_into_one_syllable() -> None:
    assert count_syllables("प्र") == 1
    assert count_syllables("పర్") == 1
