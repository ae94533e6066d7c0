"""The same line comes out the same: each distinct line of a film is translated once."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from cp_whisperx.translation.base import LineNotes

Made = TypeVar("Made")
# What changes the wording: a line said to a woman may read otherwise than one said to a man.
_WORDING = ("speaker_gender", "addressee_gender", "register", "kind", "terms")


class Recurring(Generic[Made]):
    """Translates lines into one target and remembers them.

    Lines are the same if their words and marks are, and what is known of them beside their text
    agrees. Lines that are merely alike are not: they may differ in a negation or a number.

    Args:
        translate: Translates a list of lines, with what is known of each.
    """

    def __init__(self, translate: Callable[[list[str], list[LineNotes]], Sequence[Made]]) -> None:
        self._translate = translate
        self._made: dict[Hashable, Made] = {}

    def translate(
        self, texts: Sequence[str], notes: Sequence[LineNotes] | None = None
    ) -> list[Made]:
        """Translates the lines that are new; as many come back as went in, in order."""
        known = list(notes) if notes is not None else [LineNotes() for _ in texts]
        keys = [_key(text, note) for text, note in zip(texts, known, strict=True)]
        new = {key: at for at, key in reversed(list(enumerate(keys))) if key not in self._made}
        places = sorted(new.values())
        made = self._translate([texts[at] for at in places], [known[at] for at in places])
        self._made |= {keys[at]: line for at, line in zip(places, made, strict=True)}
        return [self._made[key] for key in keys]


def _key(text: str, note: LineNotes) -> Hashable:
    return " ".join(text.split()), tuple(str(note.get(name, "")) for name in _WORDING)


def repeated_alike(pairs: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Counts source lines that come again, and those of them that read as at first.

    Args:
        pairs: Source lines with their translations, in order.

    Returns:
        Repetitions (the first of each line is none), and how many of them read the same.
    """
    first: dict[str, str] = {}
    repeated = alike = 0
    for source, translation in pairs:
        key = " ".join(source.split())
        if key in first:
            repeated += 1
            alike += first[key] == translation
        first.setdefault(key, translation)
    return repeated, alike
