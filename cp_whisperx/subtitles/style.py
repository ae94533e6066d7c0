"""The style check: every rule, for every cue, whoever made it.

Not checked: shot changes (nobody looks at the picture) and whether names are transliterated
(translation's business).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from cp_whisperx.subtitles.lines import FORBIDDEN, break_penalties
from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from cp_whisperx.subtitles.text import SONG_MARK
from cp_whisperx.subtitles.timing import Cue, FrameGrid
from cp_whisperx.subtitles.tokens import tokenise
from shared.artifacts import StyleViolation, TrackStyle

# Frames by which a cue may miss its first word.
IN_TIME_FRAMES = 2
# A broken rule: its name, the value found and the limit.
Finding = tuple[str, float, float]
_Check = Callable[[Cue, FrameGrid], Iterator[Finding]]


def check_track(cues: Sequence[Cue], profile: StyleProfile, frame_rate: float) -> TrackStyle:
    """Checks a track against its profile.

    Args:
        cues: In order of time.
        profile: The rules.
        frame_rate: Frames a second that gaps are counted in.
    """
    grid = FrameGrid(frame_rate, profile)
    violations: list[StyleViolation] = []
    for index, cue in enumerate(cues):
        findings = [finding for check in _CHECKS for finding in check(cue, grid)]
        findings += _check_gap(cues, index, grid)
        violations += [_row(index + 1, cue, finding) for finding in findings]
    return TrackStyle(
        language=profile.language,
        profile=profile.name,
        cues=len(cues),
        clean_cues=len(cues) - len({violation.cue for violation in violations}),
        violations=tuple(violations),
    )


def compliance(track: TrackStyle) -> float:
    """Returns the share of a track's cues that keep every rule; 1 for no cues."""
    return track.clean_cues / track.cues if track.cues else 1.0


def _row(number: int, cue: Cue, finding: Finding) -> StyleViolation:
    rule, value, limit = finding
    return StyleViolation(
        cue=number, start=round(cue.start, 3), rule=rule, value=round(value, 3),
        limit=round(limit, 3), text="\n".join(cue.lines),
    )  # fmt: skip


def _check_lines(cue: Cue, grid: FrameGrid) -> Iterator[Finding]:
    profile = grid.profile
    if len(cue.lines) > profile.max_lines:
        yield "max_lines", len(cue.lines), profile.max_lines
    longest = max((visible_length(line, profile.language) for line in cue.lines), default=0.0)
    if longest > profile.line_length:
        yield "line_length", longest, profile.line_length


def _check_break(cue: Cue, grid: FrameGrid) -> Iterator[Finding]:
    if cue.dialogue or len(cue.lines) < 2:
        return
    profile = grid.profile
    for upper, lower in pairwise(cue.lines):
        above = tokenise(upper, profile, profile.line_length)
        below = tokenise(lower, profile, profile.line_length)
        penalty = break_penalties([*above, *below], profile)[len(above) - 1] if above else 0.0
        if penalty >= FORBIDDEN:
            yield "line_break", penalty, FORBIDDEN


def _check_speed(cue: Cue, grid: FrameGrid) -> Iterator[Finding]:
    length = sum(visible_length(line, grid.profile.language) for line in cue.lines)
    frames = grid.frame(cue.end) - grid.frame(cue.start)
    speed = length / grid.seconds(max(frames, 1))
    if speed > grid.profile.reading_speed + 1e-6:
        yield "reading_speed", speed, grid.profile.reading_speed


def _check_duration(cue: Cue, grid: FrameGrid) -> Iterator[Finding]:
    frames = grid.frame(cue.end) - grid.frame(cue.start)
    if frames < grid.shortest:
        yield "min_duration", cue.end - cue.start, grid.profile.min_duration
    if frames > grid.longest:
        yield "max_duration", cue.end - cue.start, grid.profile.max_duration


def _check_in_time(cue: Cue, grid: FrameGrid) -> Iterator[Finding]:
    if cue.start < 0:
        yield "before_zero", cue.start, 0.0
    if cue.speech_start is not None:
        missed = abs(grid.frame(cue.start) - grid.frame(cue.speech_start))
        if missed > IN_TIME_FRAMES:
            yield "in_time", missed, IN_TIME_FRAMES


def _check_signs(cue: Cue, grid: FrameGrid) -> Iterator[Finding]:
    del grid
    dots = sum(line.count("...") for line in cue.lines)
    if dots:
        yield "ellipsis", dots, 0
    marked = cue.lines[0].startswith(SONG_MARK) and cue.lines[-1].endswith(SONG_MARK)
    if cue.song and not marked:
        yield "song_marks", 0, 1
    if cue.dialogue and not all(line.startswith("-") for line in cue.lines):
        yield "speaker_hyphen", 0, 1


def _check_gap(cues: Sequence[Cue], index: int, grid: FrameGrid) -> Iterator[Finding]:
    if index + 1 >= len(cues):
        return
    gap = grid.frame(cues[index + 1].start) - grid.frame(cues[index].end)
    if gap < 0:
        yield "overlap", gap, 0
    elif gap < grid.gap:
        yield "min_gap", gap, grid.gap
    elif grid.gap < gap < grid.open_gap:
        yield "open_gap", gap, grid.open_gap


_CHECKS: tuple[_Check, ...] = (
    _check_lines,
    _check_break,
    _check_speed,
    _check_duration,
    _check_in_time,
    _check_signs,
)
