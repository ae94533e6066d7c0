import pytest

from cp_whisperx.context.hindi_forms import form


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("हूँ", "hoon", "hu", "हूं"), "hun"),
        (("आप", "aap", "ap"), "aap"),
        (("रही", "rahi", "rahee"), "rahi"),
        (("सुनिए", "suniye", "सुनिये"), "sunie"),
        (("गई", "gayi", "गयी"), "gai"),
    ],
)
def test_both_scripts_compare_alike(words: tuple[str, ...], expected: str) -> None:
    assert {form(word) for word in words} == {expected}


def test_you_is_not_own() -> None:
    assert form("आपने") != form("अपने")
