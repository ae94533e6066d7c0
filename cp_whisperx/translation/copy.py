"""Engine `copy`: the source language's own track, whose lines are already as they should be."""

from collections.abc import Sequence

from shared.config import Config
from shared.errors import InvalidInputError


class CopyTranslator:
    """Gives every line back as it is."""

    def __init__(self, _config: Config) -> None:
        """Takes the configuration like every engine; a copy needs none of it."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Returns the lines unchanged.

        Raises:
            InvalidInputError: If another language than the source is asked for.
        """
        if source != target:
            raise InvalidInputError(
                f"The engine copy cannot translate from {source} into {target}.",
                "Choose another engine with TRANSLATION_ENGINE.",
            )
        return list(texts)

    def close(self) -> None:
        """Has nothing to free."""
