import pytest

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.style_text import check_text, foreign_letters, open_brackets
from cp_whisperx.subtitles.timing import Cue


def _rules(*lines: str, language: str = "en", **fields: object) -> list[str]:
    cue = Cue(0, 2, lines, **fields)  # type: ignore[arg-type]
    return [rule for rule, _, _ in check_text(cue, get_profile(language))]


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("empty", ("",)),
        ("empty", ()),
        ("empty", ("One.", " ")),
        ("ellipsis", ("No...",)),
        ("ellipsis", ("No..",)),
        ("repeated_sign", ("No!!",)),
        ("spaces", ("No  way.",)),
        ("spaces", (" No.",)),
        ("forbidden_glyph", ("No \ufffd",)),
        ("wrong_script", ("Hello मित्र",)),
        ("markup", ("<i>No.</i>",)),
        ("markup", (r"{\an8}No.",)),
    ],
)
def test_each_rule_is_found_and_alone(rule: str, lines: tuple[str, ...]) -> None:
    assert _rules(*lines) == [rule]


def test_good_text_passes() -> None:
    assert _rules("“No…” he said; a < b, {x}?") == []
    assert _rules("- Да.", "- Нет.", language="ru", dialogue=True) == []
    assert _rules("-Да.", "-Нет.", language="ru", dialogue=True) == ["speaker_hyphen"]


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("hi", "मैं iPhone ले आया।", False),
        ("hi", "Please bring me a cup of tea.", False),
        ("hi", "main tumse bahut pyar karta hoon", True),
        ("hi", "میں تم سے پیار کرتا ہوں", True),
        ("ta", "Please bring me a cup of tea.", True),
        ("gu", "मैं घर जा रहा हूँ।", True),
        ("ru", "https://morevnaproject.org/donate/", False),
        ("zh", "Sainsbury's 商业总监 Paul Mills-Hicks 说：", False),
        ("zh", "Please bring me a cup of tea.", True),
        ("ja", "東京へ行く。", False),
    ],
)
def test_letters_of_another_script(language: str, text: str, wrong: bool) -> None:
    assert bool(foreign_letters(text, get_profile(language))) is wrong


def test_brackets_are_balanced_over_neighbouring_cues() -> None:
    texts = ["[door", "slams]", "No.", "(sighs", "One.", "Two.", "Three.", "stray]", "a) first"]
    cues = [Cue(i, i + 1, (text,)) for i, text in enumerate(texts)]
    assert open_brackets(cues) == {3, 7}
