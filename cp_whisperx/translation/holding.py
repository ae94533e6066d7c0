"""Translates lines so that their glossary terms come out as the glossary says.

A line goes through up to four passes, and stops at the first that applies all its terms:

1. as it is, which reads best and often applies them already;
2. with the renderings written into the source line, which multilingual models tend to carry over;
3. with placeholders, which keep least of the sense and are lost by some models;
4. with placeholders for fewer terms: those still missing, and one at a time.

The pass that applied most terms wins, the earlier of two equal ones. What is still not applied is
reported, never forced into the sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cp_whisperx.translation.repetition import is_loop
from cp_whisperx.translation.sentences import has_letters
from cp_whisperx.translation.terms import Held, TermKeeper, in_place, masked, unmasked, uses
from shared.artifacts import TermUse

Translate = Callable[[list[str]], list[str]]
Prepare = Callable[[str, Sequence[Held]], str]
Finish = Callable[[str, Sequence[Held]], str | None]


@dataclass
class HeldLine:
    """A line with its terms, and the best translation so far."""

    source: str
    held: tuple[Held, ...]
    text: str = ""
    terms: tuple[TermUse, ...] = ()

    @property
    def unmet(self) -> tuple[Held, ...]:
        """The terms that are not applied yet."""
        pairs = zip(self.held, self.terms, strict=True)
        return tuple(item for item, use in pairs if not use.applied)

    def offer(self, text: str) -> None:
        """Takes a translation if it applies more terms, does not loop and lost no half of it."""
        terms = uses(text, self.held)
        better = sum(use.applied for use in terms) > sum(use.applied for use in self.terms)
        if better and 2 * len(text) >= len(self.text) and not is_loop(self.source, text):
            self.text, self.terms = text, terms


Try = tuple[HeldLine, tuple[Held, ...]]


def translate_holding(
    lines: Sequence[str], keeper: TermKeeper, translate: Translate
) -> list[HeldLine]:
    """Translates lines and holds their terms.

    Args:
        lines: Lines in the source language.
        keeper: Knows the glossary and the target language.
        translate: Translates a list of lines with one engine.
    """
    rows = [HeldLine(line, keeper.find(line)) for line in lines]
    _first_pass(rows, keeper, translate)
    _again(_with_all_terms(rows), translate, in_place, _as_it_is)
    _again(_with_all_terms(rows), translate, masked, unmasked)
    _again(_with_some_terms(rows), translate, masked, unmasked)
    return rows


def _as_it_is(text: str, _held: Sequence[Held]) -> str:
    return text


def _consists_of_terms(row: HeldLine) -> bool:
    """Tells whether a line has no letters but its terms', so that no engine is needed."""
    blank = masked(row.source, row.held)
    for number in range(1, len(row.held) + 1):
        blank = blank.replace(f"X{number}X", "", 1)
    return bool(row.held) and not has_letters(blank)


def _first_pass(rows: list[HeldLine], keeper: TermKeeper, translate: Translate) -> None:
    direct = [row for row in rows if _consists_of_terms(row)]
    for row in direct:
        text = keeper.with_full_stops(in_place(row.source, row.held))
        row.text = text[:1].upper() + text[1:]
    rest = [row for row in rows if row not in direct]
    for row, text in zip(rest, translate([row.source for row in rest]), strict=True):
        row.text = text
    for row in rows:
        row.terms = uses(row.text, row.held) if row.held else ()


def _again(tries: list[Try], translate: Translate, prepare: Prepare, finish: Finish) -> None:
    """Translates lines with some of their terms forced, and takes what came out better."""
    texts = translate([prepare(row.source, held) for row, held in tries])
    for (row, held), text in zip(tries, texts, strict=True):
        finished = finish(text, held)
        if finished is not None:
            row.offer(finished)


def _with_all_terms(rows: list[HeldLine]) -> list[Try]:
    """Forces the terms that were right at once too: the others' change may cost them."""
    return [(row, row.held) for row in rows if row.unmet]


def _with_some_terms(rows: list[HeldLine]) -> list[Try]:
    """Forces the missing terms alone, and each of several by itself."""
    tries: list[Try] = []
    for row in rows:
        if row.unmet and len(row.unmet) < len(row.held):
            tries.append((row, row.unmet))
        if len(row.unmet) > 1:
            tries += [(row, (item,)) for item in row.unmet]
    return tries
