from cp_whisperx.translation.transliteration import to_gujarati


def test_gujarati_is_written_letter_for_letter() -> None:
    assert to_gujarati("राम सिंह") == "રામ સિંહ"
    assert to_gujarati("कृष्ण") == "કૃષ્ણ"


def test_what_gujarati_has_no_letter_for_is_refused() -> None:
    assert to_gujarati("Ram") is None
    assert to_gujarati("ऎ") is None
