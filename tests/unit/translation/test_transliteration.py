import pytest

from cp_whisperx.translation.transliteration import transliterate


@pytest.mark.parametrize(
    ("name", "script", "expected"),
    [
        ("राम सिंह", "Gujr", "રામ સિંહ"),
        ("राम", "Latn", "Ram"),
        ("राम", "Taml", "ராம்"),
        ("कृष्णा", "Taml", "கிருஷ்ணா"),
        ("प्रिया", "Cyrl", "Прия"),
        ("आमिर ख़ान", "Cyrl", "Амир Хан"),
        ("आमिर ख़ान", "Arab", "آمير خان"),
        ("विजय", "Arab", "فيجاي"),
        ("राम", "Telu", "రామ్"),
        ("રામ", "Deva", "राम"),
        ("રામ", "Cyrl", "Рам"),
        ("John", "Deva", "जॉन"),
        ("George", "Deva", "जॉर्ज"),
        ("Peter", "Gujr", "પીટર"),
        ("London", "Taml", "லண்டன்"),
        ("Michael", "Arab", "مايكل"),
        ("John Peter", "Cyrl", "Джон Питер"),
        ("Morevna", "Cyrl", "Моревна"),
        ("Vikram", "Deva", "विक्रम"),
        ("Anna-Mary", "Latn", "Anna-Mary"),
    ],
)
def test_a_name_is_written_by_its_sound(name: str, script: str, expected: str) -> None:
    assert transliterate(name, script) == expected


def test_chinese_keeps_latin_letters() -> None:
    assert transliterate("John", "Hani") == "John"
    assert transliterate("राम", "Hani") == "Ram"


@pytest.mark.parametrize(
    ("name", "script"), [("ऎ", "Gujr"), ("राम", "Hang"), ("रामЖ", "Taml"), ("CBI", "Deva")]
)
def test_what_has_no_way_is_refused(name: str, script: str) -> None:
    assert transliterate(name, script) is None
