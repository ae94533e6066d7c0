"""Engine `romanise`: Hindi in Latin letters, from the same words as the track in Devanagari."""

from collections.abc import Sequence

from cp_whisperx.translation.sentences import has_letters
from shared.config import Config
from shared.errors import InvalidInputError
from shared.hindi_roman import romanise

_PAIR = ("hi", "hi-Latn")


class Romaniser:
    """Writes Hindi as people type it; English words come out in English spelling."""

    def __init__(self, _config: Config) -> None:
        """Takes the configuration like every engine and needs none of it."""

    @staticmethod
    def available_pairs() -> frozenset[tuple[str, str]]:
        """Returns the pairs it serves, by BCP-47 code."""
        return frozenset({_PAIR})

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Returns each line in Latin letters.

        Raises:
            InvalidInputError: If another pair is asked for.
        """
        if (source, target) != _PAIR:
            raise InvalidInputError(
                f"The engine romanise cannot write {source} as {target}.",
                "Choose another engine with TRANSLATION_ENGINE.",
            )
        return [" ".join(romanise(text.split())) if has_letters(text) else text for text in texts]

    def close(self) -> None:
        """Has nothing to free."""
