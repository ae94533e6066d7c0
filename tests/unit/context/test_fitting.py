import pytest

from cp_whisperx.context.fitting import Fit, fit


@pytest.mark.parametrize(
    ("word", "name", "expected"),
    [
        ("Jay", "Jai", Fit.SAME),
        ("Ranjur", "Ranjor", Fit.NEAR),
        ("Edit", "Aditi", Fit.LOOSE),
        ("Sabitri", "Savitri", Fit.LOOSE),
        ("Rohit", "Rahul", Fit.NONE),
        ("12", "Jai", Fit.NONE),
        ("Jo", "Jai", Fit.NONE),
    ],
)
def test_how_well_a_word_fits(word: str, name: str, expected: Fit) -> None:
    assert fit(word, name) == expected
