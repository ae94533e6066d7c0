"""What a translation engine does. To add one: a module like this package's others, and a row."""

from collections.abc import Sequence
from typing import Any, Literal, Protocol, TypedDict

Gender = Literal["female", "male", "other", "unknown"]
Register = Literal["intimate", "familiar", "formal", "unknown"]
"""How the addressee is spoken to: Hindi tū, tum and āp in this order."""


class LineNotes(TypedDict, total=False):
    """What is known of a line beside its text, in plain JSON values; what is not known is absent.

    Attributes:
        scene: Number of its scene; lines of one scene belong together.
        speaker: The speaker's name or stable id.
        speaker_gender: The speaker's.
        addressee_gender: That of whom the line is said to.
        register: How the addressee is spoken to.
        kind: `speech`, `song` or `mixed`.
        characters: How many visible characters can be read in the line's time.
        terms: Glossary terms in the line, each with the rendering it must have.
        before: The source lines just before it, where it is given without its neighbours.
        after: The source lines just after it, likewise.
        draft: A translation that is to be bettered.
        faults: What is doubtful about the draft, as `judging` names it.
    """

    scene: int
    speaker: str
    speaker_gender: Gender
    addressee_gender: Gender
    register: Register
    kind: str
    characters: int
    terms: dict[str, str]
    before: list[str]
    after: list[str]
    draft: str
    faults: list[str]


class Translator(Protocol):
    """Translates lines. Engines are made with the job's configuration: `Engine(config)`.

    Arguments and results are plain JSON values, because an engine may live in another
    environment's process.
    """

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translates each line; as many come back as went in, in order.

        Args:
            texts: Lines in the source language.
            source: BCP-47 code.
            target: BCP-47 code.
        """
        ...

    def close(self) -> None:
        """Frees the model."""
        ...


class NotedTranslator(Translator, Protocol):
    """An engine that can use what is known of a line: its row says `takes_notes`."""

    def translate_noted(
        self, texts: Sequence[str], source: str, target: str, notes: Sequence[LineNotes]
    ) -> list[str]:
        """Translates each line as `translate` does.

        Args:
            texts: Lines in the source language.
            source: BCP-47 code.
            target: BCP-47 code.
            notes: One for each line.

        Returns:
            As many lines; an empty one for a line that the engine could not do well.
        """
        ...


class MeteredTranslator(Translator, Protocol):
    """An engine whose calls cost something: its row says `metered`."""

    def take_usage(self) -> list[dict[str, Any]]:
        """Returns what the calls since the last time used: values of `ModelCall`."""
        ...
