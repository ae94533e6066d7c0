"""Checks subtitle files before they are muxed: ffmpeg fails obscurely on empty or damaged ones."""

from dataclasses import dataclass
from pathlib import Path

from shared.errors import InvalidInputError
from shared.languages import Language


@dataclass(frozen=True)
class NewTrack:
    """A subtitle file that becomes a track.

    Attributes:
        path: An SRT file in UTF-8.
        end: Seconds at which its last cue ends.
    """

    path: Path
    language: Language
    end: float
    default: bool = False


def check_subtitles(path: Path, language: Language) -> NewTrack | None:
    """Reads an SRT file; returns None if it has no cue.

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
    cues = pysubs2.SSAFile.from_string(text, format_="srt") if text.strip() else []
    if not len(cues):
        return None
    return NewTrack(path, language, end=max(cue.end for cue in cues) / 1000)
