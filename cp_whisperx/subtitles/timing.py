"""Cues with their times, and the film's frames that all times are reckoned in."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from shared.artifacts import SegmentKind

# Where a film has no picture, or does not say how many frames a second it has.
USUAL_RATE = 24.0
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
        speaker: Who says it, if known; the upper line where two speakers share it.
        second_speaker: Who says the lower line where two speakers share it.
    """

    start: float
    end: float
    lines: tuple[str, ...]
    kind: SegmentKind = "speech"
    dialogue: bool = False
    speech_start: float | None = None
    speaker: str | None = None
    second_speaker: str | None = None

    @property
    def song(self) -> bool:
        """Whether the lines are sung."""
        return self.kind == "song"


@dataclass(frozen=True)
class FrameGrid:
    """Seconds to frames and back, and the rules' limits in frames.

    Attributes:
        rate: Frames a second.
        profile: The rules.
        cuts: First frames of shots, in order.
    """

    rate: float
    profile: StyleProfile
    cuts: tuple[int, ...] = ()

    def frame(self, seconds: float) -> int:
        """Returns the frame nearest to a time."""
        return round(seconds * self.rate)

    def seconds(self, frame: int) -> float:
        """Returns the time of a frame."""
        return frame / self.rate

    @cached_property
    def shortest(self) -> int:
        """Least frames a cue lasts."""
        return max(1, math.ceil(self.profile.min_duration * self.rate - _ROUNDING))

    @cached_property
    def longest(self) -> int:
        """Most frames a cue lasts."""
        return max(self.shortest, math.floor(self.profile.max_duration * self.rate + _ROUNDING))

    @cached_property
    def gap(self) -> int:
        """Least frames between two cues."""
        return self.profile.min_gap_frames

    @cached_property
    def open_gap(self) -> int:
        """Least frames of a gap that may stay open: 12 at 24 frames a second."""
        return max(self.gap + 1, math.ceil(self.profile.rules.open_gap * self.rate - _ROUNDING))

    @cached_property
    def shot_window(self) -> int:
        """Frames from a cut that a cue must not begin or end within: 12 at 24 frames a second."""
        return round(self.profile.rules.shot_window * self.rate)

    @cached_property
    def lead(self) -> int:
        """Most frames that a cue too fast to read may appear before its first word."""
        return self.frame(self.profile.rules.lead)

    @cached_property
    def linger(self) -> int:
        """Frames that a cue stays after its last word where nobody speaks."""
        return self.frame(self.profile.rules.linger)

    def reading(self, lines: Sequence[str]) -> int:
        """Returns the frames that lines need to be read."""
        length = sum(visible_length(line, self.profile.language) for line in lines)
        wanted = math.ceil(length / self.profile.reading_speed * self.rate - _ROUNDING)
        return min(max(self.shortest, wanted), self.longest)

    def cuts_near(self, frame: int) -> tuple[int, ...]:
        """Returns the cuts less than the shot window away from a frame."""
        if not self.cuts:
            return ()
        first = bisect_left(self.cuts, frame - self.shot_window + 1)
        return self.cuts[first : bisect_left(self.cuts, frame + self.shot_window)]

    def starts_well(self, frame: int) -> bool:
        """Whether a cue may begin at a frame: on a cut, or well away from every one."""
        return frame in (near := self.cuts_near(frame)) or not near

    def ends_well(self, frame: int) -> bool:
        """Whether a cue may end at a frame: the gap before a cut, or well away from every one."""
        near = self.cuts_near(frame)
        return frame + self.gap in near or not near
