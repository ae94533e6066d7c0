"""What a translation engine does. To add one: a module like this package's others, and a row."""

from collections.abc import Sequence
from typing import Protocol

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
