"""English within a Hindi film against Hindi in Latin letters."""

import pytest

from cp_whisperx.hallucination.code_mixing import reads_as_english


@pytest.mark.parametrize(
    "text",
    ["The train leaves at seven tonight.", "Where are you going?", "Let's go!",
     "I am so sorry bhai", "My brother works in Mumbai.", "Aditi Mahant", "OK"],
)  # fmt: skip
def test_english(text: str) -> None:
    assert reads_as_english(text)


@pytest.mark.parametrize(
    "text",
    ["kahan ja rahe ho?", "tum kaun ho yaar", "mujhe tumse ek important baat karni hai", "haan",
     "Maine tumhe kitni baar samjhaya yaar", "Bade deshon mein aisi baatein hoti rehti hain",
     "आप कैसे हैं?", ""],
)  # fmt: skip
def test_not_english(text: str) -> None:
    assert not reads_as_english(text)
