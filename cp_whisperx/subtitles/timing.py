"""Display times: when each cue appears and goes, on the film's clock and its frame grid.

All is reckoned in whole frames, so that a gap of two frames is two frames. These hold for every
track: cues do not overlap, none starts before zero, none is shorter than 5/6 s or longer than
7 s, gaps are two frames or at least half a second. Reading speed and in-time hold as far as the
speech leaves room.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from cp_whisperx.subtitles.utterances import Draft
from shared.artifacts import SegmentKind

# Seconds that a cue too fast to read may appear before its first word.
_LEAD = 0.5
# Seconds that a cue stays after its last word where nobody speaks.
_LINGER = 0.5
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Cue:
    """A finished cue.

    Attributes:
        start: Seconds from the start of the film.
        end: Seconds from the start of the film.
        lines: One or two lines of plain text.
        kind: Whether it is spoken or sung.
        dialogue: Whether two speakers share it.
        speech_start: When its first word is said, if known.
    """

    start: float
    end: float
    lines: tuple[str, ...]
    kind: SegmentKind = "speech"
    dialogue: bool = False
    speech_start: float | None = None

    @property
    def song(self) -> bool:
        """Whether the lines are sung."""
        return self.kind == "song"


@dataclass(frozen=True)
class FrameGrid:
    """Seconds to frames and back, and the rules' limits in frames."""

    rate: float
    profile: StyleProfile

    def frame(self, seconds: float) -> int:
        """Returns the frame nearest to a time."""
        return round(seconds * self.rate)

    def seconds(self, frame: int) -> float:
        """Returns the time of a frame."""
        return frame / self.rate

    @property
    def shortest(self) -> int:
        """Least frames a cue lasts."""
        return max(1, math.ceil(self.profile.min_duration * self.rate - _ROUNDING))

    @property
    def longest(self) -> int:
        """Most frames a cue lasts."""
        return max(self.shortest, math.floor(self.profile.max_duration * self.rate + _ROUNDING))

    @property
    def gap(self) -> int:
        """Least frames between two cues."""
        return self.profile.min_gap_frames

    @property
    def open_gap(self) -> int:
        """Least frames of a gap that may stay open: 12 at 24 frames a second."""
        return max(self.gap + 1, math.ceil(self.rate / 2))

    def reading(self, lines: Sequence[str]) -> int:
        """Returns the frames that lines need to be read."""
        length = sum(visible_length(line, self.profile.language) for line in lines)
        wanted = math.ceil(length / self.profile.reading_speed * self.rate - _ROUNDING)
        return min(max(self.shortest, wanted), self.longest)


@dataclass
class _Slot:
    """A cue's frames while they are being set."""

    start: int
    end: int
    spoken_end: int
    need: int


def schedule(
    drafts: Sequence[Draft],
    profile: StyleProfile,
    frame_rate: float,
    offset: float = 0.0,
    film_end: float | None = None,
) -> list[Cue]:
    """Gives drafts their display times.

    Args:
        drafts: In order of time.
        profile: The rules to hold.
        frame_rate: Frames a second of the film.
        offset: Seconds by which the audio's zero lies after the film's zero.
        film_end: Seconds after which no cue lingers, if known.
    """
    grid = FrameGrid(frame_rate, profile)
    slots = [_slot(draft, grid, offset) for draft in drafts]
    _space(slots, grid)
    _fill(slots, grid, _end_frame(slots, grid, film_end))
    _lead_in(slots, grid)
    _close_gaps(slots, grid)
    return [
        Cue(
            grid.seconds(slot.start), grid.seconds(slot.end), draft.lines, draft.kind,
            draft.dialogue, max(0.0, draft.start + offset),
        )
        for draft, slot in zip(drafts, slots, strict=True)
    ]  # fmt: skip


def _slot(draft: Draft, grid: FrameGrid, offset: float) -> _Slot:
    start = max(0, grid.frame(draft.start + offset))
    spoken_end = max(start, grid.frame(draft.end + offset))
    return _Slot(start, start, spoken_end, grid.reading(draft.lines))


def _end_frame(slots: Sequence[_Slot], grid: FrameGrid, film_end: float | None) -> int:
    """Returns the frame the last cue may last to."""
    if not slots:
        return 0
    last = slots[-1]
    if film_end is None:
        return last.start + grid.longest
    return max(math.floor(film_end * grid.rate), last.spoken_end, last.start + grid.shortest)


def _space(slots: Sequence[_Slot], grid: FrameGrid) -> None:
    """Leaves every cue at least the shortest duration before the next."""
    for before, slot in pairwise(slots):
        slot.start = max(slot.start, before.start + grid.shortest + grid.gap)


def _limit(slots: Sequence[_Slot], index: int, grid: FrameGrid, end: int) -> int:
    """Returns the last frame a cue may end at."""
    following = slots[index + 1].start - grid.gap if index + 1 < len(slots) else end
    return min(following, slots[index].start + grid.longest)


def _fill(slots: Sequence[_Slot], grid: FrameGrid, end: int) -> None:
    """Ends each cue when it has been said and read, and lets it linger in silence."""
    linger = grid.frame(_LINGER)
    for index, slot in enumerate(slots):
        wanted = max(slot.spoken_end + linger, slot.start + slot.need)
        slot.end = min(wanted, _limit(slots, index, grid, end))


def _lead_in(slots: Sequence[_Slot], grid: FrameGrid) -> None:
    """Lets a cue that is too fast appear earlier, in silence or in the linger of the one before."""
    for index, slot in enumerate(slots):
        lacking = slot.need - (slot.end - slot.start)
        if lacking <= 0:
            continue
        floor = 0
        if index:
            before = slots[index - 1]
            kept = max(before.spoken_end, before.start + before.need)
            before_end = min(before.end, kept)
            floor = before_end + grid.gap
        start = max(slot.start - min(lacking, grid.frame(_LEAD)), floor)
        slot.start = min(slot.start, start)
        if index:
            slots[index - 1].end = min(slots[index - 1].end, slot.start - grid.gap)


def _close_gaps(slots: Sequence[_Slot], grid: FrameGrid) -> None:
    """Closes gaps too short to be seen as gaps, or opens them where the cue would be too long."""
    for slot, following in pairwise(slots):
        gap = following.start - slot.end
        if not grid.gap < gap < grid.open_gap:
            continue
        closed = following.start - grid.gap
        if closed - slot.start <= grid.longest:
            slot.end = closed
        else:
            slot.end = max(slot.start + grid.shortest, following.start - grid.open_gap)
