"""A translated transcript as text to read."""

from collections.abc import Sequence

from shared.artifacts import TranslatedSegment
from shared.languages import get_language
from shared.unicode_scripts import UNSPACED_SCRIPTS


def as_paragraphs(segments: Sequence[TranslatedSegment], language: str, pause: float) -> str:
    """Writes segments as paragraphs with an empty line between.

    Args:
        segments: In order of time.
        language: BCP-47 code of the text.
        pause: Silence in seconds from which a new paragraph begins; a new speaker and the
            beginning or end of a song begin one too.
    """
    space = "" if get_language(language).script in UNSPACED_SCRIPTS else " "
    paragraphs: list[list[str]] = []
    before: TranslatedSegment | None = None
    for segment in (row for row in segments if row.text.strip()):
        if before is None or _breaks(before, segment, pause):
            paragraphs.append([])
        paragraphs[-1].append(segment.text.strip())
        before = segment
    return "".join(space.join(lines) + "\n\n" for lines in paragraphs).rstrip("\n") + "\n"


def _breaks(before: TranslatedSegment, after: TranslatedSegment, pause: float) -> bool:
    long_pause = after.start - before.end >= pause
    return long_pause or before.speaker != after.speaker or before.kind != after.kind
