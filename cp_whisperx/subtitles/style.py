"""The style gate: every rule, for every cue, whoever made it.

Timing and layout are checked here, the text itself in `style_text`. Whether names are
transliterated is translation's business.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from cp_whisperx.subtitles.lines import FORBIDDEN, break_penalties
from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from cp_whisperx.subtitles.style_text import Finding, check_text, open_brackets
from cp_whisperx.subtitles.timing import Cue, FrameGrid
from cp_whisperx.subtitles.tokens import tokenise
from shared.artifacts import StyleViolation, TextChange, TrackStyle

_Check = Callable[[Cue, FrameGrid], Iterator[Finding]]


def check_track(
    cues: Sequence[Cue],
    profile: StyleProfile,
    frame_rate: float,
    shots: Sequence[float] = (),
    changes: Sequence[TextChange] = (),
) -> TrackStyle:
    """Checks a track against its profile.

    Args:
        cues: In order of time.
        profile: The rules.
        frame_rate: Frames a second that gaps are counted in.
        shots: When shots begin, in order, in seconds on the film's clock.
        changes: What was changed in the text so that it keeps the rules; only reported.
    """
    cuts = tuple(sorted({round(time * frame_rate) for time in shots}))
    grid = FrameGrid(frame_rate, profile, cuts)
    unbalanced = open_brackets(cues)
    violations: list[StyleViolation] = []
    for index, cue in enumerate(cues):
        findings = [finding for check in _CHECKS for finding in check(cue, grid)]
        findings += _check_gap(cues, index, grid)
        findings += [("brackets", 1, 0)] if index in unbalanced else []
        violations += [_row(index + 1, cue, finding) for finding in findings]
    return TrackStyle(
        language=profile.language,
        profile=profile.name,
        cues=len(cues),
        clean_cues=len(cues) - len({violation.cue for violation in violations}),
        violations=tuple(violations),
        changes=tuple(changes),
    )


def compliance(track: TrackStyle) -> float:
    """Returns the share of a track's cues that keep every rule; 1 for no cues."""
    return track.clean_cues / track.cues if track.cues else 1.0


def _row(number: int, cue: Cue, finding: Finding) -> StyleViolation:
    rule, value, limit = finding
    return StyleViolation(
        cue=number, start=round(cue.start, 3), end=round(cue.end, 3), rule=rule,
        value=round(value, 3), limit=round(limit, 3), text="\n".join(cue.lines),
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
    """A cue begins with its first word, or was moved for a shot change or to be readable."""
    if cue.start < 0:
        yield "before_zero", cue.start, 0.0
    if cue.speech_start is None:
        return
    start, spoken = grid.frame(cue.start), grid.frame(cue.speech_start)
    limit = grid.profile.rules.in_time_frames
    missed = abs(start - spoken)
    if missed <= limit or (missed <= grid.shot_window and _is_for_a_cut(start, spoken, grid)):
        return
    lacks = grid.frame(cue.end) - spoken < grid.reading(cue.lines)
    if not (0 < spoken - start <= grid.lead and lacks):
        yield "in_time", missed, limit


def _is_for_a_cut(start: int, spoken: int, grid: FrameGrid) -> bool:
    """Whether a cue begins on a cut, or half a second before one that is near its first word."""
    near = grid.cuts_near(spoken)
    return start in near or start + grid.shot_window in near


def _check_shots(cue: Cue, grid: FrameGrid) -> Iterator[Finding]:
    start, end = grid.frame(cue.start), grid.frame(cue.end)
    if not grid.starts_well(start):
        yield "shot_in", min(abs(cut - start) for cut in grid.cuts_near(start)), 0
    if not grid.ends_well(end):
        yield "shot_out", min(abs(cut - end) for cut in grid.cuts_near(end)), grid.gap


def _check_words(cue: Cue, grid: FrameGrid) -> Iterator[Finding]:
    return check_text(cue, grid.profile)


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
    _check_shots,
    _check_words,
)
