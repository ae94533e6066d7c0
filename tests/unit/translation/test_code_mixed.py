import pytest

from cp_whisperx.translation.code_mixed import in_one_script
from cp_whisperx.translation.terms import TermKeeper
from shared.artifacts import GlossaryTerm


@pytest.mark.parametrize(
    ("line", "source", "expected"),
    [
        ("मैं office जा रहा हूँ।", "hi", "मैं ऑफ़िस जा रहा हूँ।"),
        ("मैं ठीक हूँ।", "hi", "मैं ठीक हूँ।"),
        ("main tumse pyar karta hoon", "hi", "मैं तुमसे प्यार करता हूँ"),
        ("main tumse pyar karta hoon", "hi-Latn", "मैं तुमसे प्यार करता हूँ"),
        ("I will see you in the morning", "hi", "I will see you in the morning"),
        ("यह CBI है", "hi", "यह CBI है"),
        ("No, I am fine", "en", "No, I am fine"),
    ],
)
def test_hindi_stands_in_one_script(line: str, source: str, expected: str) -> None:
    assert in_one_script(line, source) == expected


def test_terms_have_the_glossarys_spelling() -> None:
    terms = [
        GlossaryTerm(term="महंत", kind="name", aliases=("Mahant",)),
        GlossaryTerm(term="Zed", kind="name"),
    ]
    line = "Mahant और Zed office में हैं"
    assert in_one_script(line, "hi", TermKeeper(terms, "en").find(line)) == ("महंत और Zed ऑफ़िस में हैं")
