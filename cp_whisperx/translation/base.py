"""What a translation engine does. To add one: a module like this package's others, and a row."""

from collections.abc import Sequence
from typing import Any, Protocol

from shared.flow.text import Gender, LineNotes, Register

__all__ = ["Gender", "LineNotes", "Register", "Translator"]


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
