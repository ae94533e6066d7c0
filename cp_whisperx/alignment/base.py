"""What an alignment engine does. To add one: a module like this package's others, and a row."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from shared.artifacts import SpeechRegions, Transcript


class Aligner(Protocol):
    """Finds when each word is said. Engines are made with the job's configuration."""

    def align(
        self,
        audio: Path,
        transcript: Transcript,
        regions: SpeechRegions,
        report: Callable[[float], None],
    ) -> Transcript:
        """Gives every word its time.

        Args:
            audio: 16 kHz mono 16-bit WAV.
            transcript: Segments with the recogniser's times.
            regions: Where somebody speaks.
            report: Takes the share done, 0 to 1.

        Returns:
            The same segments and words with refined times; a segment that fits nowhere keeps the
            recogniser's times and gets the flag `aligned_poorly`.
        """
        ...

    def close(self) -> None:
        """Frees the model."""
        ...
