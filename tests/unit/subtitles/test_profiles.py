import pytest

from cp_whisperx.subtitles.profiles import get_profile, visible_length
from shared.errors import InvalidInputError
from shared.languages import LANGUAGES


@pytest.mark.parametrize(
    ("language", "line", "adult", "children"),
    [
        ("hi", 42, 22, 18),
        ("hi-Latn", 42, 22, 18),
        ("en", 42, 20, 17),
        ("es", 42, 17, 13),
        ("ru", 42, 17, 13),
        ("gu", 42, 17, 13),
        ("ta", 42, 17, 13),
        ("ar", 42, 17, 13),
        ("zh", 16, 9, 7),
    ],
)
def test_limits_are_those_of_the_guides(
    language: str, line: float, adult: float, children: float
) -> None:
    assert get_profile(language).line_length == line
    assert get_profile(language, "adult").reading_speed == adult
    assert get_profile(language, "children").reading_speed == children


def test_another_script_has_the_languages_own_limits() -> None:
    assert get_profile("zh-Hant").line_length == get_profile("zh").line_length == 16


def test_every_language_has_a_profile_with_the_common_limits() -> None:
    for language in LANGUAGES:
        profile = get_profile(language)
        assert profile.max_lines == 2
        assert profile.min_duration == pytest.approx(0.8333, abs=1e-4)
        assert profile.max_duration == 7.0
        assert profile.min_gap_frames == 2


def test_italics_only_where_the_script_has_them() -> None:
    with_italics = {language for language in LANGUAGES if get_profile(language).italics}
    assert {"en", "es", "ru", "hi-Latn"} <= with_italics
    assert not with_italics & {"hi", "gu", "ta", "ar", "zh", "ja", "ur", "bn"}


def test_unknown_language_is_told() -> None:
    with pytest.raises(InvalidInputError, match="xx"):
        get_profile("xx")


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("Hello, you.", "en", 11),
        ("हिन्दी", "hi", 3),
        ("क्या हुआ?", "hi", 6),
        ("કહ્યું", "gu", 3),
        ("நான்", "ta", 3),
        ("கேட்க", "ta", 4),
        ("مَرْحَبًا", "ar", 5),
        ("\u202bمرحبا\u200f", "ar", 5),
        ("你好，世界。", "zh", 6),
        ("AM 你", "zh", 2.5),
        ("a\nb", "en", 2),
        ("e\u0301", "fr", 1),
    ],
)
def test_visible_length_counts_what_a_reader_sees(text: str, language: str, length: float) -> None:
    assert visible_length(text, language) == length
