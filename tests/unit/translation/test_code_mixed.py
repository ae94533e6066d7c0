import pytest

from cp_whisperx.translation.code_mixed import engine_language, in_one_script


@pytest.mark.parametrize(
    ("line", "source", "expected"),
    [
        ("मैं office जा रहा हूँ।", "hi", "मैं ऑफ़िस जा रहा हूँ।"),
        ("मैं ठीक हूँ।", "hi", "मैं ठीक हूँ।"),
        ("main tumse pyar karta hoon", "hi", "मैं तुमसे प्यार करता हूँ"),
        ("main tumse pyar karta hoon", "hi-Latn", "मैं तुमसे प्यार करता हूँ"),
        ("I will see you in the morning", "hi", "I will see you in the morning"),
        ("यह CBI है", "hi", "यह CBI है"),
        ("No, I am fine", "en", "No, I am fine"),
    ],
)
def test_hindi_stands_in_one_script(line: str, source: str, expected: str) -> None:
    assert in_one_script(line, source) == expected


def test_what_must_stay_stays() -> None:
    assert in_one_script("X1X ने phone किया, Ram।", "hi", ("X1X", "Ram")) == "X1X ने फ़ोन किया, Ram।"


def test_roman_hindi_is_hindi_to_engines() -> None:
    assert [engine_language(code) for code in ("hi-Latn", "hi", "en")] == ["hi", "hi", "en"]
