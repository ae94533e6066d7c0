r"""Escaping: plain lines become the text of a cue that players show literally, in any format.

SRT has no escapes, and players differ: most take `<...>` for HTML, libass takes `{...}` for an
override block and `\N` for a line break. A WORD JOINER (U+2060, no width) after `<`, `\`, `&`
and inside `-->` breaks these up and the reader sees the same; only braces must become full-width
ones, because libass hides whatever stands between plain ones. VTT has its own escapes: `&lt;`,
`&gt;` and `&amp;`. ASS is what libass reads, so the same holds as for SRT. TTML is XML, whose
writer escapes what has to be, and plain text has no markup.

Two times in one line or a line that is only a number are taken for cue headers by lenient
readers; a WORD JOINER breaks those up too.
"""

import re
import unicodedata

from shared.flow.subtitles import SubtitleFormat

WORD_JOINER = "\u2060"
RIGHT_TO_LEFT_MARK = "\u200f"
_RIGHT_TO_LEFT_EMBEDDING = "\u202b"
_POP_DIRECTION = "\u202c"

_TIME = re.compile(r"(?<=\d:)(?=\d{1,2}[.,]\d)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ONLY_NUMBER = re.compile(r"-?\s*\d+")
_BIDI_CONTROLS = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_NOT_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})


def plain_line(line: str) -> str:
    """Returns a line without what could end it, turn it round, or break a file's syntax.

    Line breaks, tabs and control characters become spaces; direction marks, surrogates and
    noncharacters go. Everything visible stays.
    """
    kept = (" " if unicodedata.category(char) in _NOT_TEXT else char for char in line
            if char not in _BIDI_CONTROLS and not _is_noncharacter(char))  # fmt: skip
    return "".join(kept).strip()


def _is_noncharacter(char: str) -> bool:
    point = ord(char)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF or point == 0xFEFF


def escape_line(line: str, file_format: SubtitleFormat) -> str:
    """Returns a plain line as it must stand in a file so that it is shown literally."""
    if file_format in ("ttml", "txt"):
        return line
    line = line.replace("\\", "\\" + WORD_JOINER)
    line = _TIME.sub(WORD_JOINER, line)
    if _ONLY_NUMBER.fullmatch(line):
        line += WORD_JOINER
    return _escape_vtt(line) if file_format == "vtt" else _escape_srt(line)


def _escape_srt(line: str) -> str:
    line = line.replace("-->", f"--{WORD_JOINER}>").replace("<", f"<{WORD_JOINER}")
    line = _ENTITY.sub(f"&{WORD_JOINER}", line)
    return line.replace("{", "｛").replace("}", "｝")


def _escape_vtt(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def direct_right_to_left(line: str) -> str:
    """Makes a right-to-left line read rightly in players that assume left-to-right paragraphs.

    Text stays in logical order. Where the line begins or ends with anything but a right-to-left
    letter, a RIGHT-TO-LEFT MARK keeps that punctuation or number on its side. A line that mixes
    in left-to-right words is embedded (U+202B ... U+202C), or its runs would change places.
    """
    if any(unicodedata.bidirectional(char) == "L" for char in line):
        return f"{_RIGHT_TO_LEFT_EMBEDDING}{line}{_POP_DIRECTION}"
    start = "" if _is_right_to_left(line[:1]) else RIGHT_TO_LEFT_MARK
    end = "" if _is_right_to_left(line[-1:]) else RIGHT_TO_LEFT_MARK
    return f"{start}{line}{end}"


def _is_right_to_left(char: str) -> bool:
    return bool(char) and unicodedata.bidirectional(char) in {"R", "AL"}
