import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.subtitles.lines import (
    AFTER_CLAUSE,
    AFTER_SENTENCE,
    FORBIDDEN,
    LineBreaker,
    break_penalties,
    ends_sentence,
)
from cp_whisperx.subtitles.profiles import get_profile, visible_length
from cp_whisperx.subtitles.tokens import Token, tokenise


def _lines(text: str, language: str) -> tuple[str, ...]:
    profile = get_profile(language)
    tokens = tokenise(text, profile, profile.line_length)
    return LineBreaker(tokens, profile).lines(0, len(tokens) - 1)


@pytest.mark.parametrize(
    ("language", "upper", "lower"),
    [
        ("en", "I told you not to come here,", "but you never listen to me."),
        ("en", "We were all waiting at the station", "for the last train to Bombay."),
        ("en", "The old man gave his daughter", "the letter that he had carried."),
        ("es", "¿Por qué no me dijiste que ibas anoche", "con el señor Sharma hasta la casa?"),
        ("ru", "Я же говорил тебе не разговаривать", "с инспектором, а ты не послушал."),
        ("hi", "मैंने तुमसे कहा था कि इंस्पेक्टर साहब के सामने", "कुछ मत बोलना, लेकिन तुम नहीं माने।"),
        ("gu", "મેં તને કહ્યું હતું કે સાહેબની સામે", "કંઈ ન બોલતો, પણ તું માન્યો નહીં."),
        ("ar", "لقد قلت لك ألا تتكلم اليوم أبدًا", "أمام المفتش، لكنك لم تستمع إليّ!"),
        ("zh", "对于威尔士境外的读者来说：", "在威尔士语中这是愚蠢的意思，"),
    ],
)
def test_lines_break_where_an_editor_would(language: str, upper: str, lower: str) -> None:
    glue = "" if language == "zh" else " "
    assert _lines(f"{upper}{glue}{lower}", language) == (upper, lower)


def test_a_text_that_fits_stays_on_one_line() -> None:
    assert _lines("a" * 20 + " " + "b" * 21, "en") == ("a" * 20 + " " + "b" * 21,)


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("en", "the", "station"),
        ("en", "Dr.", "Sharma"),
        ("en", "Shah", "Khan"),
        ("en", "500", "rupees"),
        ("es", "la", "casa"),
        ("ru", "он", "же"),
        ("hi", "दिल्ली", "में"),
        ("hi", "जाता", "है"),
        ("hi", "शर्मा", "जी"),
        ("hi", "के", "लिए"),
        ("hi-Latn", "dilli", "se"),
        ("gu", "મિત્રો", "સાથે"),
        ("ta", "மேசை", "மீது"),
        ("ar", "هذا", "الرجل"),
        ("zh", "五", "个"),
    ],
)
def test_what_belongs_together_is_not_parted(language: str, left: str, right: str) -> None:
    tokens = [Token("x", " ", 1), Token(left, " ", 4), Token(right, " ", 4)]
    assert break_penalties(tokens, get_profile(language))[1] >= FORBIDDEN


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("en", "home", "because"),
        ("en", "waited", "in"),
        ("hi", "दिल्ली में", "रहता"),
        ("hi", "कहा", "कि"),
        ("ar", "ذهب", "وقال"),
        ("ru", "сказал", "что"),
        ("ta", "வந்தான்", "ஆனால்"),
    ],
)
def test_function_words_invite_a_break(language: str, left: str, right: str) -> None:
    tokens = [Token(word, " ", 4) for word in (*left.split(), right)]
    assert break_penalties(tokens, get_profile(language))[-2] <= 5


def test_signs_end_sentences_and_clauses() -> None:
    profile = get_profile("en")
    penalties = break_penalties([Token(w, " ", 3) for w in ("Go.", "Now,", "Mr.", "X")], profile)
    assert penalties[:2] == [AFTER_SENTENCE, AFTER_CLAUSE]
    assert penalties[2] >= FORBIDDEN
    assert ends_sentence(Token("गया।", " ", 2), get_profile("hi"))
    assert ends_sentence(Token('नहीं!"', " ", 2), get_profile("hi"))
    assert not ends_sentence(Token("U.S.", " ", 4), profile)


def test_a_dotted_foreign_name_stays_together_in_chinese() -> None:
    upper, lower = _lines("我昨天在孟买的车站遇见了艾琳·琼斯和她的母亲", "zh")
    assert "艾琳·琼斯" in upper + "|" + lower


def test_the_lower_line_is_longer_when_uneven() -> None:
    upper, lower = _lines("aaaa bbbb cccc dddd eeee ffff gggg hhhh iiiiiii", "en")
    assert visible_length(upper, "en") <= visible_length(lower, "en")


@given(st.lists(st.text(alphabet="abcिकू你,.", min_size=1, max_size=12), min_size=1, max_size=14))
def test_lines_hold_the_limit_and_all_the_text(words: list[str]) -> None:
    profile = get_profile("en")
    tokens = tokenise(" ".join(words), profile, profile.line_length)
    breaker = LineBreaker(tokens, profile)
    if breaker.best(0, len(tokens) - 1) is None:
        with pytest.raises(ValueError, match="fit"):
            breaker.lines(0, len(tokens) - 1)
        return
    lines = breaker.lines(0, len(tokens) - 1)
    assert " ".join(lines) == " ".join(words)
    assert all(visible_length(line, "en") <= 42 for line in lines)
