import pytest

from cp_whisperx.translation.inflection import comparable, forms_of
from cp_whisperx.translation.terms import Held, uses
from shared.artifacts import GlossaryTerm

NAME, WORD = True, False


def is_used(language: str, rendering: str, is_name: bool, translation: str) -> bool:
    forms = forms_of(rendering, language, is_name=is_name)
    held = [Held(0, 1, GlossaryTerm(term="राम"), rendering, forms)]
    return uses(translation, held)[0].applied


@pytest.mark.parametrize(
    ("language", "rendering", "is_name", "translation"),
    [
        ("ru", "Москва", NAME, "Он уехал из Москвы."),
        ("ru", "Джай", NAME, "Я говорил с Джаем."),
        ("ru", "сынок", WORD, "С сынком всё хорошо."),
        ("ru", "старший брат", WORD, "Я не видел старшего брата."),
        ("ru", "актёр", WORD, "Мы любим актеров."),
        ("hi", "लड़का", WORD, "लड़के ने कहा।"),
        ("hi", "बेटी", WORD, "बेटियों को बुलाओ।"),
        ("hi", "बहन", WORD, "बहनें आईं।"),
        ("ta", "ராம்", NAME, "ராமுக்குத் தெரியும்."),
        ("ta", "ரவி", NAME, "ரவியைப் பார்த்தேன்."),
        ("ta", "ராமாயணம்", WORD, "ராமாயணத்தில் உள்ளது."),
        ("gu", "રામ", NAME, "રામને કહો."),
        ("gu", "છોકરો", WORD, "છોકરાઓને બોલાવો."),
        ("es", "hermano mayor", WORD, "Son mis hermanos mayores."),
        ("es", "corazón", WORD, "¡Qué corazones!"),
        ("ar", "رام", NAME, "جاء ورام معه"),
        ("ar", "حب", WORD, "هذا هو الحب"),
        ("ar", "بني", WORD, "تعال يا بُنيّ"),
        ("en", "lady", WORD, "Ladies first!"),
        ("en", "beat up", WORD, "They were beating up a man."),
    ],
)
def test_a_rendering_stands_in_the_forms_of_its_language(
    language: str, rendering: str, is_name: bool, translation: str
) -> None:
    assert is_used(language, rendering, is_name, translation)


@pytest.mark.parametrize(
    ("language", "rendering", "is_name", "translation"),
    [
        ("ru", "Москва", NAME, "Он москвич."),
        ("ru", "Рам", NAME, "Оконная рамка."),
        ("hi", "लड़का", WORD, "लड़कपन की बात।"),
        ("hi", "बेटा", WORD, "बेटी आई।"),
        ("ta", "ராம்", NAME, "ராமன் வந்தான்."),
        ("gu", "રામ", NAME, "રામાયણ વાંચો."),
        ("es", "hermano", WORD, "Mi hermana."),
        ("es", "Ram", NAME, "Una rama."),
        ("ar", "حر", WORD, "في البحر بحر"),
        ("ar", "رام", NAME, "هذا الرام"),
        ("en", "Ram", NAME, "Rams and sheep."),
        ("zh", "拉姆", NAME, "拉德"),
    ],
)
def test_a_word_that_only_looks_alike_is_none_of_its_forms(
    language: str, rendering: str, is_name: bool, translation: str
) -> None:
    assert not is_used(language, rendering, is_name, translation)


def test_a_language_without_rules_has_the_exact_form_alone() -> None:
    assert forms_of("দাদা", "bn", is_name=False) == ("দাদা",)
    assert forms_of("", "ru", is_name=True) == ("",)


def test_marks_that_writers_leave_out_do_not_count() -> None:
    assert comparable("أُمّي") == comparable("امي")
    assert comparable("ёлка, й") == "елка, й"
    assert comparable("niño") == "niño"
