from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.recurring import Recurring, repeated_alike


def test_lines_are_the_same_where_their_notes_agree() -> None:
    asked: list[str] = []

    def translate(texts: list[str], _notes: list[LineNotes]) -> list[str]:
        asked.extend(texts)
        return [f"{text} {len(asked)}" for text in texts]

    once = Recurring(translate)
    to_her, to_him = LineNotes(addressee_gender="female"), LineNotes(addressee_gender="male")
    notes = [to_her, to_him, to_her, LineNotes(scene=1)]
    made = once.translate(["a", "a", " a", "b"], notes)
    assert asked == ["a", "a", "b"]
    assert made[0] == made[2]
    assert once.translate(["b", "c"])[0] == made[3]
    assert asked == ["a", "a", "b", "c"]


def test_repetitions_are_counted() -> None:
    pairs = [("a", "x"), ("a ", "x"), ("a", "y"), ("b", "z")]
    assert repeated_alike(pairs) == (2, 1)
