from decimal import Decimal

import pytest

from cp_whisperx.translation.figures import figures_in, in_western_digits, lost_figures
from shared.languages import get_language


@pytest.mark.parametrize(
    ("source", "translation", "target"),
    [
        ("5 लाख रुपये", "500,000 rupees", "en"),
        ("५ लाख रुपये", "50万卢比", "zh"),
        ("10 करोड़", "100 миллионов", "ru"),
        ("10 crore", "100 000 000", "ru"),
        ("1,500 people", "1.500 personas", "es"),
        ("3.5 million", "3,5 millones", "es"),
        ("रात 2 बजे", "at two in the night", "en"),
        ("The 2 of us", "мы двое", "ru"),
        ("12 people", "١٢ شخصا", "ar"),
        ("nothing to count", "nada", "es"),
        ("15/8/1947", "15 August 1947", "en"),
    ],
)
def test_a_number_is_kept_in_any_notation(source: str, translation: str, target: str) -> None:
    assert lost_figures(source, translation, get_language(target)) == []


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("5 लाख रुपये", "5 rupees"),
        ("5 लाख रुपये", "5 crore rupees"),
        ("1990 में", "in 1980"),
        ("25 and 25", "25"),
        ("मेरे 2 भाई", "my brothers"),
        ("15/8/1947", "16/8/1947"),
    ],
)
def test_a_wrong_or_lost_number_is_found(source: str, translation: str) -> None:
    assert len(lost_figures(source, translation, get_language("en"))) == 1


def test_a_number_has_its_place_and_its_readings() -> None:
    (figure,) = figures_in("about १.५०० people")
    assert (figure.start, figure.end) == (6, 11)
    assert figure.values == {Decimal(1500), Decimal("1.500")}
    assert in_western_digits("٤٬٢ ४२") == "4,2 42"
