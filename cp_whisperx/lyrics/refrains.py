"""Finds lines that come again, as the lines of a song do."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from shared.artifacts import Segment

_LEAST_WORDS = 3


def find_refrains(segments: Sequence[Segment]) -> frozenset[int]:
    """Returns the ids of the segments whose whole text another segment has too.

    Short lines do not count: "yes, of course" comes again in any talk.
    """
    lines = {segment.id: plain(segment.text) for segment in segments}
    counts = Counter(lines.values())
    return frozenset(
        number
        for number, line in lines.items()
        if counts[line] > 1 and len(line.split()) >= _LEAST_WORDS
    )


def plain(text: str) -> str:
    """Returns a text's words alone: letters, their marks and numbers, in one case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in folded)
    return " ".join("".join(kept).split())
