"""Takes a transcript through a target's chain of engines.

Lines go in batches. Each batch goes to the first engine; where that fails, to the next. Lines
that come back empty, looping or in the wrong script are tried with the next engines too.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from cp_whisperx.translation.holding import HeldLine, translate_holding
from cp_whisperx.translation.judging import PLACEHOLDER, TERM_MISSED, doubts
from cp_whisperx.translation.pool import EnginePool
from cp_whisperx.translation.terms import TermKeeper, without_placeholders
from shared.artifacts import (
    GlossaryTerm,
    Segment,
    TargetReport,
    TranslatedSegment,
    TranslatedTranscript,
)
from shared.errors import DependencyFailedError, PipelineError
from shared.languages import get_language

# An engine that fails this often in a row is left out for the rest of the target.
_FAILURES_ALLOWED = 2
Done = Callable[[int], None]


@dataclass(frozen=True)
class Target:
    """A language to translate into, and the engines that shall do it, in order."""

    language: str
    chain: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One translated line and who made it."""

    held: HeldLine
    engine: str
    doubts: tuple[str, ...]


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

    def translate(self, texts: Sequence[str]) -> list[Line]:
        """Translates one batch.

        Raises:
            DependencyFailedError: If every engine of the chain fails.
        """
        for name in self.target.chain:
            try:
                return self._improved(self._attempt(name, texts), name)
            except PipelineError as error:
                self._note(f"{name} failed for {self.target.language}: {error.message}")
        raise DependencyFailedError(
            f"No engine could translate into {self._language.name}: {' '.join(self.degraded)}",
            "Set TRANSLATION_ENGINE to another one, or TRANSLATION_ALLOW_MISSING=true.",
        )

    def _attempt(self, name: str, texts: Sequence[str]) -> list[Line]:
        """Translates with one engine, unless it has failed too often."""
        failed = self._failures.get(name, [])
        if len(failed) >= _FAILURES_ALLOWED:
            raise failed[-1]
        try:
            rows = translate_holding(texts, self._keeper, partial(self._call, name))
        except PipelineError as error:
            self._failures[name] = [*failed, error]
            raise
        self._failures[name] = []
        return [Line(row, name, self._doubts(row)) for row in rows]

    def _doubts(self, row: HeldLine) -> tuple[str, ...]:
        """The source language's own lines were judged when they were recognised."""
        own = self.source == self.target.language
        return () if own else doubts(row.source, row.text, self._language)

    def _call(self, name: str, texts: list[str]) -> list[str]:
        return self.pool.translate(name, texts, self.source, self.target.language)

    def _note(self, message: str) -> None:
        if message not in self.degraded:
            self.degraded.append(message)

    def _improved(self, lines: list[Line], used: str) -> list[Line]:
        """Tries the engines after the one that was used on the lines that it did badly."""
        for name in self.target.chain[self.target.chain.index(used) + 1 :]:
            bad = [at for at, line in enumerate(lines) if line.doubts]
            if bad:
                lines = self._replaced(lines, bad, name)
        return lines

    def _replaced(self, lines: list[Line], bad: list[int], name: str) -> list[Line]:
        try:
            again = self._attempt(name, [lines[at].held.source for at in bad])
        except PipelineError:
            # The lines stay as they are and keep their flags, which are reported.
            return lines
        sound = {at: line for at, line in zip(bad, again, strict=True) if not line.doubts}
        return [sound.get(at, line) for at, line in enumerate(lines)]


def translate_target(
    route: Route, segments: Sequence[Segment], batch: int, done: Done
) -> TargetResult:
    """Translates all segments into one target.

    Args:
        route: The target's way.
        segments: In order; ids, times and count stay as they are.
        batch: Lines a call.
        done: Takes the number of lines that were just finished.
    """
    began = monotonic()
    lines: list[Line] = []
    for first in range(0, len(segments), batch):
        part = segments[first : first + batch]
        lines += route.translate([segment.text for segment in part])
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
    missed = (TERM_MISSED,) if line.held.unmet else ()
    return TranslatedSegment(
        id=segment.id,
        start=segment.start,
        end=segment.end,
        text=_shown(line),
        source_text=segment.text,
        engine=line.engine,
        speaker=segment.speaker,
        kind=segment.kind,
        terms=line.held.terms,
        flags=line.doubts + missed,
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
        warnings=tuple(_warnings(target, rows)),
    )


def _warnings(target: Target, rows: Sequence[TranslatedSegment]) -> list[str]:
    counts = Counter(flag for row in rows for flag in row.flags)
    return [
        f"{target.language}: {count} of {len(rows)} lines are doubtful ({flag})."
        for flag, count in sorted(counts.items())
    ]
