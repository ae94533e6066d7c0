import pytest

from cp_whisperx.context.cues import hindi_cues, participle, speaks_of_itself
from cp_whisperx.context.hindi_forms import form


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("मैं जा रही हूँ", {"female": 1}),
        ("मैं जा रहा हूँ", {"male": 1}),
        ("मैं कल आऊँगी।", {"female": 1}),
        ("main karunga", {"male": 1}),
        ("main ja rahi hoon", {"female": 1}),
        ("मैं वहाँ गई थी", {"female": 1}),
        ("वह जा रही थी और मैं सो रहा था", {"male": 1}),
        ("मैं चाहती हूँ कि तुम जाओ", {"female": 1}),
        ("मैंने खाना खाया था", {}),
        ("मैं भी हूँ", {}),
        ("मैं नेता हूँ", {}),
        ("वह जा रही है", {}),
    ],
)
def test_who_speaks(text: str, speaker: dict[str, float]) -> None:
    assert dict(hindi_cues(text).speaker) == speaker


@pytest.mark.parametrize(
    ("text", "addressee", "register"),
    [
        ("आप कहाँ जा रही हैं?", {"female": 1}, {"formal"}),
        ("आप क्या करते हैं", {"male": 0.5}, {"formal"}),
        ("तुम क्या कर रही हो", {"female": 1}, {"familiar"}),
        ("tum aaogi na", {"female": 1}, {"familiar"}),
        ("तू जा रहा है", {"male": 1}, {"intimate"}),
        ("तूने क्या किया", {}, {"intimate"}),
        ("बैठिए।", {}, {"formal"}),
        ("अपने आप चला गया", {}, set()),
        ("तुम लोग जाओगे", {"male": 0.5}, {"familiar"}),
        ("मुझे एक कप चाय चाहिए।", {}, set()),
    ],
)
def test_to_whom(text: str, addressee: dict[str, float], register: set[str]) -> None:
    cues = hindi_cues(text)
    assert dict(cues.addressee) == addressee
    assert set(cues.register) == register


def test_participles() -> None:
    assert participle("karti") == "female"
    assert participle("gaya") == "male"
    assert participle("pita") == "unknown"


def test_a_clause_of_another_subject() -> None:
    assert speaks_of_itself([form(word) for word in ("मैं", "वहाँ", "था")])
    assert not speaks_of_itself([form(word) for word in ("मैं", "और", "वह", "थे")])
