"""What a separation engine does. To add one: a module like this package's others, and a row."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Separator(Protocol):
    """Splits vocals from accompaniment. Engines are made with the job's configuration."""

    def separate(self, audio: Path, vocals: Path, report: Callable[[float], None]) -> bool:
        """Writes the vocals of an audio file to another.

        Args:
            audio: 16 kHz mono 16-bit WAV of any length; memory stays bounded.
            vocals: Where to write the vocals, of the same form and length.
            report: Takes the share done, 0 to 1.

        Returns:
            False if the engine makes no vocals; then nothing is written.
        """
        ...

    def close(self) -> None:
        """Frees the model."""
        ...
