"""What is shown: subtitle tracks, their style, the finished film."""

from typing import Literal

from shared.flow.base import Frozen

SubtitleFormat = Literal["srt", "vtt", "ass", "ttml", "txt"]
# full: all that is said. songs: what is sung alone. forced: what is not in the film's language.
Variant = Literal["full", "sdh", "songs", "forced", "bilingual"]


def track_name(language: str, variant: Variant = "full", second: str | None = None) -> str:
    """Returns what a track is called in file names and settings, such as `en.sdh` or `hi+en`."""
    if variant == "bilingual":
        return f"{language}+{second}"
    return language if variant == "full" else f"{language}.{variant}"


class SubtitleTrack(Frozen):
    """One subtitle file, relative to the stage folder; without cues it is empty.

    Attributes:
        language: BCP-47 code; of the upper line where there are two languages.
        variant: Which of the language's tracks it is.
        second_language: Language of the lower line of a bilingual track.
    """

    language: str
    file: str
    format: SubtitleFormat = "srt"
    cues: int = 0
    variant: Variant = "full"
    second_language: str | None = None

    @property
    def name(self) -> str:
        """The track's name, which all its files share."""
        return track_name(self.language, self.variant, self.second_language)


class SubtitleIndex(Frozen):
    """All subtitle files of a job, in the order in which they are muxed."""

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
        failed: Whether they were wanted and the picture could not be looked at.
    """

    frame_rate: float | None = None
    threshold: float | None = None
    starts: tuple[float, ...] = ()
    reason: str = ""
    failed: bool = False


class TrackStyle(Frozen):
    """The style check of one track, and what was changed in its text to pass it.

    `language` is the track's name, such as `en.sdh`.
    """

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
    forced: bool = False
    hearing_impaired: bool = False


class MuxReport(Frozen):
    """The finished file as it was probed after writing.

    Attributes:
        file: Relative to the stage folder.
        notes: What the user should know of the tracks, though nothing is wrong.
        burned_in: The film with the subtitles in its picture, where one was asked for.
    """

    file: str
    container: str
    duration: float
    tracks: tuple[MuxedTrack, ...] = ()
    notes: tuple[str, ...] = ()
    burned_in: str = ""
