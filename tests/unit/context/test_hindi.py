import unicodedata

import pytest

from cp_whisperx.context.hindi import agree_with_speaker, agree_with_speaker_in_gujarati


@pytest.mark.parametrize(
    ("male", "female"),
    [
        ("मैं घर जा रहा हूँ।", "मैं घर जा रही हूँ।"),
        ("मैं कर सकता हूँ।", "मैं कर सकती हूँ।"),
        ("मैं कल आऊँगा।", "मैं कल आऊँगी।"),
        ("मैं देखता रहूंगा", "मैं देखती रहूंगी"),
        ("मैं वहाँ गया था।", "मैं वहाँ गई थी।"),
        ("मैं खड़ा हूँ", "मैं खड़ी हूँ"),
        ("वह गया था, मैं सो रहा था", "वह गया था, मैं सो रही थी"),
    ],
)
def test_what_the_speaker_says_of_themselves(male: str, female: str) -> None:
    assert agree_with_speaker(male, "female") == unicodedata.normalize("NFC", female)
    assert agree_with_speaker(female, "male") == unicodedata.normalize("NFC", male)
    assert agree_with_speaker(male, "male") == male
    assert agree_with_speaker(female, "female") == female


@pytest.mark.parametrize(
    "text", ["वह जा रहा है।", "मैंने खाना खाया था।", "उसने कहा, \"मैं जाऊँगा\"।", "मैं नेता हूँ।",
             "मैं और वह गया था", "गूँगा आदमी"]
)  # fmt: skip
def test_others_stay(text: str) -> None:
    assert agree_with_speaker(text, "female") == text


def test_gujarati() -> None:
    male, female = "હું જઈ રહ્યો છું.", "હું જઈ રહી છું."
    assert agree_with_speaker_in_gujarati(male, "female") == female
    assert agree_with_speaker_in_gujarati(female, "male") == male
    other = "તે જઈ રહ્યો હતો."
    assert agree_with_speaker_in_gujarati(other, "female") == other
