"""Reads scripts: subtitle files with their times, or plain text without times.

A subtitle file may be of any format that pysubs2 knows, told from its content, and in any
encoding; a file that is no UTF-8 is read as charset-normalizer judges by its letters.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shared.errors import InvalidInputError

if TYPE_CHECKING:
    from pysubs2 import SSAFile

# Formats by suffix, for files whose content does not tell.
_FORMATS = {
    ".srt": "srt", ".vtt": "vtt", ".ass": "ass", ".ssa": "ssa", ".ttml": "ttml", ".dfxp": "ttml",
    ".sub": "microdvd", ".smi": "sami",
}  # fmt: skip
# Encodings that files of a language are in where they are no UTF-8; else Windows' Western one.
_ENCODINGS = {
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk"), ("cp1251", "koi8_r", "iso8859_5")),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "hr", "sl", "ro", "sq"), ("cp1250", "iso8859_2")),
    **dict.fromkeys(("ar", "fa", "ur"), ("cp1256", "iso8859_6")),
    "zh": ("gb18030", "big5"), "ja": ("cp932", "euc_jp"), "ko": ("cp949",), "tr": ("cp1254",),
    "el": ("cp1253",), "he": ("cp1255",), "th": ("cp874",), "vi": ("cp1258",),
}  # fmt: skip
_WESTERN = ("cp1252",)
_LONGEST_LINE = 120
_SENTENCE_END = re.compile(r"(?<=[.!?।…])[\"'”’)]*\s+")
_DASH = re.compile(r"^\s*[-–—]\s*")
_UNSPOKEN = re.compile(r"\[[^\]]*\]|\([^)]*\)|[♪♫#*_\s]+")
_HINT = "Give a text file, or subtitles as SRT, WebVTT, ASS, TTML, SAMI or MicroDVD."


@dataclass(frozen=True)
class ScriptLine:
    """What one speaker says at a time.

    Attributes:
        start: Seconds from the beginning of the film, or None where the script has no times.
        end: Like `start`.
        cue: Number of its cue from 0, where the script has cues; two speakers may share one.
    """

    text: str
    start: float | None = None
    end: float | None = None
    cue: int | None = None

    @property
    def is_spoken(self) -> bool:
        """Whether it has more than descriptions of sounds in brackets."""
        return bool(_UNSPOKEN.sub("", self.text))


def read_script(path: Path, language: str = "") -> list[ScriptLine]:
    """Reads a script.

    Args:
        path: The file.
        language: BCP-47 code of its text, where known: it tells encodings apart.

    Returns:
        Its lines in order of the file, or of time where it has times.

    Raises:
        InvalidInputError: If it cannot be read or has no line.
    """
    text = _decoded(path, language)
    subtitles = _parsed(path, text)
    lines = list(_paragraphs(text) if subtitles is None else _cues(subtitles))
    if not any(line.is_spoken for line in lines):
        raise InvalidInputError(f"The script {path} has no line that anybody says.", _HINT)
    return lines


def read_subtitles(path: Path, language: str = "") -> list[ScriptLine]:
    """Reads a subtitle file; see `read_script`.

    Returns:
        Its lines in order of time; lines that nobody says, such as of sounds, are among them.

    Raises:
        InvalidInputError: If it cannot be read, is no subtitle file, or has no line.
    """
    lines = read_script(path, language)
    if lines[0].start is None:
        raise InvalidInputError(f"The script {path} is no subtitle file: it has no times.", _HINT)
    return lines


def _decoded(path: Path, language: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InvalidInputError(
            f"The script {path} cannot be read: {error.strerror}.", "Check its path."
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _guessed(path, data, language)
    if "\0" in text:
        raise InvalidInputError(f"The script {path} is no text.", _HINT)
    return text


def _guessed(path: Path, data: bytes, language: str) -> str:
    """Reads text of an older encoding: of the language's own, else of any that makes sense."""
    from charset_normalizer import from_bytes

    own = _ENCODINGS.get(language, _WESTERN) if language else ()
    best = (own and from_bytes(data, cp_isolation=["utf_16", *own]).best()) or (
        from_bytes(data).best()
    )
    if not best:
        raise InvalidInputError(
            f"The script {path} is no text in any known encoding.", "Save it as UTF-8."
        )
    return str(best)


def _cues(subtitles: "SSAFile") -> Iterator[ScriptLine]:
    events = sorted(subtitles, key=lambda event: event.start)
    shown = [event for event in events if not (event.is_comment or event.is_drawing)]
    for number, event in enumerate(shown):
        start, end = event.start / 1000, max(event.start, event.end) / 1000
        # SubViewer's line break is none of SRT's, as which its files are read.
        speeches = _speeches(event.plaintext.replace("[br]", "\n"))
        yield from _spread(speeches, start, end, number)


def _parsed(path: Path, text: str) -> "SSAFile | None":
    """Returns the subtitles that a text is; None for a text without times."""
    from pysubs2.exceptions import FormatAutodetectionError, Pysubs2Error, UnknownFPSError

    try:
        return _subtitles(text, _FORMATS.get(path.suffix.lower()))
    except FormatAutodetectionError:
        return None
    except UnknownFPSError:
        raise InvalidInputError(
            f"The script {path} counts in frames and says not how many a second has.",
            "Write it into a first line, such as {1}{1}23.976.",
        ) from None
    except (Pysubs2Error, ValueError, KeyError, SyntaxError) as error:
        raise InvalidInputError(f"The script {path} is broken ({error}).", _HINT) from error


def _subtitles(text: str, form: str | None) -> "SSAFile":
    """Reads what the text is by its content, else by the file's suffix."""
    import pysubs2
    from pysubs2.exceptions import FormatAutodetectionError

    with warnings.catch_warnings():
        # Of a style that it cannot read it takes the default: styles are not what is asked.
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return pysubs2.SSAFile.from_string(text)
        except FormatAutodetectionError:
            if form is None:
                raise
            return pysubs2.SSAFile.from_string(text, format_=form)


def _speeches(text: str) -> list[str]:
    """Parts a cue of two speakers, each on a line of its own with a hyphen before it."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if len(rows) > 1 and all(_DASH.match(row) for row in rows):
        return [_DASH.sub("", row) for row in rows]
    joined = _DASH.sub("", " ".join(rows))
    return [joined] if joined else []


def _spread(texts: list[str], start: float, end: float, cue: int) -> Iterator[ScriptLine]:
    """Shares a cue's time among its texts by their length."""
    total = sum(len(text) for text in texts)
    before = 0
    for text in texts:
        marks = (before / total, (before + len(text)) / total)
        first, last = (start + (end - start) * mark for mark in marks)
        yield ScriptLine(text, first, last, cue)
        before += len(text)


def _paragraphs(text: str) -> Iterator[ScriptLine]:
    """Takes each line of a text; a long one is parted at the ends of sentences."""
    for row in text.splitlines():
        joined = " ".join(row.split())
        parts = [joined] if len(joined) <= _LONGEST_LINE else _SENTENCE_END.split(joined)
        yield from (ScriptLine(part) for part in parts if part)
