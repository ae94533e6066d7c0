r"""Writing ASS: a style for each speaker, and a place for each of two who share a cue.

Of fonts only those of Indian scripts are named: where a player must put such a line together from
several fonts, vowel signs part from their letters. For all else, and where the named font is not
there, font systems resolve `sans-serif` to one that has the letters. The sizes suit a picture of
1920 by 1080 and are scaled to any other.
"""

from collections.abc import Iterable, Iterator, Sequence

import pysubs2

from cp_whisperx.subtitles.profiles import StyleProfile
from cp_whisperx.subtitles.sheet import Colour, Line, Sheet, lines_of
from cp_whisperx.subtitles.timing import Cue

DEFAULT = "Default"
SECOND = "Second language"
_FONT = "sans-serif"
# By ISO 15924 code of the script.
_INDIAN_FONTS = {
    "Deva": "Noto Sans Devanagari", "Gujr": "Noto Sans Gujarati", "Taml": "Noto Sans Tamil",
    "Beng": "Noto Sans Bengali", "Telu": "Noto Sans Telugu", "Knda": "Noto Sans Kannada",
    "Mlym": "Noto Sans Malayalam", "Guru": "Noto Sans Gurmukhi", "Orya": "Noto Sans Oriya",
}  # fmt: skip
_WIDTH, _HEIGHT = 1920, 1080
_FONT_SIZE, _SECOND_SIZE = 64.0, 54.0
_LINE_HEIGHT = 1.15
_SECOND_COLOUR: Colour = (214, 214, 214)
_SIDE, _BOTTOM = 100, 60
# Further in, where two share a cue: the longest line still fits from here to the other side.
_PLACED_SIDE = 330
_LEFT, _RIGHT = r"{\an1}", r"{\an3}"


def render_ass(cues: Sequence[Cue], sheet: Sheet) -> str:
    """Returns an ASS file of cues."""
    subtitles = pysubs2.SSAFile()
    subtitles.info.update({
        "PlayResX": str(_WIDTH), "PlayResY": str(_HEIGHT), "WrapStyle": "0",
        "ScaledBorderAndShadow": "yes", "Language": sheet.profile.language,
    })  # fmt: skip
    names = style_names(sheet.colours)
    subtitles.styles = _styles(sheet, names)
    for cue in cues:
        subtitles.events += _events(cue, sheet, names)
    return subtitles.to_string("ass")


def style_names(speakers: Iterable[str]) -> dict[str, str]:
    """Returns a style's name for each speaker: no commas, which part fields, and no two alike."""
    names: dict[str, str] = {}
    for speaker in speakers:
        base = " ".join(speaker.replace(",", " ").replace("*", " ").split()) or "Speaker"
        name, number = base, 2
        while name in {DEFAULT, SECOND, *names.values()}:
            name, number = f"{base} {number}", number + 1
        names[speaker] = name
    return names


def _styles(sheet: Sheet, names: dict[str, str]) -> dict[str, pysubs2.SSAStyle]:
    font = _font(sheet.profile)
    styles = {DEFAULT: _style(font, _FONT_SIZE, (255, 255, 255))}
    if sheet.second:
        styles[SECOND] = _style(_font(sheet.second), _SECOND_SIZE, _SECOND_COLOUR)
    speakers = sheet.colours.items()
    return styles | {names[who]: _style(font, _FONT_SIZE, colour) for who, colour in speakers}


def _font(profile: StyleProfile) -> str:
    return _INDIAN_FONTS.get(profile.script, _FONT)


def _style(font: str, size: float, colour: Colour) -> pysubs2.SSAStyle:
    return pysubs2.SSAStyle(
        fontname=font, fontsize=size, primarycolor=pysubs2.Color(*colour),
        outlinecolor=pysubs2.Color(0, 0, 0), backcolor=pysubs2.Color(0, 0, 0, 128),
        outline=3.0, shadow=1.0, alignment=pysubs2.Alignment.BOTTOM_CENTER,
        marginl=_SIDE, marginr=_SIDE, marginv=_BOTTOM,
    )  # fmt: skip


def _events(cue: Cue, sheet: Sheet, names: dict[str, str]) -> Iterator[pysubs2.SSAEvent]:
    lines = lines_of(cue, sheet, "ass")
    if cue.dialogue and len(lines) == 2 and not sheet.second:
        yield from _placed(cue, lines, sheet, names)
    elif lines:
        texts = [_text(line, sheet) for line in lines]
        yield _event(cue, r"\N".join(texts), lines[0].speaker, names)


def _placed(
    cue: Cue, lines: Sequence[Line], sheet: Sheet, names: dict[str, str]
) -> Iterator[pysubs2.SSAEvent]:
    """Sets the first speaker's line higher and at the side where reading begins."""
    upper, lower = lines
    sides = (_RIGHT, _LEFT) if sheet.profile.rtl else (_LEFT, _RIGHT)
    above = _event(cue, sides[0] + _text(upper, sheet), upper.speaker, names)
    below = _event(cue, sides[1] + _text(lower, sheet), lower.speaker, names)
    above.marginv = round(_BOTTOM + _FONT_SIZE * _LINE_HEIGHT)
    for event in (above, below):
        event.marginl = event.marginr = _PLACED_SIDE
        yield event


def _text(line: Line, sheet: Sheet) -> str:
    text = rf"{{\i1}}{line.text}{{\i0}}" if line.italic else line.text
    return rf"{{\r{SECOND}}}{text}" if sheet.second and line.place else text


def _event(cue: Cue, text: str, speaker: str | None, names: dict[str, str]) -> pysubs2.SSAEvent:
    style = names.get(speaker or "", DEFAULT)
    name = "" if style == DEFAULT else style
    return pysubs2.SSAEvent(
        round(cue.start * 1000), round(cue.end * 1000), text, style=style, name=name
    )
