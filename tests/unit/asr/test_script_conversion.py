import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.asr.script_conversion import in_script, sound_of


def converted(text: str, script: str) -> str | None:
    words = in_script(text.split(), script)
    return None if words is None else " ".join(words)


@pytest.mark.parametrize(
    ("text", "script", "expected"),
    [
        ("main tumse pyar karta hoon.", "Deva", "मैं तुमसे प्यार करता हूँ."),
        ("میں تم سے پیار کرتا ہوں۔", "Deva", "मैं तुम से प्यार करता हूँ।"),
        ("આપ કેસે હૈં?", "Deva", "आप केसे हैं?"),
        ("नमस्ते, आप कैसे हैं?", "Latn", "Namaste, aap kaise hain?"),
        ("हाँ। मेरी प्रॉब्लम!", "Latn", "Haan. Meri problem!"),
        ("آپ کیسے ہیں؟", "Latn", "Aap kaise hain?"),
        ("राम सिंह", "Gujr", "રામ સિંહ"),
        ("namaste राम", "Gujr", "નમસ્તે રામ"),
        ("राम", "Telu", "రామ"),
        ("राम", "Taml", "ராம"),
        ("भाई घर", "Taml", "பாஈ கர"),
        ("25 %", "Deva", "25 %"),
    ],
)  # fmt: skip
def test_written_by_sound(text: str, script: str, expected: str) -> None:
    assert converted(text, script) == expected


@pytest.mark.parametrize(
    ("text", "script"), [("Привет", "Deva"), ("namaste", "Telu"), ("राम", "Arab"), ("ऎ", "Gujr")]
)
def test_what_cannot_be_written(text: str, script: str) -> None:
    assert converted(text, script) is None


@given(st.lists(st.text(st.characters(min_codepoint=0x901, max_codepoint=0x939), min_size=1)))
def test_words_of_the_script_stay(words: list[str]) -> None:
    assert in_script(words, "Deva") == words


@given(st.lists(st.sampled_from(["main", "ہیں", "કે", "राम", "7", "…"])))
def test_every_word_stays_one_word(words: list[str]) -> None:
    found = in_script(words, "Deva")
    assert found is not None
    assert len(found) == len(words)


def test_sounds_are_alike_over_scripts() -> None:
    sounds = {sound_of(text) for text in ("kitab mera", "किताब मेरा", "کتاب میرا")}
    assert sounds == {"ktbmr"}
    assert sound_of("Привет") is None
