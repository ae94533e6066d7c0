"""Writing TTML: an IMSC 1.1 Text Profile document, by ttconv's model of that format.

Source of facts: W3C TTML Profiles for Internet Media Subtitles and Captions 1.1.
"""

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import ElementTree

from cp_whisperx.subtitles.sheet import Line, Sheet, lines_of
from cp_whisperx.subtitles.timing import Cue

TEXT_PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
REGION = "bottom"
_TT = "{http://www.w3.org/ns/ttml}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_Row = tuple[Cue, Sequence[Line]]
# Percent of the picture: inside what every screen shows.
_LEFT, _TOP, _WIDTH, _HEIGHT = 10, 10, 80, 80
# Percent of a cell, and of the letters' size: a line is a fifteenth of the picture's height.
_FONT_SIZE, _LINE_HEIGHT = 80, 125


def render_ttml(cues: Sequence[Cue], sheet: Sheet) -> str:
    """Returns a TTML document of cues."""
    from ttconv.imsc import config, writer

    rows = [(cue, lines) for cue in cues if (lines := lines_of(cue, sheet, "ttml"))]
    signalling = config.ContentProfilesSignaling.CONTENT_PROFILES
    tree = writer.from_model(
        _document(rows, sheet), config.IMSCWriterConfiguration(profile_signaling=signalling)
    )
    _finish(tree, rows, sheet)
    target = io.BytesIO()
    tree.write(target, encoding="utf-8", xml_declaration=True)
    return target.getvalue().decode("utf-8") + "\n"


def _finish(tree: ElementTree, rows: Sequence[_Row], sheet: Sheet) -> None:
    """Names the lower lines' language, which the library's writer leaves out.

    Each cue also gets a line of the file, for whoever reads that.
    """
    for paragraph, (_, lines) in zip(tree.iter(f"{_TT}p"), rows, strict=True):
        paragraph.tail = "\n"
        for span, line in zip(paragraph.iter(f"{_TT}span"), lines, strict=True):
            if line.place and sheet.second:
                span.set(_LANG, sheet.second.language)


def _document(rows: Sequence[_Row], sheet: Sheet) -> Any:
    from ttconv import model

    document = model.ContentDocument()
    document.set_lang(sheet.profile.language)
    document.set_content_profiles({TEXT_PROFILE})
    region = _region(document)
    document.put_region(region)
    body, division = model.Body(document), model.Div(document)
    body.push_child(division)
    document.set_body(body)
    for cue, lines in rows:
        division.push_child(_paragraph(document, region, cue, lines, sheet))
    return document


def _region(document: Any) -> Any:
    """Makes the one region: the lines stand at its foot, centred."""
    from ttconv import model
    from ttconv import style_properties as style

    def percent(value: float) -> Any:
        return style.LengthType(value, style.LengthType.Units.pct)

    region = model.Region(REGION, document)
    names = style.StyleProperties
    for name, value in (
        (names.Origin, style.CoordinateType(x=percent(_LEFT), y=percent(_TOP))),
        (names.Extent, style.ExtentType(width=percent(_WIDTH), height=percent(_HEIGHT))),
        (names.DisplayAlign, style.DisplayAlignType.after),
        (names.TextAlign, style.TextAlignType.center),
        (names.FontFamily, (style.GenericFontFamilyType.proportionalSansSerif,)),
        (names.FontSize, percent(_FONT_SIZE)),
        (names.LineHeight, percent(_LINE_HEIGHT)),
        (names.Color, style.NamedColors.white.value),
    ):
        region.set_style(name, value)
    return region


def _paragraph(document: Any, region: Any, cue: Cue, lines: Sequence[Line], sheet: Sheet) -> Any:
    from ttconv import model
    from ttconv import style_properties as style

    paragraph = model.P(document)
    paragraph.set_region(region)
    paragraph.set_begin(Fraction(round(cue.start * 1000), 1000))
    paragraph.set_end(Fraction(round(cue.end * 1000), 1000))
    if sheet.profile.rtl:
        paragraph.set_style(style.StyleProperties.Direction, style.DirectionType.rtl)
    for number, line in enumerate(lines):
        if number:
            paragraph.push_child(model.Br(document))
        paragraph.push_child(_span(document, line, sheet))
    return paragraph


def _span(document: Any, line: Line, sheet: Sheet) -> Any:
    """Makes a line's span; one that runs against its paragraph is embedded in it."""
    from ttconv import model
    from ttconv import style_properties as style

    span, names = model.Span(document), style.StyleProperties
    if line.italic:
        span.set_style(names.FontStyle, style.FontStyleType.italic)
    if line.rtl != sheet.profile.rtl:
        turned = style.DirectionType.rtl if line.rtl else style.DirectionType.ltr
        span.set_style(names.Direction, turned)
        span.set_style(names.UnicodeBidi, style.UnicodeBidiType.embed)
    span.push_child(model.Text(document, line.text))
    return span
