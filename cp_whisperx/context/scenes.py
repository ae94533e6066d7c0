"""Parts a film's lines into scenes: by long pauses, and by shorter ones where others speak.

What is sung is a pause of the talk, and who sings is not there to be spoken to.
"""

from collections.abc import Sequence

from shared.artifacts import Scene, Segment

# Dialogue seldom rests that long within a scene; after a shorter rest only other people tell.
_LONG_PAUSE, _SHORT_PAUSE = 10.0, 3.0
_NEIGHBOURS = 6


def scenes_of(segments: Sequence[Segment]) -> list[Scene]:
    """Returns the scenes in order; every segment lies in one.

    Args:
        segments: In order of time; times in seconds.
    """
    if not segments:
        return []
    starts = [at for at in range(len(segments)) if at == 0 or _is_border(segments, at)]
    scenes = []
    for number, (first, end) in enumerate(zip(starts, [*starts[1:], len(segments)], strict=True)):
        rows = segments[first:end]
        speakers = dict.fromkeys(row.speaker for row in rows if row.speaker and is_said(row))
        scenes.append(
            Scene(number=number, start=rows[0].start, end=rows[-1].end, speakers=tuple(speakers))
        )
    return scenes


def is_said(segment: Segment) -> bool:
    """Whether a segment is spoken, not sung."""
    return segment.kind != "song"


def _is_border(segments: Sequence[Segment], at: int) -> bool:
    own = is_said(segments[at])
    earlier = (row for row in reversed(segments[:at]) if is_said(row) or not own)
    last = next(earlier, None)
    if last is None:
        return False
    pause = segments[at].start - last.end
    if pause >= _LONG_PAUSE:
        return True
    before = _speakers(segments[max(0, at - _NEIGHBOURS) : at])
    after = _speakers(segments[at : at + _NEIGHBOURS])
    return pause >= _SHORT_PAUSE and bool(before) and bool(after) and not before & after


def _speakers(segments: Sequence[Segment]) -> set[str]:
    return {segment.speaker for segment in segments if segment.speaker and is_said(segment)}
