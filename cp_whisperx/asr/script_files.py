"""Reads scripts: subtitle files with their times as hints, or plain text without times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shared.errors import InvalidInputError

if TYPE_CHECKING:
    from pysubs2 import SSAFile

_FORMATS = {
    ".srt": "srt", ".vtt": "vtt", ".ass": "ass", ".ssa": "ssa", ".ttml": "ttml", ".dfxp": "ttml",
}  # fmt: skip
_LONGEST_LINE = 120
_SENTENCE_END = re.compile(r"(?<=[.!?।…])[\"'”’)]*\s+")
_DASH = re.compile(r"^\s*[-–—]\s*")
_UNSPOKEN = re.compile(r"\[[^\]]*\]|\([^)]*\)|[♪♫#*_\s]+")
_HINT = "Give a UTF-8 text file, or subtitles as SRT, WebVTT, ASS or TTML."


@dataclass(frozen=True)
class ScriptLine:
    """What one speaker says at a time.

    Attributes:
        start: Seconds from the beginning of the film, or None where the script has no times.
        end: Like `start`.
    """

    text: str
    start: float | None = None
    end: float | None = None

    @property
    def is_spoken(self) -> bool:
        """Whether it has more than descriptions of sounds in brackets."""
        return bool(_UNSPOKEN.sub("", self.text))


def read_script(path: Path) -> list[ScriptLine]:
    """Reads a script.

    Returns:
        Its lines in order of the file, or of time where it has times.

    Raises:
        InvalidInputError: If it cannot be read or has no line.
    """
    text = _decoded(path)
    form = _FORMATS.get(path.suffix.lower())
    lines = list(_cues(path, text, form) if form else _paragraphs(text))
    if not any(line.is_spoken for line in lines):
        raise InvalidInputError(f"The script {path} has no line that anybody says.", _HINT)
    return lines


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InvalidInputError(
            f"The script {path} cannot be read: {error.strerror}.", "Check --script."
        ) from error
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"The script {path} is not UTF-8: {error.reason} at byte {error.start}.", _HINT
        ) from error
    if "\0" in text:
        raise InvalidInputError(f"The script {path} is no text.", _HINT)
    return text


def _cues(path: Path, text: str, form: str) -> Iterator[ScriptLine]:
    for event in sorted(_parsed(path, text, form), key=lambda event: event.start):
        if event.is_comment or event.is_drawing:
            continue
        start, end = event.start / 1000, max(event.start, event.end) / 1000
        yield from _spread(_speeches(event.plaintext), start, end)


def _parsed(path: Path, text: str, form: str) -> "SSAFile":
    import pysubs2
    from pysubs2.exceptions import Pysubs2Error

    try:
        return pysubs2.SSAFile.from_string(text, format_=form)
    except (Pysubs2Error, ValueError, SyntaxError) as error:
        raise InvalidInputError(
            f"The script {path} is no {form.upper()}: {error}.", _HINT
        ) from error


def _speeches(text: str) -> list[str]:
    """Parts a cue of two speakers, each on a line of its own with a hyphen before it."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if len(rows) > 1 and all(_DASH.match(row) for row in rows):
        return [_DASH.sub("", row) for row in rows]
    joined = _DASH.sub("", " ".join(rows))
    return [joined] if joined else []


def _spread(texts: list[str], start: float, end: float) -> Iterator[ScriptLine]:
    """Shares a cue's time among its texts by their length."""
    total = sum(len(text) for text in texts)
    before = 0
    for text in texts:
        marks = (before / total, (before + len(text)) / total)
        yield ScriptLine(text, *(start + (end - start) * mark for mark in marks))
        before += len(text)


def _paragraphs(text: str) -> Iterator[ScriptLine]:
    """Takes each line of a text; a long one is parted at the ends of sentences."""
    for row in text.splitlines():
        joined = " ".join(row.split())
        parts = [joined] if len(joined) <= _LONGEST_LINE else _SENTENCE_END.split(joined)
        yield from (ScriptLine(part) for part in parts if part)
