"""Display times: when each cue appears and goes, on the film's clock and its frame grid.

All is reckoned in whole frames, so that a gap of two frames is two frames. These hold for every
track: cues do not overlap, none starts before zero, none is shorter or longer than the profile
allows, gaps are closed or open. Among the times that keep them, the cheapest are found by dynamic
programming over all cues: a cue begins with its first word and stays until it has been said and
read; it begins on a shot change that is near and ends just before one; what is too fast to read
gets time from the silence after it, then from the silence before it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cp_whisperx.subtitles.profiles import StyleProfile
from cp_whisperx.subtitles.timing import Cue, FrameGrid
from cp_whisperx.subtitles.utterances import Draft

# What each frame or each broken rule costs.
_OFF_SHOT = 60.0
_OUT_OF_TIME = 120.0
_OUT_OF_TIME_FRAME = 5.0
_NEAR_MISS = 0.5
_SNAPPED = 1.0
_EARLY_TO_READ = 2.0
_TOO_FAST = 150.0
_TOO_FAST_FRAME = 10.0
_CUT_OFF = 1.5
_HANGING = 0.2
_OVER_A_CUT = 18.0
_HURRIED = 0.1
# Share of the shot window within which a cue waits for the cut instead of appearing before it, and
# goes at the cut instead of after it: 7 frames of 12 in Netflix's timing guidelines, which move
# what is 8 to 11 frames from a cut half a second away from it.
_WAITS = 2 / 3


@dataclass(frozen=True)
class _Slot:
    """A cue to be timed, in frames: when it is spoken, and what it needs to be read."""

    spoken: int
    spoken_end: int
    need: int
    least: int


@dataclass(frozen=True)
class _Choice:
    """The cheapest way to go on from a cue's start: its end, and the next cue's start."""

    cost: float
    end: int
    following: int | None


def schedule(
    drafts: Sequence[Draft],
    profile: StyleProfile,
    frame_rate: float,
    offset: float = 0.0,
    film_end: float | None = None,
    shots: Sequence[float] = (),
) -> list[Cue]:
    """Gives drafts their display times.

    Args:
        drafts: In order of time.
        profile: The rules to hold.
        frame_rate: Frames a second of the film.
        offset: Seconds by which the audio's zero lies after the film's zero.
        film_end: Seconds after which no cue lingers, if known.
        shots: When shots begin, in order, in seconds on the film's clock.
    """
    cuts = tuple(sorted({round(time * frame_rate) for time in shots}))
    grid = FrameGrid(frame_rate, profile, cuts)
    times = _Scheduler(_slots(drafts, grid, offset), grid, film_end).times()
    return [
        Cue(
            grid.seconds(start), grid.seconds(end), draft.lines, draft.kind,
            draft.dialogue, max(0.0, draft.start + offset), draft.speaker, draft.second_speaker,
        )
        for draft, (start, end) in zip(drafts, times, strict=True)
    ]  # fmt: skip


def _slots(drafts: Sequence[Draft], grid: FrameGrid, offset: float) -> list[_Slot]:
    """Makes slots; `least` is the earliest start that leaves all before it the least time."""
    slots: list[_Slot] = []
    for draft in drafts:
        spoken = max(0, grid.frame(draft.start + offset))
        after = slots[-1].least + grid.shortest + grid.gap if slots else 0
        end = max(spoken, grid.frame(draft.end + offset))
        slots.append(_Slot(spoken, end, grid.reading(draft.lines), max(spoken, after)))
    return slots


class _Scheduler:
    """Finds the cheapest times from the last cue to the first."""

    def __init__(self, slots: Sequence[_Slot], grid: FrameGrid, film_end: float | None) -> None:
        self._slots = slots
        self._grid = grid
        self._film_end = film_end

    def times(self) -> list[tuple[int, int]]:
        """Returns each cue's first frame and the frame it ends before."""
        if not self._slots:
            return []
        tables: list[dict[int, _Choice]] = []
        following: dict[int, _Choice] = {}
        for index in range(len(self._slots) - 1, -1, -1):
            starts = self._starts(index)
            following = {start: self._best(index, start, following) for start in starts}
            tables.append(following)
        return self._trace(tables[::-1])

    @staticmethod
    def _trace(tables: Sequence[dict[int, _Choice]]) -> list[tuple[int, int]]:
        start: int | None = min(tables[0], key=lambda frame: tables[0][frame].cost)
        times = []
        for table in tables:
            assert start is not None
            choice = table[start]
            times.append((start, choice.end))
            start = choice.following
        return times

    def _starts(self, index: int) -> list[int]:
        """Returns the frames that a cue may begin at: on time, on a cut near by, or pushed."""
        slot, grid = self._slots[index], self._grid
        found = {slot.least, *range(slot.spoken - 2, slot.spoken + 3)}
        found |= {slot.spoken - grid.lead, slot.spoken - grid.lead // 2}
        if index:
            before = self._slots[index - 1]
            found.add(before.spoken + grid.shortest + grid.gap)
            found.add(before.spoken_end + grid.gap)
        if index + 1 < len(self._slots):
            room = self._slots[index + 1].spoken - grid.gap
            found |= {room - slot.need, room - grid.shortest}
        for cut in grid.cuts_near(slot.spoken):
            found |= {cut, cut - grid.shot_window}
        earliest = slot.spoken - max(grid.lead, grid.shot_window)
        latest = max(slot.least, slot.spoken + grid.shot_window)
        return sorted(frame for frame in found if max(0, earliest) <= frame <= latest)

    def _best(self, index: int, start: int, following: dict[int, _Choice]) -> _Choice:
        if index + 1 == len(self._slots):
            cost, end = self._end(index, start, None)
            return _Choice(cost, end, None)
        best = _Choice(math.inf, start, None)
        for after, choice in following.items():
            if after - self._grid.gap - start < self._grid.shortest or choice.cost >= best.cost:
                continue
            cost, end = self._end(index, start, after)
            if cost + choice.cost < best.cost:
                best = _Choice(cost + choice.cost, end, after)
        return best

    def _end(self, index: int, start: int, after: int | None) -> tuple[float, int]:
        """Returns the cheapest end of a cue, given its start and that of the next, and its cost."""
        ends = self._ends(self._slots[index], start, after)
        return min((self._cost(self._slots[index], start, end), end) for end in ends)

    def _ends(self, slot: _Slot, start: int, after: int | None) -> set[int]:
        grid = self._grid
        spoken = max(slot.spoken_end, start)
        wanted = {spoken, spoken + grid.linger, start + slot.need, start + grid.shortest}
        for frame in (spoken, spoken + grid.linger, start + slot.need):
            for cut in grid.cuts_near(frame):
                wanted |= {cut - grid.gap, cut + grid.shot_window, cut - grid.shot_window}
        if after is not None:
            wanted.add(after - grid.gap)
        highest = min(start + grid.longest, self._limit(slot, start, after))
        return {self._fitted(start, end, highest, after) for end in wanted}

    def _limit(self, slot: _Slot, start: int, after: int | None) -> int:
        if after is not None:
            return after - self._grid.gap
        if self._film_end is None:
            return start + self._grid.longest
        film_end = math.floor(self._film_end * self._grid.rate)
        return max(film_end, slot.spoken_end, start + self._grid.shortest)

    def _fitted(self, start: int, end: int, highest: int, after: int | None) -> int:
        """Brings an end within the limits, and makes the gap to the next cue closed or open."""
        grid = self._grid
        end = max(start + grid.shortest, min(end, highest))
        if after is None or not grid.gap < after - end < grid.open_gap:
            return end
        closed = after - grid.gap
        if closed - start <= grid.longest:
            return closed
        return max(start + grid.shortest, after - grid.open_gap)

    def _cost(self, slot: _Slot, start: int, end: int) -> float:
        return self._cost_of_start(slot, start, end) + self._cost_of_end(slot, start, end)

    def _cost_of_start(self, slot: _Slot, start: int, end: int) -> float:
        grid, missed = self._grid, abs(start - slot.spoken)
        if missed <= grid.profile.rules.in_time_frames:
            cost = missed * _NEAR_MISS
        elif self._is_snapped(slot, start):
            cost = missed * _SNAPPED
        elif 0 < slot.spoken - start <= grid.lead and end - slot.spoken < slot.need:
            cost = missed * _EARLY_TO_READ
        else:
            cost = _OUT_OF_TIME + missed * _OUT_OF_TIME_FRAME
        return cost if grid.starts_well(start) else cost + _OFF_SHOT

    def _is_snapped(self, slot: _Slot, start: int) -> bool:
        """Whether a start was moved because of a cut: to it, or half a second before it."""
        grid = self._grid
        for cut in grid.cuts_near(slot.spoken):
            waits = cut - slot.spoken < grid.shot_window * _WAITS
            if (start == cut and waits) or (start == cut - grid.shot_window and not waits):
                return True
        return False

    def _cost_of_end(self, slot: _Slot, start: int, end: int) -> float:
        grid, spoken = self._grid, max(slot.spoken_end, start)
        cost = max(0, spoken - end) * _CUT_OFF
        lacking = slot.need - (end - start)
        if lacking > 0:
            cost += _TOO_FAST + lacking * _TOO_FAST_FRAME
        cost += max(0, end - max(spoken + grid.linger, start + slot.need)) * _HANGING
        cost += max(0, spoken + grid.linger - end) * _HURRIED
        if any(
            spoken - cut < grid.shot_window * _WAITS and start < cut < end
            for cut in grid.cuts_near(spoken)
        ):
            cost += _OVER_A_CUT
        return cost if grid.ends_well(end) else cost + _OFF_SHOT
