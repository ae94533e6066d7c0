"""Writes the list that a subtitler reads to check what was removed and what is doubtful."""

from collections.abc import Iterator, Sequence

from cp_whisperx.hallucination.clean import SCORE, SUSPECT
from shared.artifacts import RemovedSegment, Segment, Transcript

_HEAD = """\
Text that nobody seems to have said. Listen at the times given. What was said after all comes back
when its number or its time is named in HALLUCINATION_RESTORE, for instance
HALLUCINATION_RESTORE={example}, and the stage runs again; `all` brings everything back.
"""
# How recognition names what it set aside itself, in words.
_NAMES = {
    "outside_speech": "recognised where nobody speaks",
    "under_another": "recognised under another line",
}


def list_removed(cleaned: Transcript) -> str:
    """Lists what was removed or shortened, and what stays but is doubtful.

    Args:
        cleaned: A cleaned transcript.

    Returns:
        Text with one entry a segment: number, times, text, reasons, what was kept.
    """
    suspected = [segment for segment in cleaned.segments if SUSPECT in segment.flags]
    entries = sorted(cleaned.removed, key=lambda entry: entry.segment.start)
    lines = [_HEAD.format(example=_example(entries)), f"Removed or shortened: {len(entries)}", ""]
    for entry in entries:
        lines += _entry(entry)
    lines += [f"Kept, but doubtful: {len(suspected)}", ""]
    for segment in suspected:
        lines += [_line(segment), ""]
    return "\n".join(lines).rstrip() + "\n"


def clock(seconds: float) -> str:
    """Returns a time as `0:12:03.4`."""
    tenths = round(seconds * 10)
    return f"{tenths // 36000}:{tenths // 600 % 60:02}:{tenths // 10 % 60:02}.{tenths % 10}"


def _example(entries: Sequence[RemovedSegment]) -> str:
    if not entries:
        return "12,0:12:03"
    return f"{entries[0].segment.id},{clock(entries[-1].segment.start)}"


def _entry(entry: RemovedSegment) -> Iterator[str]:
    yield _line(entry.segment)
    yield f"        because: {'; '.join(_NAMES.get(name, name) for name in entry.reasons)}"
    if entry.kept_text:
        yield f"        kept: {_plain(entry.kept_text)}"
    yield ""


def _line(segment: Segment) -> str:
    score = f" (score {segment.evidence[SCORE]:+.1f})" if SCORE in segment.evidence else ""
    times = f"{clock(segment.start)} - {clock(segment.end)}"
    return f"{segment.id:6}  {times}  {_plain(segment.text)}{score}"


def _plain(text: str) -> str:
    """One line without control characters, so that no text can pose as another entry."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
