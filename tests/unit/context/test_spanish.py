import pytest

from cp_whisperx.context.spanish import address_formally, agree_with_speaker


@pytest.mark.parametrize(
    ("male", "female"),
    [
        ("Estoy cansado.", "Estoy cansada."),
        ("No estoy muy seguro", "No estoy muy segura"),
        ("Estoy cansado y aburrido.", "Estoy cansada y aburrida."),
        ("Me siento solo, mamá.", "Me siento sola, mamá."),
    ],
)
def test_what_the_speaker_says_of_themselves(male: str, female: str) -> None:
    assert agree_with_speaker(male, "female") == female
    assert agree_with_speaker(female, "male") == male
    assert agree_with_speaker(female, "female") == female


def test_others_stay() -> None:
    for text in ("Está cansado.", "El estado cansado", "—«Estoy cansado», dijo.", "Soy médico."):
        assert agree_with_speaker(text, "female") == text


@pytest.mark.parametrize(
    ("one", "formal"),
    [("¿Qué quieres?", "¿Qué quiere?"), ("Tú eres mi amigo.", "Usted es mi amigo."),
     ("Has traído tu sombrero.", "Ha traído su sombrero.")],
)  # fmt: skip
def test_formal_address(one: str, formal: str) -> None:
    assert address_formally(one) == formal
    assert address_formally(formal) == formal


@pytest.mark.parametrize(
    "text", ["Dime qué quieres.", "¿Te vas?", "Si comes, puedes ir.", "Las casas son tres."]
)
def test_no_doubtful_address_is_changed(text: str) -> None:
    assert address_formally(text) == text
