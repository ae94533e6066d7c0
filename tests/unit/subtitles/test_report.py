import csv
import io
from html.parser import HTMLParser

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.report import RULES, as_csv, as_page, clock_time
from cp_whisperx.subtitles.style import check_track
from cp_whisperx.subtitles.timing import Cue
from shared.artifacts import StyleReport, TextChange

NASTY = "<script>alert(1)</script> & =1+1"
CUES = [Cue(0, 0.5, ("=cmd|' /C calc'!A0",)), Cue(3, 3.4, (NASTY,)), Cue(9, 11, ("Fine.",))]
CHANGE = TextChange(start=3661.5, rules=("openers",), before="Well, no.", after="No.")
REPORT = StyleReport(tracks=(check_track(CUES, get_profile("en"), 24.0, changes=[CHANGE]),))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_stands_alone_and_shows_texts_literally() -> None:
    page = _Page()
    page.feed(as_page(REPORT, "A <b>film</b>"))
    assert "script" not in page.tags
    assert page.links == []
    assert NASTY in page.text
    assert "A <b>film</b>" in page.text
    assert "01:01:01.500" in page.text
    assert "min_duration" in page.text
    assert "33.3 %" in page.text


def test_the_table_has_every_violation_and_change_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(REPORT))))
    told = [row["rule"] for row in rows if row["what"] == "violation"]
    assert told == [violation.rule for violation in REPORT.tracks[0].violations]
    assert [row["before"] for row in rows if row["what"] == "change"] == ["Well, no."]
    assert rows[0]["text"].startswith("'=")


def test_every_rule_that_is_checked_is_explained() -> None:
    assert {violation.rule for violation in REPORT.tracks[0].violations} <= set(RULES)


def test_times_are_rounded_once() -> None:
    assert clock_time(59.9996) == "00:01:00.000"
    assert clock_time(-1) == "00:00:00.000"
