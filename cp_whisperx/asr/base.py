"""What a recognition engine does. To add one: a module like this package's others, and a row."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cp_whisperx.asr.journal import Journals
from shared.artifacts import SpeechRegions, Transcript

# ISO 639-2's code for a language that is not known, as where nobody speaks.
UNDETERMINED = "und"


@dataclass(frozen=True)
class RecognitionRequest:
    """What to recognise.

    Attributes:
        audio: 16 kHz mono 16-bit WAV.
        regions: Where somebody speaks; text comes from there alone.
        language: Language to pin, or `auto` to detect it.
        hotwords: Names and terms that are likely, the likeliest first.
        careful: Whether to take another and slower way than usual, because the usual one led
            astray; an engine with one way alone does the same again.
        offset: Seconds by which the audio's zero lies after the film's zero.
        halvings: How often the usual batch is halved, because memory gave out before.
        script: ISO 15924 code of the script that the text must be in, such as `Deva`; None leaves
            it to the engine. Engines that cannot pin a script ignore it.
        alone: Whether each region is heard by itself, with wide margins; an engine that cannot
            do so hears them as always.
        journals: Where results are kept while the work goes on, so that it can be gone on with
            after a kill; None keeps nothing.
    """

    audio: Path
    regions: SpeechRegions
    language: str
    hotwords: tuple[str, ...] = ()
    careful: bool = False
    script: str | None = None
    offset: float = 0.0
    halvings: int = 0
    alone: bool = False
    journals: Journals | None = None


class Recogniser(Protocol):
    """Turns speech into text. Engines are made with the job's configuration: `Engine(config)`."""

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        """Recognises speech.

        Args:
            request: What to recognise.
            report: Takes the share done, 0 to 1.

        Returns:
            Segments in order, inside the audio and not overlapping, each with its words. Its
            language is the pinned one, or the one detected.
        """
        ...

    def close(self) -> None:
        """Frees the model."""
        ...
