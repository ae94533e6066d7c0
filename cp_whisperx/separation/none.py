"""The engine that separates nothing: the film's own mix is heard as it is."""

from collections.abc import Callable
from pathlib import Path

from shared.artifacts import Accompaniment
from shared.config import Config


class NoSeparation:
    """Makes no vocals. It needs no model and is always there."""

    makes_vocals = False

    def __init__(self, config: Config) -> None:
        """Takes the job's configuration, of which it needs nothing."""
        del config

    def separate(
        self, sound: Path, vocals: Path, frames: int, report: Callable[[float], None]
    ) -> Accompaniment | None:
        """Writes nothing and says so."""
        del sound, vocals, frames
        report(1.0)
        return None

    def close(self) -> None:
        """There is nothing to free."""
