"""What a separation engine does. To add one: a module like this package's others, and a row."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from shared.artifacts import Accompaniment


class Separator(Protocol):
    """Splits vocals from accompaniment. Engines are made with the job's configuration.

    Attributes:
        makes_vocals: Whether it makes any; the film's full sound need not be read otherwise.
    """

    makes_vocals: bool

    def separate(
        self, sound: Path, vocals: Path, frames: int, report: Callable[[float], None]
    ) -> Accompaniment | None:
        """Writes the vocals of a recording to another file.

        Args:
            sound: 16-bit WAV of one or two channels, any rate and length; memory stays bounded.
            vocals: Where to write the vocals, as 16 kHz mono 16-bit WAV.
            frames: How many samples it shall have, so that it fits the film's audio exactly.
            report: Takes the share done, 0 to 1.

        Returns:
            How loud vocals and accompaniment are over time; None if the engine makes no vocals,
            and then nothing is written.

        Raises:
            InvalidInputError: If the sound cannot be read, or the model is of another kind.
            OutOfMemoryError: If the memory does not suffice, with smaller batches neither.
        """
        ...

    def close(self) -> None:
        """Frees the model."""
        ...
