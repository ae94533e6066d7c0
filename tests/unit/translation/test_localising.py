import pytest

from cp_whisperx.translation.localising import localised
from shared.languages import get_language


@pytest.mark.parametrize(
    ("source", "translation", "target", "expected"),
    [
        ("5 लाख रुपये दो", "Give me 5 lakh rupees", "en", "Give me 500,000 rupees"),
        ("5 लाख रुपये दो", "Dame 5 lakhs de rupias", "es", "Dame 500.000 rupias"),
        ("5 लाख", "5 lakh卢比", "zh", "50万卢比"),
        ("2.5 लाख", "2.5 lakh", "en", "250,000"),
        ("1,50,000 रुपये", "Rs. 1,50,000", "en", "₹150,000"),
        ("₹500", "Cuesta ₹500", "es", "Cuesta 500\u00a0₹"),
        ("$500,000", "मैंने $500,000 दिए", "hi", "मैंने $5,00,000 दिए"),
        ("5 लाख", "5 લાખ", "gu", "5 લાખ"),
        ("15/8/1947 को", "el 15/8/1947", "es", "el 15 de agosto de 1947"),
        ("40/40/1947", "40/40/1947", "en", "40/40/1947"),
        ("1990 में", "in 1990", "en", "in 1990"),
        ("9876543210", "9876543210", "en", "9876543210"),
        ("12 लोग", "١٢ شخصا", "ar", "12 شخصا"),
    ],
)
def test_numbers_are_said_the_targets_way(
    source: str, translation: str, target: str, expected: str
) -> None:
    assert localised(source, translation, get_language(target), "western") == expected


@pytest.mark.parametrize(
    ("target", "expected"), [("ar", "٤٢"), ("hi", "४२"), ("ur", "۴۲"), ("ta", "42"), ("en", "42")]
)
def test_native_digits_are_those_in_use(target: str, expected: str) -> None:
    assert localised("42", "42", get_language(target), "native") == expected


def test_what_the_source_does_not_say_is_left_alone() -> None:
    assert localised("10 करोड़", "10 lakh", get_language("en"), "western") == "10 lakh"
