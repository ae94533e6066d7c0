"""Recognition engine `subtitles`: text and times come from a subtitle file and stay as they are.

For translating subtitles that exist. Text is certain, so its confidence is 1, and each segment says
which cue it came from. To find the times anew in the audio, the engine `script` reads such files.
"""

import re
from collections.abc import Callable

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.rough_words import with_words
from cp_whisperx.asr.script_files import ScriptLine, read_subtitles
from shared.artifacts import RemovedSegment, Segment, Transcript
from shared.config import Config
from shared.errors import ConfigurationError
from shared.languages import AUTO
from shared.wav import duration_of

# Why lines were set aside.
OUTSIDE = "outside_the_audio"
_NOTES = "♪♫♩♬"
_SONG = re.compile(rf"^[#\s]*[{_NOTES}#].*|.*[{_NOTES}][\s]*$", re.DOTALL)


class SubtitleReader:
    """Gives a subtitle file's cues as if they were recognised.

    Args:
        config: Uses `alignment_script`, and `start_time` and `end_time`, which cut a clip.

    Raises:
        ConfigurationError: If no file is named.
        InvalidInputError: If it cannot be read.
    """

    def __init__(self, config: Config) -> None:
        if config.alignment_script is None:
            raise ConfigurationError(
                "The engine subtitles has no file: ALIGNMENT_SCRIPT is empty.",
                "Name one with --subtitles FILE.",
            )
        self._name = config.alignment_script.name
        self._lines = read_subtitles(config.alignment_script, config.source_language)
        self._clipped = config.end_time is not None

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        """Gives the file's lines: see `cp_whisperx.asr.base`.

        Unlike what is recognised, they may overlap and may go on after the audio's end.
        """
        if request.language == AUTO:
            raise ConfigurationError(
                "Subtitles say not which language they are in.", "Name it: --source-language hi."
            )
        duration = duration_of(request.audio)
        lines = [line for line in self._lines if any(char.isalnum() for char in line.text)]
        segments = [_segment(n, line, request) for n, line in enumerate(lines)]
        outside = [self._is_outside(segment, duration) for segment in segments]
        report(1.0)
        return Transcript(
            language=request.language,
            duration=duration,
            engine="subtitles",
            model=self._name,
            segments=tuple(
                with_words(s) for s, out in zip(segments, outside, strict=True) if not out
            ),
            removed=tuple(
                RemovedSegment(segment=segment, reasons=(OUTSIDE,))
                for segment, out in zip(segments, outside, strict=True)
                if out
            ),
        )

    def close(self) -> None:
        """Has nothing to free."""

    def _is_outside(self, segment: Segment, duration: float) -> bool:
        return segment.end <= 0.0 or (self._clipped and segment.start >= duration)


def _segment(number: int, line: ScriptLine, request: RecognitionRequest) -> Segment:
    start, end = (edge - request.offset for edge in (line.start or 0.0, line.end or 0.0))
    sung = _SONG.match(line.text) is not None
    return Segment(
        id=number,
        start=max(0.0, start),
        end=end,
        text=line.text.strip(f"{_NOTES}# ") if sung else line.text,
        language=request.language,
        confidence=1.0,
        kind="song" if sung else "speech",
        cue=line.cue,
    )
