"""The transcript as plain text, and what is doubtful of its lines in words."""

from collections.abc import Iterator, Sequence

from cp_whisperx.alignment.placing import NOT_HEARD, ROUGH
from cp_whisperx.alignment.windows import POOR
from shared.artifacts import Segment, Transcript
from shared.unicode_scripts import join_words

# The engine of a transcript whose text was given, not heard.
SCRIPT = "script"
# Of lines that are doubtful for one reason, so many are told in words.
_TOLD = 5


def transcript_text(transcript: Transcript, pause: float) -> str:
    """Writes a transcript as paragraphs, one a line.

    Args:
        transcript: Segments in order.
        pause: Seconds of silence from which a new paragraph begins.

    Returns:
        Lines that end in a newline; each begins with the speaker if there is more than one.
    """
    several = len({segment.speaker for segment in transcript.segments if segment.text.strip()}) > 1
    lines = []
    for paragraph in _paragraphs(transcript, pause):
        label = f"{paragraph[0].speaker}: " if several and paragraph[0].speaker else ""
        lines.append(label + join_words(" ".join(s.text.split()) for s in paragraph))
    return "".join(f"{line}\n" for line in lines)


def doubts(transcript: Transcript) -> list[str]:
    """Says of a script's lines which were not heard, and of which the time is a guess."""
    unheard = [row.segment for row in transcript.removed if NOT_HEARD in row.reasons]
    rough = [segment for segment in transcript.segments if ROUGH in segment.flags]
    given = transcript.segments if transcript.engine == SCRIPT else ()
    misfit = [segment for segment in given if POOR in segment.flags and segment not in rough]
    return [
        *_told(unheard, "of the script not heard and set aside", timed=False),
        *_told(rough, "with a time that is guessed from the place in the script", timed=True),
        *_told(misfit, "of the script fit nowhere near the time given, which is kept", timed=True),
    ]


def _told(segments: Sequence[Segment], what: str, *, timed: bool) -> Iterator[str]:
    if not segments:
        return
    shown = [
        f"{segment.start:.1f} s: {segment.text!r}" if timed else repr(segment.text)
        for segment in segments[:_TOLD]
    ]
    more = f", and {len(segments) - _TOLD} more" if len(segments) > _TOLD else ""
    lines = "line" if len(segments) == 1 else "lines"
    yield f"{len(segments)} {lines} {what}: {'; '.join(shown)}{more}."


def _paragraphs(transcript: Transcript, pause: float) -> Iterator[list[Segment]]:
    current: list[Segment] = []
    for segment in transcript.segments:
        if not segment.text.strip():
            continue
        if current and _breaks(current[-1], segment, pause):
            yield current
            current = []
        current.append(segment)
    if current:
        yield current


def _breaks(before: Segment, after: Segment, pause: float) -> bool:
    return after.start - before.end >= pause or after.speaker != before.speaker
