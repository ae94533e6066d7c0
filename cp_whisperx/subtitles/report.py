"""The style report for people: a table as CSV, and a page that opens without a network."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from shared.artifacts import StyleReport, TrackStyle

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t")

# What each rule means to a reader of the report.
RULES = {
    "max_lines": "more lines than allowed",
    "line_length": "a line is too long",
    "line_break": "the line breaks where it must not",
    "reading_speed": "too fast to read (characters a second)",
    "min_duration": "shown too briefly (seconds)",
    "max_duration": "shown too long (seconds)",
    "before_zero": "begins before the film",
    "in_time": "misses its first word (frames)",
    "shot_in": "begins near a shot change, not on it (frames)",
    "shot_out": "ends near a shot change, not just before it (frames)",
    "overlap": "overlaps the next cue (frames)",
    "min_gap": "too close to the next cue (frames)",
    "open_gap": "a gap too short to be seen as one (frames)",
    "empty": "no text",
    "ellipsis": "dots in place of an ellipsis",
    "repeated_sign": "a sign stands twice",
    "spaces": "spaces that do not belong there",
    "song_marks": "sung, without note signs",
    "speaker_hyphen": "two speakers, without hyphens",
    "brackets": "a bracket without its other half",
    "forbidden_glyph": "a sign that no text font shows",
    "wrong_script": "letters of another script",
    "markup": "markup that viewers would see",
}
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { border-bottom: 1px solid #8886; padding: .35rem .6rem; text-align: left;
  vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.t { white-space: pre-line; }
.good { color: #197a3d; } .bad { color: #b3261e; }
@media (prefers-color-scheme: dark) { .good { color: #6fd08c; } .bad { color: #f2b8b5; } }
"""


def as_csv(report: StyleReport) -> str:
    """Returns every violation and every change as a row."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(
        ["language", "profile", "what", "cue", "start", "rule", "value", "limit", "text", "before"]
    )
    for track in report.tracks:
        head = [track.language, track.profile]
        for row in track.violations:
            cells = [row.cue, row.start, row.rule, row.value, row.limit, _cell(row.text), ""]
            writer.writerow([*head, "violation", *cells])
        for change in track.changes:
            rules = " ".join(change.rules)
            cells = ["", change.start, rules, "", "", _cell(change.after), _cell(change.before)]
            writer.writerow([*head, "change", *cells])
    return target.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_page(report: StyleReport, title: str) -> str:
    """Returns a page with totals for each track and rule, every violation and every change.

    Args:
        report: The style check of all tracks.
        title: The film's name.
    """
    heading = f"Style of the subtitles of {escape(title)}"
    body = [f"<h1>{heading}</h1>", _summary(report), *_sections(report)]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _summary(report: StyleReport) -> str:
    rows = (
        [
            _text(track.language),
            _text(track.profile),
            _number(track.cues),
            _number(track.clean_cues),
            f'<td class="n {"good" if track.clean_cues == track.cues else "bad"}">'
            f"{_percent(track)}</td>",
            _number(len(track.changes)),
        ]
        for track in report.tracks
    )
    head = ("track", "profile", "cues", "keep every rule", "share", "texts changed")
    return _table(head, rows)


def _percent(track: TrackStyle) -> str:
    share = track.clean_cues / track.cues if track.cues else 1.0
    # Never rounded up to 100 where one cue is wrong.
    return f"{int(share * 1000) / 10:.1f} %"


def _sections(report: StyleReport) -> Iterator[str]:
    for track in report.tracks:
        if not track.violations and not track.changes:
            continue
        yield f"<h2>{escape(track.language)}</h2>"
        if track.violations:
            yield "<h3>Broken rules</h3>" + _totals(track) + _violations(track)
        if track.changes:
            yield "<h3>Changed texts</h3>" + _changes(track)


def _totals(track: TrackStyle) -> str:
    counts = Counter(row.rule for row in track.violations)
    rows = (
        [_text(rule), _text(RULES.get(rule, "")), _number(count)]
        for rule, count in counts.most_common()
    )
    return _table(("rule", "what is wrong", "cues"), rows)


def _violations(track: TrackStyle) -> str:
    rows = (
        [
            _number(row.cue), f'<td class="n">{clock_time(row.start)}</td>', _text(row.rule),
            _number(row.value), _number(row.limit), _text(row.text, track.language),
        ]
        for row in track.violations
    )  # fmt: skip
    return _table(("cue", "time", "rule", "found", "limit", "text"), rows)


def _changes(track: TrackStyle) -> str:
    rows = (
        [
            f'<td class="n">{clock_time(row.start)}</td>', _text(", ".join(row.rules)),
            _text(row.before, track.language), _text(row.after, track.language),
        ]
        for row in track.changes
    )  # fmt: skip
    return _table(("time", "what was done", "before", "after"), rows)


def clock_time(seconds: float) -> str:
    """Returns a time as hours, minutes, seconds and thousandths."""
    thousandths = round(max(0.0, seconds) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest / 1000:06.3f}"


def _text(text: str, language: str = "") -> str:
    told = f' lang="{escape(language)}" dir="auto"' if language else ""
    return f'<td class="t"{told}>{escape(text)}</td>'


def _number(value: float) -> str:
    return f'<td class="n">{value:g}</td>'


def _table(head: Iterable[str], rows: Iterable[list[str]]) -> str:
    titles = "".join(f"<th>{name}</th>" for name in head)
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    return f"<table>\n<tr>{titles}</tr>\n{body}\n</table>"
