"""What a voice activity engine does. To add one: a module like this package's others, and a row."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from shared.artifacts import SpeechRegions


class VoiceActivityDetector(Protocol):
    """Finds the stretches of an audio file in which somebody speaks.

    Engines are made with the job's configuration: `Engine(config)`.
    """

    def detect(self, audio: Path, report: Callable[[float], None]) -> SpeechRegions:
        """Finds speech.

        Args:
            audio: 16 kHz mono 16-bit WAV of any length; memory stays bounded.
            report: Takes the share done, 0 to 1.

        Returns:
            Regions in order, within the audio, not overlapping.
        """
        ...

    def close(self) -> None:
        """Frees the model."""
        ...
