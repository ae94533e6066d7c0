"""A fake recogniser, for tests of faults alone: it says the lines of a file, whatever it hears.

A test puts it in the place of a recogniser in a copy of the project, with `lines.txt` beside it.
"""

from collections.abc import Callable
from pathlib import Path

from cp_whisperx.asr.base import RecognitionRequest
from shared.artifacts import Segment, Transcript, Word
from shared.config import Config

SECONDS_A_LINE = 0.7


class FasterWhisper:
    """Stands in for the engine of this name."""

    def __init__(self, config: Config) -> None:
        self._lines = Path(__file__).with_name("lines.txt").read_text("utf-8").splitlines()

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        segments = tuple(_segment(n, line) for n, line in enumerate(self._lines))
        report(1.0)
        return Transcript(
            language="hi", duration=request.regions.duration, engine="fake", segments=segments
        )

    def close(self) -> None:
        pass


def _segment(number: int, line: str) -> Segment:
    start = number * SECONDS_A_LINE
    parts = line.split()
    step = 0.6 / len(parts)
    words = tuple(
        Word(text=part, start=start + n * step, end=start + (n + 1) * step)
        for n, part in enumerate(parts)
    )
    return Segment(id=number, start=start, end=start + 0.6, text=line, language="hi", words=words)
