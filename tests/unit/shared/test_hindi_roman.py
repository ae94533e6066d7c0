import pytest

from shared.hindi_roman import romanise


@pytest.mark.parametrize(
    ("hindi", "roman"),
    [
        ("मैं ठीक हूँ।", "Main theek hoon."),
        ("तुम कहाँ जा रहे हो? घर!", "Tum kahan ja rahe ho? Ghar!"),
        ("मेरा फ़ोन ऑफिस में है।", "Mera phone office mein hai."),
        ("(दरवाज़ा)", "(Darwaza)"),
        ('"कैसे हो?" उसने पूछा।', '"Kaise ho?" usne poocha.'),
        ("कमरा नंबर १२", "Kamra number 12"),
    ],
)
def test_as_people_write_it(hindi: str, roman: str) -> None:
    assert " ".join(romanise(hindi.split())) == roman


def test_other_letters_stay() -> None:
    assert romanise(["Hello,", "कैसे", "हो"]) == ["Hello,", "kaise", "ho"]
    assert romanise([]) == []
