"""What a writer has to know of a track beside its cues."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cp_whisperx.subtitles.markup import direct_right_to_left, escape_line, plain_line
from cp_whisperx.subtitles.profiles import StyleProfile
from cp_whisperx.subtitles.timing import Cue
from shared.flow.subtitles import SubtitleFormat

# Red, green and blue, 0 to 255.
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Sheet:
    """How a track's lines are set.

    Attributes:
        profile: The track's language: its script's italics and direction.
        second: The lower line's language in a bilingual track.
        colours: Each speaker's colour, for the formats that have any.
    """

    profile: StyleProfile
    second: StyleProfile | None = None
    colours: Mapping[str, Colour] = field(default_factory=dict)

    def profile_of(self, place: int) -> StyleProfile:
        """Returns the profile of a cue's line, counted from 0."""
        return self.second if self.second is not None and place else self.profile


@dataclass(frozen=True)
class Line:
    """A line that is not empty, ready for a format.

    Attributes:
        place: Its place in the cue, from 0.
        text: Escaped for the format, without markup.
        italic: Whether it is to be italic.
        rtl: Whether it runs from right to left.
        speaker: Who says it, if known.
    """

    place: int
    text: str
    italic: bool
    rtl: bool
    speaker: str | None


def lines_of(cue: Cue, sheet: Sheet, file_format: SubtitleFormat) -> list[Line]:
    """Returns a cue's lines for a format; direction marks are set where players need them."""
    return list(_lines(cue, sheet, file_format))


def _lines(cue: Cue, sheet: Sheet, file_format: SubtitleFormat) -> Iterator[Line]:
    for place, raw in enumerate(cue.lines):
        profile = sheet.profile_of(place)
        text = escape_line(plain_line(raw), file_format)
        if not text:
            continue
        if profile.rtl and file_format not in ("ttml", "txt"):
            text = direct_right_to_left(text)
        lower = cue.dialogue and place > 0
        speaker = cue.second_speaker if lower else cue.speaker
        yield Line(place, text, cue.song and profile.italics, profile.rtl, speaker)
