import pytest

from cp_whisperx.translation.judging import doubts, excess
from shared.languages import get_language


@pytest.mark.parametrize(
    ("source", "translation", "target", "expected"),
    [
        ("राम आया।", "Ram came.", "en", ()),
        ("राम आया।", " ", "en", ("empty",)),
        ("हाँ।", "...", "en", ("empty",)),
        ("हाँ।", "-", "en", ("empty",)),
        ("...", "", "en", ()),
        ("राम आया।", "he is he is he is he is he is", "en", ("looped",)),
        ("राम आया।", "राम आया।", "en", ("wrong_script",)),
        ("Send the PDF now.", "PDF अभी भेजो।", "hi", ()),
        ("राम आया।", "1947", "en", ()),
    ],
)
def test_doubts_are_named(
    source: str, translation: str, target: str, expected: tuple[str, ...]
) -> None:
    assert doubts(source, translation, get_language(target)) == expected


def test_an_invented_placeholder_is_a_doubt() -> None:
    assert doubts("वह आया", "X2X came", get_language("en")) == ("placeholder",)


def test_a_wrong_number_is_doubtful() -> None:
    english = get_language("en")
    assert doubts("5 लाख दो", "Give me 5 crores", english) == ("number_changed",)
    assert doubts("5 लाख दो", "Give me 500,000", english) == ()


def test_a_held_name_may_stand_in_other_letters() -> None:
    chinese = get_language("zh")
    assert doubts("राम!", "Ram!", chinese) == ("wrong_script",)
    assert doubts("राम!", "Ram!", chinese, ("Ram",)) == ()
    assert doubts("राम आया", "Ram came", chinese, ("Ram",)) == ("wrong_script",)


def test_characters_beyond_what_can_be_read_are_counted_without_marks() -> None:
    assert excess("हिन्दी", 2) == 1
    assert excess("four", 4) == 0
    assert excess("as long as it likes", 0) == 0
