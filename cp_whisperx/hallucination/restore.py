"""Brings text back that was removed as made up, where the user asks for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.artifacts import RemovedSegment, Segment, Transcript
from shared.errors import ConfigurationError

ALL = "all"
_IDS = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")
_TIME = r"(?:\d+:)?\d{1,3}:\d{1,2}(?:\.\d+)?|\d+(?:\.\d+)?\s*s"
_TIMES = re.compile(rf"({_TIME})(?:\s*-\s*({_TIME}))?")
# A time read from a player or a list is right to about this much, in seconds.
_TOLERANCE = 0.5
_HINT = (
    "HALLUCINATION_RESTORE takes `all`, or numbers of segments (12, 40-45) and times (0:12:03, "
    "83.5s, 0:12:00-0:13:00) with commas between them, as removed.txt lists them."
)


@dataclass(frozen=True)
class Wish:
    """One thing that the user wants back.

    Attributes:
        text: As the user wrote it.
        ids: First and last number of segments, if numbers are meant.
        span: Start and end in seconds, if a time is meant.
    """

    text: str
    ids: range | None = None
    span: tuple[float, float] | None = None

    def names(self, segment: Segment, earlier: bool) -> bool:
        """Whether it means a segment; what recognition set aside itself is named by time alone."""
        if self.span is not None:
            start, end = self.span
            return segment.start <= end + _TOLERANCE and segment.end >= start - _TOLERANCE
        return not earlier and (self.ids is None or segment.id in self.ids)


def parse_wishes(entries: Sequence[str]) -> tuple[Wish, ...]:
    """Reads what the user wants back.

    Args:
        entries: The parts of HALLUCINATION_RESTORE.

    Raises:
        ConfigurationError: If one is neither `all`, numbers nor times.
    """
    return tuple(_parse(entry.strip()) for entry in entries)


def _parse(entry: str) -> Wish:
    if entry.lower() == ALL:
        return Wish(entry)
    if ids := _IDS.fullmatch(entry):
        return Wish(entry, ids=range(int(ids[1]), int(ids[2] or ids[1]) + 1))
    if times := _TIMES.fullmatch(entry):
        return Wish(entry, span=(_seconds(times[1]), _seconds(times[2] or times[1])))
    raise ConfigurationError(f"HALLUCINATION_RESTORE does not understand {entry!r}.", _HINT)


def _seconds(text: str) -> float:
    seconds = 0.0
    for part in text.rstrip("s ").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def restore(
    original: Transcript, cleaned: Transcript, wishes: Sequence[Wish]
) -> tuple[Transcript, tuple[Wish, ...]]:
    """Brings back what the user wants.

    Args:
        original: The transcript before cleaning.
        cleaned: The same, cleaned.
        wishes: What is to come back.

    Returns:
        The cleaned transcript with it, each text as it was recognised; and the wishes that meant
        nothing that was removed.
    """
    earlier = original.removed
    new = cleaned.removed[len(earlier) :]
    back = {entry.segment.id for entry in new if _wanted(entry, wishes, earlier=False)}
    left = {segment.id: segment for segment in cleaned.segments}
    segments = [
        segment if segment.id in back else left[segment.id]
        for segment in original.segments
        if segment.id in back or segment.id in left
    ]
    set_aside = [entry for entry in earlier if _wanted(entry, wishes, earlier=True)]
    removed = (
        *(entry for entry in earlier if entry not in set_aside),
        *(entry for entry in new if entry.segment.id not in back),
    )
    update = {"segments": _joined(segments, set_aside), "removed": removed}
    met = [wish for wish in wishes if _meets(wish, new, earlier)]
    return cleaned.model_copy(update=update), tuple(wish for wish in wishes if wish not in met)


def _wanted(entry: RemovedSegment, wishes: Sequence[Wish], *, earlier: bool) -> bool:
    return any(wish.names(entry.segment, earlier) for wish in wishes)


def _meets(wish: Wish, new: Sequence[RemovedSegment], earlier: Sequence[RemovedSegment]) -> bool:
    return any(wish.names(entry.segment, False) for entry in new) or any(
        wish.names(entry.segment, True) for entry in earlier
    )


def _joined(
    segments: Sequence[Segment], set_aside: Sequence[RemovedSegment]
) -> tuple[Segment, ...]:
    """Adds what recognition set aside, with ids of its own, in order of time."""
    if not set_aside:
        return tuple(segments)
    following = max((segment.id for segment in segments), default=-1) + 1
    added = [
        entry.segment.model_copy(update={"id": following + number})
        for number, entry in enumerate(set_aside)
    ]
    return tuple(sorted((*segments, *added), key=lambda segment: segment.start))
