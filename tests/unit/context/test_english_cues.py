import pytest

from cp_whisperx.context.cues import Cues
from cp_whisperx.context.english_cues import vocative_cues


@pytest.mark.parametrize(
    ("text", "gender"),
    [("Yes, sir.", "male"), ("जी मैडम", "female"), ("Good morning, ma'am!", "female"),
     ("सर, मेरी बात सुनिए", "male")],
)  # fmt: skip
def test_forms_of_address(text: str, gender: str) -> None:
    cues = vocative_cues(text, Cues())
    assert dict(cues.addressee) == {gender: 1}
    assert set(cues.register) == {"formal"}


@pytest.mark.parametrize("text", ["मेरे सर में दर्द है", "The sir of the manor", "It is a stir."])
def test_words_that_call_nobody(text: str) -> None:
    assert not vocative_cues(text, Cues()).addressee


def test_grammar_tells_the_register() -> None:
    cues = Cues()
    cues.register["familiar"] += 1
    assert set(vocative_cues("Come, sir.", cues).register) == {"familiar"}
