"""Takes a transcript through a target's chain of engines.

Lines go in batches. Each batch goes to the first engine; where that fails, to the next. Lines
that come back empty, looping or in the wrong script are tried with the next engines too, and in
the end, where there is one, by the reviser. Each line says which engines were asked for it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic

from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.holding import HeldLine, translate_holding
from cp_whisperx.translation.judging import EMPTY, PLACEHOLDER, TERM_MISSED, doubts
from cp_whisperx.translation.noting import isolated, with_terms
from cp_whisperx.translation.pool import EnginePool
from cp_whisperx.translation.terms import (
    TermKeeper,
    missed_terms,
    missed_warning,
    uses,
    without_placeholders,
)
from shared.artifacts import (
    GlossaryTerm,
    Segment,
    TargetReport,
    TranslatedSegment,
    TranslatedTranscript,
)
from shared.engines import get_engine
from shared.errors import DependencyFailedError, PipelineError
from shared.languages import get_language

# An engine that fails this often in a row is left out for the rest of the target.
_FAILURES_ALLOWED = 2
Done = Callable[[int], None]


@dataclass(frozen=True)
class Target:
    """A language to translate into, and the engines that shall do it.

    Attributes:
        chain: The engines in order; each stands in where those before it fail.
        reviser: The engine that does again what these did badly, or empty.
    """

    language: str
    chain: tuple[str, ...]
    reviser: str = ""


@dataclass(frozen=True)
class Line:
    """One translated line, who made it, and who was asked for it."""

    held: HeldLine
    engine: str
    doubts: tuple[str, ...]
    tried: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with it, missed terms included."""
        return self.doubts + ((TERM_MISSED,) if self.held.unmet else ())


@dataclass(frozen=True)
class TargetResult:
    """A target's transcript and figures; `degraded` says what fell short of the plan."""

    transcript: TranslatedTranscript
    report: TargetReport
    seconds: float
    degraded: tuple[str, ...] = ()


@dataclass
class Route:
    """The way of one target's lines through its engines.

    Args:
        pool: The engines.
        source: BCP-47 code of the lines.
        target: Where they go.
        terms: The glossary.
    """

    pool: EnginePool
    source: str
    target: Target
    terms: Sequence[GlossaryTerm] = ()
    degraded: list[str] = field(default_factory=list)
    _failures: dict[str, list[PipelineError]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        held = () if self.source == self.target.language else self.terms
        self._keeper = TermKeeper(held, self.target.language)
        self._language = get_language(self.target.language)

    def translate(
        self, texts: Sequence[str], notes: Sequence[LineNotes] | None = None
    ) -> list[Line]:
        """Translates one batch.

        Args:
            texts: Neighbouring lines in the source language.
            notes: What is known of each beside its text.

        Raises:
            DependencyFailedError: If every engine of the chain fails.
        """
        known = [notes[at] if notes else LineNotes() for at in range(len(texts))]
        asked: list[str] = []
        for name in self.target.chain:
            if not self._given_up(name):
                asked.append(name)
            try:
                lines = self._attempt(name, texts, known)
            except PipelineError as error:
                self._note(f"{name} failed for {self.target.language}: {error.message}")
                continue
            lines = [replace(line, tried=tuple(asked)) for line in lines]
            return self._revised(self._improved(lines, name, known), known)
        raise DependencyFailedError(
            f"No engine could translate into {self._language.name}: {' '.join(self.degraded)}",
            "Set TRANSLATION_ENGINE to another one, or TRANSLATION_ALLOW_MISSING=true.",
        )

    def _given_up(self, name: str) -> bool:
        return len(self._failures.get(name, [])) >= _FAILURES_ALLOWED

    def _attempt(self, name: str, texts: Sequence[str], notes: Sequence[LineNotes]) -> list[Line]:
        """Translates with one engine, unless it has failed too often."""
        failed = self._failures.get(name, [])
        if self._given_up(name):
            raise failed[-1]
        try:
            if get_engine("translation", name).takes_notes:
                rows = self._noted(name, texts, notes)
            else:
                rows = translate_holding(texts, self._keeper, partial(self._call, name))
        except PipelineError as error:
            self._failures[name] = [*failed, error]
            raise
        self._failures[name] = []
        return [Line(row, name, self._doubts(row)) for row in rows]

    def _noted(self, name: str, texts: Sequence[str], notes: Sequence[LineNotes]) -> list[HeldLine]:
        """Translates with an engine that is told the terms, and asks again where it missed one."""
        rows = [HeldLine(text, self._keeper.find(text)) for text in texts]
        told = [with_terms(note, row) for note, row in zip(notes, rows, strict=True)]
        for row, text in zip(rows, self._call(name, texts, told), strict=True):
            row.text, row.terms = text, uses(text, row.held) if row.held else ()
        missed = [at for at, row in enumerate(rows) if row.text and row.unmet]
        again = [isolated(told, texts, at, rows[at].text, (TERM_MISSED,)) for at in missed]
        better = self._call(name, [texts[at] for at in missed], again)
        for at, text in zip(missed, better, strict=True):
            rows[at].offer(text)
        return rows

    def _doubts(self, row: HeldLine) -> tuple[str, ...]:
        """The source language's own lines were judged when they were recognised."""
        own = self.source == self.target.language
        return () if own else doubts(row.source, row.text, self._language)

    def _call(
        self, name: str, texts: Sequence[str], notes: Sequence[LineNotes] | None = None
    ) -> list[str]:
        return self.pool.translate(name, texts, self.source, self.target.language, notes)

    def _note(self, message: str) -> None:
        if message not in self.degraded:
            self.degraded.append(message)

    def _improved(self, lines: list[Line], used: str, notes: Sequence[LineNotes]) -> list[Line]:
        """Tries the engines after the one that was used on the lines that it did badly."""
        for name in self.target.chain[self.target.chain.index(used) + 1 :]:
            bad = [at for at, line in enumerate(lines) if line.doubts]
            lines = self._replaced(lines, bad, name, notes)
        return lines

    def _revised(self, lines: list[Line], notes: Sequence[LineNotes]) -> list[Line]:
        """Has the reviser do again what is still doubtful or lacks a term."""
        name = self.target.reviser
        bad = [at for at, line in enumerate(lines) if line.faults]
        return self._replaced(lines, bad, name, notes) if name else lines

    def _replaced(
        self, lines: list[Line], bad: list[int], name: str, notes: Sequence[LineNotes]
    ) -> list[Line]:
        """Has an engine translate some lines, and takes those that came out better."""
        if not bad or self._given_up(name):
            return lines
        texts = [line.held.source for line in lines]
        told = [isolated(notes, texts, at, lines[at].held.text, lines[at].faults) for at in bad]
        try:
            again = self._attempt(name, [texts[at] for at in bad], told)
        except PipelineError as error:
            # The lines stay as they are and keep their flags, which are reported.
            if name == self.target.reviser:
                self._note(f"{name} failed for {self.target.language}: {error.message}")
            again = [lines[at] for at in bad]
        for at, line in zip(bad, again, strict=True):
            kept = line if _is_better(line, lines[at]) else lines[at]
            lines[at] = replace(kept, tried=(*lines[at].tried, name))
        return lines


def _is_better(new: Line, old: Line) -> bool:
    """Whether a second translation goes in place of the first; anything is better than nothing."""
    if EMPTY in old.doubts:
        return EMPTY not in new.doubts
    return not new.faults or (not new.doubts and len(new.held.unmet) <= len(old.held.unmet))


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
    lines: list[Line] = []
    for first in range(0, len(segments), batch):
        part = segments[first : first + batch]
        known = notes[first : first + batch] if notes is not None else None
        lines += route.translate([segment.text for segment in part], known)
        done(len(part))
    rows = tuple(_translated(s, line) for s, line in zip(segments, lines, strict=True))
    transcript = TranslatedTranscript(
        language=route.target.language, source_language=route.source, segments=rows
    )
    report = _report(route.target, rows)
    return TargetResult(transcript, report, monotonic() - began, tuple(route.degraded))


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


def _report(target: Target, rows: Sequence[TranslatedSegment]) -> TargetReport:
    terms = [use for row in rows for use in row.terms]
    return TargetReport(
        language=target.language,
        engines=dict(Counter(row.engine for row in rows)),
        chain=target.chain,
        segments=len(rows),
        terms_occurred=len(terms),
        terms_applied=sum(use.applied for use in terms),
        missed=(missed := missed_terms(rows)),
        warnings=(*_warnings(target, rows), *missed_warning(target.language, missed)),
    )


def _warnings(target: Target, rows: Sequence[TranslatedSegment]) -> list[str]:
    counts = Counter(flag for row in rows for flag in row.flags)
    return [
        f"{target.language}: {count} of {len(rows)} lines are doubtful ({flag})."
        for flag, count in sorted(counts.items())
    ]
