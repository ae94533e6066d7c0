"""The engine that separates nothing: the film's own mix is heard as it is."""

from collections.abc import Callable
from pathlib import Path

from shared.config import Config


class NoSeparation:
    """Makes no vocals. It needs no model and is always there."""

    def __init__(self, config: Config) -> None:
        """Takes the job's configuration, of which it needs nothing."""
        del config

    def separate(self, audio: Path, vocals: Path, report: Callable[[float], None]) -> bool:
        """Writes nothing and says so."""
        del audio, vocals
        report(1.0)
        return False

    def close(self) -> None:
        """There is nothing to free."""
