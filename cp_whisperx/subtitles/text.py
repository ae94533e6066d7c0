r"""Cleaning: whatever recognition or translation wrote becomes one line of plain text.

Nothing is interpreted: `{\p1}`, `<font>` and `-->` stay in the text as they are, and the writer
(`markup`) makes players show them so. Only what is invisible goes: control characters, bidi
overrides, zero-width spaces, line breaks (a space each).
"""

import re
import unicodedata

from cp_whisperx.subtitles.profiles import StyleProfile

SONG_MARK = "♪"
# Joiners shape Indic and Arabic words; the Arabic number signs are visible although "format".
_KEPT_FORMAT = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2")
_SONG_EDGE = re.compile(r"^[\s♪♫♩♬]+|[\s♪♫♩♬]+$")
_DOTS = re.compile(r"(?:\.{2,}|\.(?: \.){2,}|…\.+|。{2,})")
_SPACE_BEFORE_SIGN = re.compile(r"\s+([,.!?;:…।॥،؛؟%]+)(?=[\s\"'»”’)\]]|$)")
_SPACE_AFTER_OPENING = re.compile(r"([¿¡(\[«“（《「『])\s+")
_SPACE_BEFORE_CLOSING = re.compile(r"\s+([)\]»”）》」』])")
_DANDA_GLUED = re.compile(r"([।॥])(?=[^\W\d_])")
_PAIRED_QUOTES = re.compile(r'"([^"]*)"')
_HAN = r"[“”‘’…—\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f]"
_HAN_SPACE = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_HAN_SIGN = re.compile(rf"(?<={_HAN})\s*([,!?;:]+)(?!\d)\s*")
_FULL_WIDTH_SIGN = str.maketrans(",!?;:", "，！？；：")
# French sets a space before high punctuation on purpose.
_KEEPS_SPACE_BEFORE_SIGN = frozenset({"fr"})


def clean_text(text: str, profile: StyleProfile) -> str:
    """Returns a text as one line without anything invisible, set by the language's habits.

    Letters, digits and signs all stay, in order; only spacing, ellipses and quotation marks are
    set. The result is empty if nothing visible was there.
    """
    line = " ".join("".join(map(_visible, unicodedata.normalize("NFC", text))).split())
    line = _DOTS.sub("…", line)
    line = _space_signs(_quote(line, profile.language), profile)
    return " ".join(line.split())


def strip_song_marks(text: str) -> str:
    """Returns a sung line without the note signs at its ends."""
    return _SONG_EDGE.sub("", text)


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category in {"Zl", "Zp"}:
        return " "
    if category in {"Cc", "Cs"} or (category == "Cf" and char not in _KEPT_FORMAT):
        return ""
    return char


def _space_signs(line: str, profile: StyleProfile) -> str:
    line = _DANDA_GLUED.sub(r"\1 ", line)
    if profile.language not in _KEEPS_SPACE_BEFORE_SIGN:
        line = _SPACE_BEFORE_SIGN.sub(r"\1", line)
        line = _SPACE_BEFORE_CLOSING.sub(r"\1", _SPACE_AFTER_OPENING.sub(r"\1", line))
    if not profile.spaced:
        line = _HAN_SIGN.sub(lambda found: found[1].translate(_FULL_WIDTH_SIGN), line)
        line = _HAN_SPACE.sub("", line)
    return line


def _quote(line: str, language: str) -> str:
    """Sets paired straight quotation marks as Russian and Chinese print them."""
    marks = {"ru": "«»", "zh": "“”", "zh-Hant": "「」"}.get(language)
    if marks is None or line.count('"') % 2:
        return line
    return _PAIRED_QUOTES.sub(lambda found: f"{marks[0]}{found[1]}{marks[1]}", line)
