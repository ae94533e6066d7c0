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
    end: float = 0.0
    rule: str
    value: float
    limit: float
    text: str


class TextChange(Frozen):
    """What was changed in a text so that it keeps the rules.

    Attributes:
        start: When it is said, seconds.
        rules: What was done, in order, such as `fillers` or `contractions`.
    """

    start: float
    rules: tuple[str, ...]
    before: str
    after: str


class Shots(Frozen):
    """Where the shots of a film begin.

    Attributes:
        frame_rate: The film's frames a second; None without a picture.
        threshold: From which difference a shot change was seen.
        starts: First frame of every shot but the first, in seconds on the film's clock.
        reason: Why there are none, where nobody looked.
    """

    frame_rate: float | None = None
    threshold: float | None = None
    starts: tuple[float, ...] = ()
    reason: str = ""


class TrackStyle(Frozen):
    """The style check of one track, and what was changed in its text to pass it."""

    language: str
    profile: str
    cues: int
    clean_cues: int
    violations: tuple[StyleViolation, ...] = ()
    changes: tuple[TextChange, ...] = ()


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
