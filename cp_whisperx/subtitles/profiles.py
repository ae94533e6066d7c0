"""Style profiles: the rules that subtitles of a language are held to.

The figures are those of the Netflix timed text guides, which Subtitle Edit's checker encodes too.
To add a language: a row in `_LIMITS` where it differs from the usual 42 characters and 17 / 13
characters a second.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from shared.languages import get_language

Audience = Literal["adult", "children"]

_USUAL = (42.0, 17.0, 13.0)
# Characters a line, then characters a second for adults and for children.
_LIMITS: dict[str, tuple[float, float, float]] = {
    "hi": (42.0, 22.0, 18.0),
    "hi-Latn": (42.0, 22.0, 18.0),
    "en": (42.0, 20.0, 17.0),
    "zh": (16.0, 9.0, 7.0),
    "ja": (13.0, 4.0, 4.0),
    "ko": (16.0, 12.0, 9.0),
}
_ITALIC_SCRIPTS = frozenset({"Latn", "Cyrl"})
_FULL_WIDTH_SCRIPTS = frozenset({"Hani", "Jpan", "Hang"})
_FULL_WIDTH = frozenset({"W", "F", "A"})
# Scripts whose spacing vowel signs are as wide as letters: 42 letters alone would fill the picture.
_WIDE_SIGN_SCRIPTS = frozenset({"Taml", "Mlym"})


@dataclass(frozen=True)
class StyleProfile:
    """The rules for one language and audience.

    Attributes:
        language: BCP-47 code.
        audience: Who reads.
        script: ISO 15924 code of the language's script.
        line_length: Most characters a line, as `visible_length` counts them.
        reading_speed: Most characters a second.
        max_lines: Most lines a cue.
        min_duration: Shortest cue in seconds.
        max_duration: Longest cue in seconds.
        min_gap_frames: Least frames between two cues.
        italics: Whether the script has italics.
        rtl: Whether it is written from right to left.
        spaced: Whether words are parted by spaces.
    """

    language: str
    audience: Audience
    script: str
    line_length: float
    reading_speed: float
    italics: bool
    rtl: bool
    spaced: bool
    max_lines: int = 2
    min_duration: float = 5 / 6
    max_duration: float = 7.0
    min_gap_frames: int = 2

    @property
    def name(self) -> str:
        """The profile's name in reports."""
        return f"{self.language}-{self.audience}"


def get_profile(language: str, audience: Audience = "adult") -> StyleProfile:
    """Returns a language's style profile.

    Raises:
        InvalidInputError: If the language is not known.
    """
    row = get_language(language)
    line_length, adult, children = _LIMITS.get(language, _USUAL)
    return StyleProfile(
        language=language,
        audience=audience,
        script=row.script,
        line_length=line_length,
        reading_speed=adult if audience == "adult" else children,
        italics=row.script in _ITALIC_SCRIPTS,
        rtl=row.rtl,
        spaced=row.script not in {"Hani", "Jpan"},
    )


def visible_length(text: str, language: str) -> float:
    """Counts the characters that a reader sees.

    Letters, digits, signs and spaces count 1. What adds no character of its own counts 0: vowel
    signs, viramas and other combining marks (हिन्दी is 3: ह, न, द), Arabic vowel points, joiners,
    direction marks and line breaks. That is how Subtitle Edit counts text elements. Tamil and
    Malayalam are the exception: their spacing vowel signs count, being as wide as letters. In
    Chinese, Japanese and Korean a full-width character counts 1 and any other 0.5, since their
    limits are given in full-width characters.

    Args:
        text: One line or several.
        language: BCP-47 code of the text.
    """
    script = get_language(language).script
    wide = script in _FULL_WIDTH_SCRIPTS
    spacing_signs = script in _WIDE_SIGN_SCRIPTS
    return sum(_width(char, wide, spacing_signs) for char in text)


def _width(char: str, wide: bool, spacing_signs: bool) -> float:
    category = unicodedata.category(char)
    if category[0] in "MC":
        return 1.0 if spacing_signs and category == "Mc" else 0.0
    return 0.5 if wide and unicodedata.east_asian_width(char) not in _FULL_WIDTH else 1.0
