"""Takes a film through one target's way: its lines, its songs, and what must come out alike."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.holding import HeldLine
from cp_whisperx.translation.judging import PLACEHOLDER
from cp_whisperx.translation.recurring import Recurring, repeated_alike
from cp_whisperx.translation.route import Line, Route, Target
from cp_whisperx.translation.songs import song_text
from cp_whisperx.translation.term_base import TermBase
from cp_whisperx.translation.terms import (
    Held,
    TermKeeper,
    missed_terms,
    missed_warning,
    uses,
    without_placeholders,
)
from shared.artifacts import Segment, TargetReport, TranslatedSegment, TranslatedTranscript
from shared.languages import get_language

SONGS = "songs"
"""Stands for an engine's name where a song's text comes of no translation."""
Done = Callable[[int], None]


@dataclass(frozen=True)
class TargetResult:
    """A target's transcript and figures; `degraded` says what fell short of the plan."""

    transcript: TranslatedTranscript
    report: TargetReport
    seconds: float
    degraded: tuple[str, ...] = ()


def translate_target(
    route: Route,
    segments: Sequence[Segment],
    batch: int,
    done: Done,
    notes: Sequence[LineNotes] | None = None,
) -> TargetResult:
    """Translates all segments into one target.

    Args:
        route: The target's way.
        segments: In order; ids, times and count stay as they are.
        batch: Lines a call.
        done: Takes the number of lines that were just finished.
        notes: What is known of each segment beside its text.
    """
    began = monotonic()
    known = list(notes) if notes is not None else [LineNotes() for _ in segments]
    once = Recurring(route.translate)
    lines: list[Line] = []
    for first in range(0, len(segments), batch):
        part = segments[first : first + batch]
        lines += _translate_part(route, once, part, known[first : first + batch])
        done(len(part))
    base = TermBase(route.terms, route.target.language)
    if not route.is_own:
        lines = _settled(route, base, lines, known)
    rows = tuple(_translated(s, line) for s, line in zip(segments, lines, strict=True))
    transcript = TranslatedTranscript(
        language=route.target.language, source_language=route.source, segments=rows
    )
    report = _report(route.target, rows, base)
    return TargetResult(transcript, report, monotonic() - began, tuple(route.degraded))


def _translate_part(
    route: Route, once: Recurring[Line], part: Sequence[Segment], notes: Sequence[LineNotes]
) -> list[Line]:
    """Translates a batch, but for songs that are to stand otherwise."""
    language = get_language(route.target.language)
    songs = "translated" if route.is_own else route.style.songs
    given = {
        at: text
        for at, segment in enumerate(part)
        if segment.kind == "song" and (text := song_text(segment.text, language, songs)) is not None
    }
    asked = [at for at in range(len(part)) if at not in given]
    made = once.translate([part[at].text for at in asked], [notes[at] for at in asked])
    lines = dict(zip(asked, made, strict=True))
    for at, text in given.items():
        lines[at] = Line(HeldLine(part[at].text, (), text), SONGS, ())
    return [lines[at] for at in range(len(part))]


def _settled(
    route: Route, base: TermBase, lines: list[Line], notes: Sequence[LineNotes]
) -> list[Line]:
    """Brings the names that most lines agree on into the lines that spell them otherwise."""
    for line in lines:
        if line.engine != SONGS and not line.faults:
            base.add(line.held.source, line.held.text)
    keeper = TermKeeper(base.terms, route.target.language)
    held = [keeper.find(line.held.source) for line in lines]
    odd = [
        at
        for at, line in enumerate(lines)
        if line.engine != SONGS and not _all_used(line.held.text, held[at])
    ]
    if not odd:
        return lines
    again = Recurring(replace(route, terms=(*route.terms, *base.terms)).translate)
    made = again.translate([lines[at].held.source for at in odd], [notes[at] for at in odd])
    for at, line in zip(odd, made, strict=True):
        lines[at] = _rather(line, lines[at], held[at])
    return lines


def _all_used(text: str, held: Sequence[Held]) -> bool:
    return all(use.applied for use in uses(text, held)) if held else True


def _rather(new: Line, old: Line, held: Sequence[Held]) -> Line:
    """Returns the line that has the name, if it is no worse otherwise."""
    text = new.held.text
    row = HeldLine(old.held.source, old.held.held, text, uses(text, old.held.held))
    if new.doubts or len(row.unmet) > len(old.held.unmet) or not _all_used(text, held):
        return old
    return replace(old, held=row, engine=new.engine, doubts=(), tried=(*old.tried, *new.tried))


def _shown(line: Line) -> str:
    """Returns what viewers see: a line that no engine did well keeps its sound part."""
    text = line.held.text
    return without_placeholders(text) if PLACEHOLDER in line.doubts else text


def _translated(segment: Segment, line: Line) -> TranslatedSegment:
    return TranslatedSegment(
        id=segment.id,
        start=segment.start,
        end=segment.end,
        text=_shown(line),
        source_text=segment.text,
        engine=line.engine,
        tried=line.tried,
        speaker=segment.speaker,
        kind=segment.kind,
        terms=line.held.terms,
        flags=line.faults,
    )


def _report(target: Target, rows: Sequence[TranslatedSegment], base: TermBase) -> TargetReport:
    terms = [use for row in rows for use in row.terms]
    repeated, alike = repeated_alike([(row.source_text, row.text) for row in rows])
    return TargetReport(
        language=target.language,
        engines=dict(Counter(row.engine for row in rows)),
        chain=target.chain,
        segments=len(rows),
        terms_occurred=len(terms),
        terms_applied=sum(use.applied for use in terms),
        lines_repeated=repeated,
        lines_repeated_alike=alike,
        names_learnt={term.term: term.translations[target.language] for term in base.terms},
        missed=(missed := missed_terms(rows)),
        warnings=(*_warnings(target, rows), *missed_warning(target.language, missed)),
    )


def _warnings(target: Target, rows: Sequence[TranslatedSegment]) -> list[str]:
    counts = Counter(flag for row in rows for flag in row.flags)
    return [
        f"{target.language}: {count} of {len(rows)} lines are doubtful ({flag})."
        for flag, count in sorted(counts.items())
    ]
