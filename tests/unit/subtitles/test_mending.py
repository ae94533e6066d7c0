import pytest

from cp_whisperx.subtitles.mending import is_forbidden, mend_text, mended


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Run!!! Now??", "Run! Now?"),
        ("¡¡¡Corre!!!", "¡Corre!"),
        ("Hello \U0001f600\ufffd", "Hello "),
        ("(whispering Come here.", "whispering Come here."),
        ("He said [sic).", "He said sic."),
        ("a) this, b) that (both)", "a) this, b) that (both)"),
        ("我（你)们", "我（你)们"),
        ("♪ 20 °C ♪", "♪ 20 °C ♪"),
        ("हाँ।। ठीक", "हाँ।। ठीक"),
    ],
)
def test_what_no_subtitle_may_hold_goes(text: str, made: str) -> None:
    assert mend_text(text) == made


def test_only_changes_are_told() -> None:
    assert mended("Fine.", 1.0) == ("Fine.", None)
    text, change = mended("Run!!", 1.23456)
    assert text == "Run!"
    assert change is not None
    assert (change.start, change.before, change.after) == (1.235, "Run!!", "Run!")


@pytest.mark.parametrize("char", "\ue000\U0010ffff\ufffd☃\U0001f3b5")
def test_signs_without_a_glyph(char: str) -> None:
    assert is_forbidden(char)


@pytest.mark.parametrize("char", "aक中ع♪°™–…₹")
def test_signs_with_a_glyph(char: str) -> None:
    assert not is_forbidden(char)
