"""Writing: cues become the text of a subtitle file."""

from collections.abc import Sequence

import pysubs2

from cp_whisperx.subtitles.ass import render_ass
from cp_whisperx.subtitles.sheet import Line, Sheet, lines_of
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.ttml import render_ttml
from shared.flow.subtitles import SubtitleFormat


def render(cues: Sequence[Cue], sheet: Sheet, file_format: SubtitleFormat) -> str:
    """Returns a whole subtitle file.

    Args:
        cues: In order of time, in plain text; one without any visible text is left out.
        sheet: The languages and colours.
        file_format: Any that `SubtitleFormat` names.
    """
    if file_format == "ass":
        return render_ass(cues, sheet)
    if file_format == "ttml":
        return render_ttml(cues, sheet)
    if file_format == "txt":
        return _render_text(cues, sheet)
    subtitles = pysubs2.SSAFile()
    for cue in cues:
        lines = [_tagged(line) for line in lines_of(cue, sheet, file_format)]
        if lines:
            subtitles.append(_event(cue, lines))
    # Our text is ready for the format: pysubs2 must not take braces in it for its own tags.
    return subtitles.to_string(file_format, keep_ssa_tags=True)


def _event(cue: Cue, lines: Sequence[str]) -> pysubs2.SSAEvent:
    # A line break in pysubs2's events; the text itself holds no bare backslash.
    return pysubs2.SSAEvent(round(cue.start * 1000), round(cue.end * 1000), "\\N".join(lines))


def _tagged(line: Line) -> str:
    return f"<i>{line.text}</i>" if line.italic else line.text


def _render_text(cues: Sequence[Cue], sheet: Sheet) -> str:
    """Returns what is said, a line for each cue; two languages are parted by a tab."""
    joiner = "\t" if sheet.second else " " if sheet.profile.spaced else ""
    rows = (joiner.join(line.text for line in lines_of(cue, sheet, "txt")) for cue in cues)
    return "".join(f"{row}\n" for row in rows if row)
