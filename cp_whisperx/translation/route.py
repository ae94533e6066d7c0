"""Takes a transcript through a target's chain of engines.

Lines go in batches. Each batch goes to the first engine; where that fails, to the next. Lines
that come back empty, looping or in the wrong script are tried with the next engines too, and in
the end, where there is one, by the reviser. Each line says which engines were asked for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.code_mixed import in_one_script
from cp_whisperx.translation.holding import HeldLine, translate_holding
from cp_whisperx.translation.judging import EMPTY, TERM_MISSED, TOO_LONG, doubts, excess
from cp_whisperx.translation.localising import localised
from cp_whisperx.translation.noting import isolated, with_terms
from cp_whisperx.translation.pool import EnginePool
from cp_whisperx.translation.style import Style
from cp_whisperx.translation.terms import (
    TermKeeper,
    uses,
)
from shared.artifacts import (
    GlossaryTerm,
)
from shared.engines import Engine, get_engine
from shared.errors import DependencyFailedError, PipelineError
from shared.languages import get_language, read_as

# An engine that fails this often in a row is left out for the rest of the target.
_FAILURES_ALLOWED = 2


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
    """One translated line, who made it, who was asked for it, and what it has too many."""

    held: HeldLine
    engine: str
    doubts: tuple[str, ...]
    tried: tuple[str, ...] = ()
    excess: int = 0

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with it, missed terms included."""
        return self.doubts + ((TERM_MISSED,) if self.held.unmet else ())

    @property
    def wishes(self) -> tuple[str, ...]:
        """What a reviser is told: its faults, and that it is too long for its time."""
        return self.faults + ((TOO_LONG,) if self.excess else ())


@dataclass
class Route:
    """The way of one target's lines through its engines.

    Args:
        pool: The engines.
        source: BCP-47 code of the lines.
        target: Where they go.
        terms: The glossary.
        style: How numbers and songs are to come out.
    """

    pool: EnginePool
    source: str
    target: Target
    terms: Sequence[GlossaryTerm] = ()
    style: Style = field(default_factory=Style)
    degraded: list[str] = field(default_factory=list)
    _failures: dict[str, list[PipelineError]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        held = () if self.is_own else self.terms
        self._keeper = TermKeeper(held, self.target.language)
        self._language = get_language(self.target.language)

    @property
    def is_own(self) -> bool:
        """Whether the target is the source language's own track."""
        return self.source == self.target.language

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
        engine = get_engine("translation", name)
        given = texts if self.is_own else self._in_one_script(engine, texts)
        try:
            if engine.takes_notes:
                rows = self._noted(name, given, notes)
            else:
                rows = translate_holding(given, self._keeper, partial(self._call, name))
        except PipelineError as error:
            self._failures[name] = [*failed, error]
            raise
        self._failures[name] = []
        for row, text in zip(rows, texts, strict=True):
            row.source = text
            row.text = row.text if self.is_own else self._localised(row)
        return [Line(row, name, self._doubts(row)) for row in rows]

    def _in_one_script(self, engine: Engine, texts: Sequence[str]) -> list[str]:
        """Spares models a line in two scripts; what has no model takes words as they are."""
        if not engine.model and read_as(self.source) == self.source:
            return list(texts)
        return [in_one_script(text, self.source, self._keeper.find(text)) for text in texts]

    def _localised(self, row: HeldLine) -> str:
        return localised(row.source, row.text, self._language, self.style.digits)

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
        if self.is_own:
            return ()
        foreign = [use.expected for use in row.terms if use.applied]
        return doubts(row.source, row.text, self._language, foreign)

    def _call(
        self, name: str, texts: Sequence[str], notes: Sequence[LineNotes] | None = None
    ) -> list[str]:
        source = self.source if self.is_own else read_as(self.source)
        return self.pool.translate(name, texts, source, self.target.language, notes)

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
        """Has the reviser do again what is doubtful, lacks a term or is too long to be read."""
        name = self.target.reviser
        if not name:
            return lines
        known = [
            replace(line, excess=excess(line.held.text, note.get("characters", 0)))
            for line, note in zip(lines, notes, strict=True)
        ]
        return self._replaced(known, [at for at, x in enumerate(known) if x.wishes], name, notes)

    def _replaced(
        self, lines: list[Line], bad: list[int], name: str, notes: Sequence[LineNotes]
    ) -> list[Line]:
        """Has an engine translate some lines, and takes those that came out better."""
        if not bad or self._given_up(name):
            return lines
        texts = [line.held.source for line in lines]
        told = [isolated(notes, texts, at, lines[at].held.text, lines[at].wishes) for at in bad]
        try:
            again = self._attempt(name, [texts[at] for at in bad], told)
        except PipelineError as error:
            # The lines stay as they are and keep their flags, which are reported.
            if name == self.target.reviser:
                self._note(f"{name} failed for {self.target.language}: {error.message}")
            again = [lines[at] for at in bad]
        for at, new in zip(bad, again, strict=True):
            most = notes[at].get("characters", 0) if lines[at].excess else 0
            line = replace(new, excess=excess(new.held.text, most))
            kept = line if _is_better(line, lines[at]) else lines[at]
            lines[at] = replace(kept, tried=(*lines[at].tried, name))
        return lines


def _is_better(new: Line, old: Line) -> bool:
    """Whether a second translation goes in place of the first; anything is better than nothing."""
    if EMPTY in old.doubts:
        return EMPTY not in new.doubts
    if new.doubts or len(new.held.unmet) > len(old.held.unmet):
        return False
    return new.excess < old.excess if old.wishes == (TOO_LONG,) else True
