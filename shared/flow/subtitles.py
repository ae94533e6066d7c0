"""What is shown: subtitle tracks, their style, the finished film."""

from shared.flow.base import Frozen


class SubtitleTrack(Frozen):
    """One subtitle file, relative to the stage folder; without cues it is empty."""

    language: str
    file: str
    format: str = "srt"
    cues: int = 0


class SubtitleIndex(Frozen):
    """All subtitle files of a job; those in SRT are muxed, in this order."""

    tracks: tuple[SubtitleTrack, ...] = ()


class StyleViolation(Frozen):
    """A style rule that a cue breaks. `cue` counts from 1."""

    cue: int
    start: float
    rule: str
    value: float
    limit: float
    text: str


class TrackStyle(Frozen):
    """The style check of one track."""

    language: str
    profile: str
    cues: int
    clean_cues: int
    violations: tuple[StyleViolation, ...] = ()


class StyleReport(Frozen):
    """The style check of all tracks."""

    tracks: tuple[TrackStyle, ...] = ()


class MuxedTrack(Frozen):
    """A stream as probed in the finished file."""

    index: int
    kind: str
    codec: str
    language: str | None = None
    title: str = ""
    default: bool = False


class MuxReport(Frozen):
    """The finished file as it was probed after writing. `file` is relative to the stage folder."""

    file: str
    container: str
    duration: float
    tracks: tuple[MuxedTrack, ...] = ()
