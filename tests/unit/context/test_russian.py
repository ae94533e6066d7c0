import pytest

from cp_whisperx.context.russian import address_formally, agree_with_speaker

PAIRS = [
    ("Я пошёл домой.", "Я пошла домой."),
    ("я пришёл и увидел дом", "я пришла и увидела дом"),
    ("Я рад тебя видеть.", "Я рада тебя видеть."),
    ("Я сам это сделал.", "Я сама это сделала."),
    ("Дождь пошёл, я ушёл.", "Дождь пошёл, я ушла."),
    ("Я знал, что он пришёл.", "Я знала, что он пришёл."),
    ("Я хотел бы чаю.", "Я хотела бы чаю."),
]


@pytest.mark.parametrize(("male", "female"), PAIRS)
def test_what_the_speaker_says_of_themselves(male: str, female: str) -> None:
    assert agree_with_speaker(male, "female") == female
    assert agree_with_speaker(female, "male") == male
    assert agree_with_speaker(male, "male") == male
    assert agree_with_speaker(female, "female") == female


@pytest.mark.parametrize(
    "text",
    ["Он пошёл домой.", "Я был один дома.", "Я думал, что ушёл.", "«Я пошёл», — прочитал он.",
     "Мне сказал он.", "Город спал."],
)  # fmt: skip
def test_what_is_not_certain_stays(text: str) -> None:
    assert agree_with_speaker(text, "female") == text


@pytest.mark.parametrize(
    ("one", "formal"),
    [
        ("Ты куда идёшь?", "Вы куда идёте?"),
        ("Как тебя зовут?", "Как вас зовут?"),
        ("Куда ты положил книгу?", "Куда вы положили книгу?"),
        ("Принеси мне твою книгу.", "Принесите мне вашу книгу."),
        ("Ты не ранен?", "Вы не ранены?"),
    ],
)
def test_formal_address(one: str, formal: str) -> None:
    assert address_formally(one) == formal
    assert address_formally(formal) == formal


@pytest.mark.parametrize(
    "text", ["Тссс, да не ори ты!", "Осадки до 10 см.", "Мы нашли его.", "Он идёт.", "Мой дом."]
)
def test_no_doubtful_address_is_changed(text: str) -> None:
    assert address_formally(text) == text
