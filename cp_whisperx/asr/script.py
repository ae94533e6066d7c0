"""Recognition engine `script`: the text is known, from a script or subtitle file.

The text is certain, so its confidence is 1; alignment says how well it fits what is heard.
Subtitles keep their cues, with their times brought to this copy of the film. Of plain text only
the order is known: its lines share the speech by their length and are flagged `rough_time`, and
alignment finds their places.
"""

from collections.abc import Callable, Sequence

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.rough_words import with_words
from cp_whisperx.asr.script_files import ScriptLine, read_script
from cp_whisperx.asr.script_timing import Fit, fit_times, spread_over
from cp_whisperx.asr.windows import Span, merge_spans
from shared.artifacts import RemovedSegment, Segment, Transcript
from shared.config import Config
from shared.errors import ConfigurationError
from shared.languages import AUTO
from shared.wav import duration_of

ROUGH = "rough_time"
# Why lines were set aside.
NOT_SPOKEN, OUTSIDE = "not_spoken", "outside_the_audio"


class ScriptReader:
    """Gives a script's lines as if they were recognised.

    Args:
        config: Uses `alignment_script`.

    Raises:
        ConfigurationError: If no script is named.
        InvalidInputError: If it cannot be read.
    """

    def __init__(self, config: Config) -> None:
        if config.alignment_script is None:
            raise ConfigurationError(
                "The engine script has no script: ALIGNMENT_SCRIPT is empty.",
                "Name one with --script FILE.",
            )
        self._name = config.alignment_script.name
        self._lines = read_script(config.alignment_script, config.source_language)

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        """Gives the script's lines, whatever is asked for: see `cp_whisperx.asr.base`."""
        if request.language == AUTO:
            raise ConfigurationError(
                "A script says not which language it is in.", "Name it: --source-language hi."
            )
        segments: list[Segment] = []
        removed: list[RemovedSegment] = []
        duration = duration_of(request.audio)
        if request.regions.regions:
            segments, removed = self._placed(request, duration)
        report(1.0)
        return Transcript(
            language=request.language,
            duration=duration,
            engine="script",
            model=self._name,
            segments=tuple(segments),
            removed=tuple(removed),
        )

    def close(self) -> None:
        """Has nothing to free."""

    def _placed(
        self, request: RecognitionRequest, duration: float
    ) -> tuple[list[Segment], list[RemovedSegment]]:
        speech = merge_spans((region.start, region.end) for region in request.regions.regions)
        spans, rough = _spans(self._lines, speech, duration, request.offset)
        segments: list[Segment] = []
        removed: list[RemovedSegment] = []
        for number, (line, (start, end)) in enumerate(zip(self._lines, spans, strict=True)):
            segment = Segment(
                id=number,
                start=min(duration, max(0.0, start)),
                end=min(duration, max(0.0, end)),
                text=line.text,
                language=request.language,
                confidence=1.0,
                flags=(ROUGH,) if rough else (),
            )
            reason = _set_aside(line, start, end, duration)
            if reason:
                removed.append(RemovedSegment(segment=segment, reasons=(reason,)))
            else:
                segments.append(segment)
        return [with_words(segment) for segment in _apart(segments)], removed


def _spans(
    lines: Sequence[ScriptLine], speech: Sequence[Span], duration: float, offset: float
) -> tuple[list[Span], bool]:
    """Returns each line's time, and whether it is a mere guess."""
    timed = [
        (line.start - offset, line.end - offset)
        for line in lines
        if line.start is not None and line.end is not None
    ]
    if len(timed) == len(lines):
        fit = _fit(lines, timed, speech, duration)
        if fit.is_believed:
            return [(fit.apply(start), fit.apply(end)) for start, end in timed], False
    return spread_over([len(line.text) * line.is_spoken for line in lines], speech), True


def _fit(
    lines: Sequence[ScriptLine], timed: Sequence[Span], speech: Sequence[Span], duration: float
) -> Fit:
    spoken = [span for line, span in zip(lines, timed, strict=True) if line.is_spoken]
    return fit_times(spoken, speech, duration)


def _set_aside(line: ScriptLine, start: float, end: float, duration: float) -> str:
    if not line.is_spoken:
        return NOT_SPOKEN
    return OUTSIDE if end <= 0.0 or start >= duration else ""


def _apart(segments: Sequence[Segment]) -> list[Segment]:
    """Cuts lines short that run into the next one; cues of two speakers may overlap."""
    done: list[Segment] = []
    for segment in segments:
        if done and done[-1].end > segment.start:
            before = done[-1]
            done[-1] = before.model_copy(update={"end": max(before.start, segment.start)})
        done.append(segment)
    return done
