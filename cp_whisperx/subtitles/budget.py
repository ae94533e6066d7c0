"""How many characters can be read in the time of each segment: the budget translation is given.

A segment's text is shown while it is said, and in the silence round it as far as the profile lets a
cue appear early and stay. The budget is what can be read in that time, so that a translation that
keeps to it needs no shortening.
"""

from collections.abc import Sequence
from typing import Protocol

from cp_whisperx.subtitles.profiles import StyleProfile, profile_for
from cp_whisperx.subtitles.timing import USUAL_RATE
from shared.config import Config

# Seconds a cue may stay after its last word for reading alone.
_MOST_AFTER = 2.0
# Of a silence between two segments, the share that the one before it may take.
_SHARE_BEFORE = 0.5


class Timed(Protocol):
    """Whatever has a start and an end in seconds, such as a segment."""

    @property
    def start(self) -> float:
        """When it begins."""
        ...

    @property
    def end(self) -> float:
        """When it ends."""
        ...


def characters_for(
    segments: Sequence[Timed], language: str, config: Config, film_end: float | None = None
) -> list[int]:
    """Returns how many visible characters can be read in the time of each segment.

    Args:
        segments: In order of time.
        language: BCP-47 code of the track that is read.
        config: Says profile and audience.
        film_end: Seconds after which nothing is shown, if known, on the segments' clock.

    Returns:
        One figure a segment, at least 1, counted as `visible_length` counts.
    """
    if not segments:
        return []
    profile = profile_for(language, config)
    gap = profile.min_gap_frames / (config.subtitle_frame_rate or USUAL_RATE)
    last = max(segment.end for segment in segments)
    close = last + _MOST_AFTER if film_end is None else max(film_end, last)
    starts = [segment.start for segment in segments[1:]] + [close]
    silences = [
        max(0.0, start - segment.end - gap) for segment, start in zip(segments, starts, strict=True)
    ]
    before = [segments[0].start, *silences[:-1]]
    return [
        _readable(
            _seconds(segment, start, silence_before, silence_after, gap, profile), gap, profile
        )
        for segment, start, silence_before, silence_after in zip(
            segments, starts, before, silences, strict=True
        )
    ]


def _seconds(
    segment: Timed,
    following: float,
    before: float,
    after: float,
    gap: float,
    profile: StyleProfile,
) -> float:
    """Returns the seconds that a segment's text can be shown."""
    lead = min(profile.rules.lead, before * (1 - _SHARE_BEFORE))
    # What is said into the next segment is shown no longer than until that begins.
    spoken = max(0.0, min(segment.end, max(segment.start, following - gap)) - segment.start)
    tail = min(_MOST_AFTER, after * _SHARE_BEFORE if after < 2 * profile.rules.lead else
               after - profile.rules.lead)  # fmt: skip
    return max(lead + spoken + tail, profile.min_duration)


def _readable(seconds: float, gap: float, profile: StyleProfile) -> int:
    """Returns what is read in so many seconds, less the gaps where several cues are needed."""
    cues = max(1, -(-seconds // profile.max_duration))
    shown = seconds - (cues - 1) * gap
    held = cues * profile.max_lines * profile.line_length
    return max(1, int(min(shown * profile.reading_speed, held) + 1e-6))
