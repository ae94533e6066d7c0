"""Style profiles: the rules that subtitles of a language are held to.

The figures stand in the folder `rules`, a file a profile, with their sources; `profile_files` reads
them. What a script is like (italics, direction, width) is known here.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from cp_whisperx.subtitles.profile_files import ProfileRules, load_rules
from shared.config import Config
from shared.languages import get_language

Audience = Literal["adult", "children"]

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
        italics: Whether the script has italics.
        rtl: Whether it is written from right to left.
        spaced: Whether words are parted by spaces.
        rules: All rules of the profile that do not depend on the language.
        max_lines: Most lines a cue.
        min_duration: Shortest cue in seconds.
        max_duration: Longest cue in seconds.
        min_gap_frames: Least frames between two cues.
        speaker_hyphen: What leads the lines of two speakers in one cue, with its space if any.
        sdh: Whether it is for the hard of hearing.
    """

    language: str
    audience: Audience
    script: str
    line_length: float
    reading_speed: float
    italics: bool
    rtl: bool
    spaced: bool
    rules: ProfileRules
    max_lines: int = 2
    min_duration: float = 5 / 6
    max_duration: float = 7.0
    min_gap_frames: int = 2
    speaker_hyphen: str = "-"
    sdh: bool = False

    @property
    def name(self) -> str:
        """The profile's name in reports."""
        return f"{self.language}-{self.audience}{'-sdh' if self.sdh else ''}"


def get_profile(
    language: str, audience: Audience = "adult", rules: str = "netflix", *, sdh: bool = False
) -> StyleProfile:
    """Returns a language's style profile.

    Args:
        language: BCP-47 code.
        audience: Who reads.
        rules: Name or file of the profile.
        sdh: Whether the track is for the hard of hearing, who are given more characters a second
            because labels come on top of what is said.

    Raises:
        InvalidInputError: If the language is not known.
        ConfigurationError: If there is no such profile, or its file is not as it must be.
    """
    row, whole = get_language(language), load_rules(rules)
    own = whole.of(language)
    return StyleProfile(
        language=language,
        audience=audience,
        script=row.script,
        line_length=own.line_length,
        reading_speed=getattr(own, f"sdh_{audience}" if sdh else audience),
        italics=row.script in _ITALIC_SCRIPTS,
        rtl=row.rtl,
        spaced=row.script not in {"Hani", "Jpan"},
        rules=whole,
        max_lines=whole.max_lines,
        min_duration=whole.min_duration,
        max_duration=whole.max_duration,
        min_gap_frames=whole.min_gap_frames,
        speaker_hyphen=own.speaker_hyphen,
        sdh=sdh,
    )


def profile_for(language: str, config: Config, *, sdh: bool = False) -> StyleProfile:
    """Returns the profile that a job's settings ask for."""
    return get_profile(language, config.subtitle_audience, config.subtitle_profile, sdh=sdh)


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
