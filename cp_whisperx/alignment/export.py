"""The transcript as plain text."""

from collections.abc import Iterator

from shared.artifacts import Segment, Transcript
from shared.languages import LANGUAGES

_UNSPACED = frozenset({"Hani", "Jpan"})


def transcript_text(transcript: Transcript, pause: float) -> str:
    """Writes a transcript as paragraphs, one a line.

    Args:
        transcript: Segments in order.
        pause: Seconds of silence from which a new paragraph begins.

    Returns:
        Lines that end in a newline; each begins with the speaker if there is more than one.
    """
    language = LANGUAGES.get(transcript.language)
    space = "" if language and language.script in _UNSPACED else " "
    several = len({segment.speaker for segment in transcript.segments if segment.text.strip()}) > 1
    lines = []
    for paragraph in _paragraphs(transcript, pause):
        label = f"{paragraph[0].speaker}: " if several and paragraph[0].speaker else ""
        lines.append(label + space.join(" ".join(segment.text.split()) for segment in paragraph))
    return "".join(f"{line}\n" for line in lines)


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
