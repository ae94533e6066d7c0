import pytest

from cp_whisperx.context.calling import role_of
from cp_whisperx.context.cast import cast_of
from cp_whisperx.context.tokens import tokens_of
from shared.artifacts import GlossarySnapshot, GlossaryTerm, Segment

CAST = cast_of(
    GlossarySnapshot(
        terms=tuple(
            GlossaryTerm(term=name, kind="name", aliases=(alias,), source="tmdb")
            for name, alias in (("Aditi", "अदिति"), ("Raj", "राज"), ("Maya", "माया"))
        )
    ),
    None,
)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Aditi, idhar aao", "called"), ("हाँ राज", "called"), ("अदिति तुम कहाँ हो", "called"),
        ("अरे राज, सुनो", "called"), ("तुम कहाँ थे, राज?", "called"), ("Raj!", "called"),
        ("अदिति जी, नमस्ते", "called"), ("Thank you. Raj, come here", "called"),
        ("मैं राज हूँ", "self"), ("My name is Raj.", "self"), ("मेरा नाम अदिति है", "self"),
        ("मैं राज बोल रहा हूँ", "self"), ("main Raj hoon", "self"),
        ("This is Maya.", "shown"), ("यह माया है", "shown"),
        ("राज ने खाना खाया", "mentioned"), ("राज को बुलाओ", "mentioned"),
        ("I saw Maya, and left", "mentioned"), ("माया कहाँ है", "mentioned"),
        ("यह राज का घर है", "mentioned"),
    ],
)  # fmt: skip
def test_what_a_name_does(text: str, role: str) -> None:
    line = next(tokens_of([Segment(id=0, start=0, end=1, text=text)]))
    mentions = CAST.mentions(line)
    assert [role_of(mention, line) for mention in mentions] == [role]
