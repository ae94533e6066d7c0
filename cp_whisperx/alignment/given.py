"""Alignment engine `given`: the times are people's work and stay as they are."""

from collections.abc import Callable
from pathlib import Path

from shared.artifacts import SpeechRegions, Transcript
from shared.config import Config


class GivenTimes:
    """Keeps the times of a subtitle file."""

    def __init__(self, config: Config) -> None:
        """Needs no parameter and no model."""

    def align(
        self,
        audio: Path,  # noqa: ARG002
        transcript: Transcript,
        regions: SpeechRegions,  # noqa: ARG002
        report: Callable[[float], None],
    ) -> Transcript:
        """Returns the transcript as it is; see `Aligner.align`."""
        report(1.0)
        return transcript

    def close(self) -> None:
        """Has nothing to free."""
