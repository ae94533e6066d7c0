"""Writing: cues become SRT and VTT text, by pysubs2."""

from collections.abc import Sequence

import pysubs2

from cp_whisperx.subtitles.markup import Format, direct_right_to_left, escape_line
from cp_whisperx.subtitles.profiles import StyleProfile
from cp_whisperx.subtitles.timing import Cue


def render(cues: Sequence[Cue], profile: StyleProfile, file_format: Format) -> str:
    """Returns a whole subtitle file.

    Args:
        cues: In order of time, in plain text.
        profile: Says whether the script has italics and runs from right to left.
        file_format: `srt` or `vtt`.
    """
    subtitles = pysubs2.SSAFile()
    for cue in cues:
        text = _cue_text(cue, profile, file_format)
        subtitles.append(pysubs2.SSAEvent(_milliseconds(cue.start), _milliseconds(cue.end), text))
    # Our text is ready for the format: pysubs2 must not take braces in it for its own tags.
    return subtitles.to_string(file_format, keep_ssa_tags=True)


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _cue_text(cue: Cue, profile: StyleProfile, file_format: Format) -> str:
    lines = [escape_line(line, file_format) for line in cue.lines]
    if profile.rtl:
        lines = [direct_right_to_left(line) for line in lines]
    if cue.song and profile.italics:
        lines = [f"<i>{line}</i>" for line in lines]
    # A line break in pysubs2's events; the text itself holds no bare backslash.
    return "\\N".join(lines)
