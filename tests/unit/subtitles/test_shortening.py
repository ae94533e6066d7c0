import pytest

from cp_whisperx.subtitles.profiles import get_profile, visible_length
from cp_whisperx.subtitles.shortening import shorten


def _short(text: str, language: str = "en", recent: tuple[str, ...] = ()) -> str:
    return shorten(text, get_profile(language), 0, recent).text


@pytest.mark.parametrize(
    ("language", "text", "short"),
    [
        ("en", "Well, I do not know him.", "I don't know him."),
        ("en", "He came, you know, very late.", "He came very late."),
        ("en", "You saw him leave, right?", "You saw him leave?"),
        ("en", "Um, she said, uh, nothing at all.", "She said, nothing at all."),
        ("en", "No, no, no! Not that way.", "No! Not that way."),
        ("en", "I gave him fifty rupees.", "I gave him 50 rupees."),
        ("hi", "अरे, मतलब, तुम यहाँ क्यों आए?", "तुम यहाँ क्यों आए?"),
        ("hi", "वह कल आएगा, है ना?", "वह कल आएगा?"),
        ("hi", "मेरे पास पचास रुपये हैं।", "मेरे पास 50 रुपये हैं।"),
        ("hi-Latn", "Arre, tum yahan kyon aaye, yaar?", "Tum yahan kyon aaye?"),
        ("gu", "અરે, તમે ક્યાં હતા?", "તમે ક્યાં હતા?"),
        ("ta", "சரி, நாம் போகலாம்.", "நாம் போகலாம்."),
        ("es", "Bueno, no lo sé todavía, ¿vale?", "No lo sé todavía?"),
        ("ru", "Ну, я не знаю, где он.", "Я не знаю, где он."),
        ("zh", "其实，我不知道他在哪里。", "我不知道他在哪里。"),
        ("ar", "حسنًا، لا أعرف أين هو.", "لا أعرف أين هو."),
    ],
)
def test_what_carries_no_meaning_goes(language: str, text: str, short: str) -> None:
    assert _short(text, language) == short


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Well…"),
        ("en", "You know him."),
        ("en", "I like the right answer."),
        ("en", "I know what it is."),
        ("en", "Fifty thousand people came."),
        ("en", "I gave 3 hundred."),
        ("hi", "तोता उड़ गया।"),
        ("hi", "पाँच सौ रुपये दो।"),
        ("zh", "三百五十个人。"),
        ("fr", "Bon, je ne sais pas."),
    ],
)
def test_what_carries_meaning_stays(language: str, text: str) -> None:
    assert _short(text, language) == text


def test_no_more_goes_than_has_to() -> None:
    profile = get_profile("en")
    text = "Well, I do not know where he is, you know."
    some = shorten(text, profile, visible_length(text, "en") - 1)
    assert some.text == "Well, I don't know where he is, you know."
    assert some.rules == ("contractions",)
    assert shorten(text, profile, 100).rules == ()


def test_who_was_called_just_now_is_not_called_again() -> None:
    assert _short("Aditi, listen to me.", recent=("Aditi, come here.",)) == "Listen to me."
    assert _short("Sit down, Jai.", recent=("Jai, please.",)) == "Sit down."
    assert _short("Aditi, listen to me.") == "Aditi, listen to me."
    assert _short("अदिति, मेरी बात सुनो।", "hi", ("अदिति, रुको।",)) == "मेरी बात सुनो।"
