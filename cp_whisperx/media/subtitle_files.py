"""Checks subtitle files before they are muxed: ffmpeg fails obscurely on empty or damaged ones."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shared.artifacts import SubtitleTrack, Variant
from shared.errors import InvalidInputError
from shared.languages import Language, get_language

TrackFormat = Literal["srt", "vtt", "ass"]
_KINDS: dict[Variant, str] = {"sdh": "SDH", "songs": "songs", "forced": "forced"}


@dataclass(frozen=True)
class NewTrack:
    """A subtitle file that becomes a track.

    Attributes:
        path: A file in UTF-8.
        language: Its language; of the upper line where there are two.
        end: Seconds at which its last cue ends.
        name: What the pipeline calls the track, such as `en` or `en.sdh`.
        title: What players call it.
        format: What the file is.
    """

    path: Path
    language: Language
    end: float
    name: str
    title: str
    format: TrackFormat = "srt"
    default: bool = False
    forced: bool = False
    hearing_impaired: bool = False


def title_of(track: SubtitleTrack) -> str:
    """Returns what players call a track: its languages by their own names, and its kind."""
    codes = filter(None, (track.language, track.second_language))
    names = " + ".join(get_language(code).native for code in codes)
    kinds = [_KINDS.get(track.variant, ""), "ASS" if track.format == "ass" else ""]
    told = ", ".join(filter(None, kinds))
    return f"{names} ({told})" if told else names


def check_subtitles(
    path: Path, language: Language, file_format: TrackFormat = "srt"
) -> NewTrack | None:
    """Reads a subtitle file; returns None if it has no cue.

    The track is called by its language; callers that know better replace name and title.

    Raises:
        InvalidInputError: If it is not UTF-8.
    """
    import pysubs2

    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"The subtitle file {path.name} is not UTF-8: {error.reason} at byte {error.start}.",
            "Make it again with --from-stage subtitle_generation --force.",
        ) from error
    cues = pysubs2.SSAFile.from_string(text, format_=file_format) if text.strip() else []
    if not len(cues):
        return None
    end = max(cue.end for cue in cues) / 1000
    return NewTrack(path, language, end, language.code, language.native, file_format)
