import xml.etree.ElementTree as ET
from typing import Any

from ttconv.imsc import reader

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.sheet import Sheet
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.ttml import REGION, TEXT_PROFILE, render_ttml

TT = "{http://www.w3.org/ns/ttml}"
TTS = "{http://www.w3.org/ns/ttml#styling}"
TTP = "{http://www.w3.org/ns/ttml#parameter}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tree(cues: list[Cue], sheet: Sheet) -> ET.Element:
    return ET.fromstring(render_ttml(cues, sheet).encode())


def test_a_document_says_its_profile_language_and_region() -> None:
    root = tree([Cue(1, 2, ("x",))], Sheet(get_profile("hi-Latn")))
    assert root.tag == f"{TT}tt"
    assert root.get(LANG) == "hi-Latn"
    assert root.get(f"{TTP}contentProfiles") == TEXT_PROFILE
    region = root.find(f".//{TT}region")
    assert region is not None
    assert region.get("{http://www.w3.org/XML/1998/namespace}id") == REGION
    assert region.get(f"{TTS}displayAlign") == "after"
    assert [p.get("region") for p in root.iter(f"{TT}p")] == [REGION]


def test_times_are_to_the_millisecond_and_lines_are_parted() -> None:
    cue = Cue(3661.0416667, 3663.5, ("upper", "lower"))
    paragraph = next(tree([cue], Sheet(get_profile("en"))).iter(f"{TT}p"))
    assert (paragraph.get("begin"), paragraph.get("end")) == ("01:01:01.042", "01:01:03.500")
    assert [child.tag for child in paragraph] == [f"{TT}span", f"{TT}br", f"{TT}span"]
    assert list(paragraph.itertext()) == ["upper", "lower"]


def test_right_to_left_runs_and_second_languages_are_marked() -> None:
    sheet = Sheet(get_profile("ar"), get_profile("en"))
    paragraph = next(tree([Cue(0, 1, ("مرحبا!", "Hello!"))], sheet).iter(f"{TT}p"))
    upper, lower = paragraph.findall(f"{TT}span")
    assert paragraph.get(f"{TTS}direction") == "rtl"
    assert upper.attrib == {}
    assert lower.get(LANG) == "en"
    assert lower.get(f"{TTS}direction") == "ltr"
    assert lower.get(f"{TTS}unicodeBidi") == "embed"


def test_songs_are_italic_and_no_cue_is_no_error() -> None:
    song = Cue(0, 1, ("♪ la ♪",), kind="song")
    span = next(tree([song], Sheet(get_profile("en"))).iter(f"{TT}span"))
    assert span.get(f"{TTS}fontStyle") == "italic"
    assert not list(tree([], Sheet(get_profile("en"))).iter(f"{TT}p"))


def test_an_imsc_reader_takes_it() -> None:
    text = render_ttml([Cue(1, 2.5, ("a < b",)), Cue(3, 4, ("c",))], Sheet(get_profile("en")))
    document: Any = reader.to_model(ET.ElementTree(ET.fromstring(text.encode())))
    (division,) = document.get_body()
    assert [(float(p.get_begin()), float(p.get_end())) for p in division] == [(1, 2.5), (3, 4)]
    assert document.get_lang() == "en"
