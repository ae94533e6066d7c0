"""The engine for machines without any that tells speakers apart: everybody is one speaker."""

from typing import Any

from shared.config import Config

REASON = "the engine one_speaker tells nobody apart"


class OneSpeaker:
    """Hears nobody in particular: the stage gives all speech to one speaker, with the reason."""

    def __init__(self, config: Config) -> None:
        pass

    def hear(self, audio: str, start: float, end: float) -> None:
        """Has nothing to learn from the sound."""

    def turns(self) -> dict[str, Any]:
        """Says why there are no turns."""
        return {"turns": [], "reason": REASON}

    def close(self) -> None:
        """Has nothing to free."""
