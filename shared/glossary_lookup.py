"""Finds glossary terms in a text, whatever their spelling variant, and never inside a word.

Text and terms are folded alike before they are compared: case, Devanagari's nukta and
chandrabindu, homorganic nasals (हिन्दी, हिंदी), joiners and runs of white space make no
difference. A match must end where a word ends: in Indic scripts vowel signs belong to the word,
so that जय is not found in जयपुर, nor राम in रामे.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from shared.artifacts import GlossaryTerm
from shared.unicode_scripts import UNSPACED_SCRIPTS, script_of

# The nuktas of the Indic blocks; writers use and omit them freely.
_NUKTAS = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc")
_CHANDRABINDU, _ANUSVARA, _VIRAMA = "\u0901", "\u0902", "\u094d"
# A nasal with virama before a consonant of its own row is commonly written as anusvara.
_ROWS = {"ङ": "कखगघ", "ञ": "चछजझ", "ण": "टठडढ", "न": "तथदध", "म": "पफबभ"}


@dataclass(frozen=True)
class TermMatch:
    """A term found at `text[start:end]`."""

    start: int
    end: int
    term: GlossaryTerm


@dataclass(frozen=True)
class _Folded:
    """Folded text, and for each of its characters the index in the original; one more at the end.

    A character that was folded away belongs to the one before it.
    """

    text: str
    origins: list[int]


def _fold_char(char: str) -> str:
    if char.isspace():
        return " "
    folded = unicodedata.normalize("NFD", char.casefold())
    return "".join(
        _ANUSVARA if part == _CHANDRABINDU else part
        for part in folded
        if part not in _NUKTAS and unicodedata.category(part) != "Cf"
    )


def _characters(text: str) -> Iterator[tuple[str, int]]:
    previous = ""
    for index, char in enumerate(text):
        for part in _fold_char(char):
            if not (part == " " and previous == " "):
                yield part, index
            previous = part


def _is_nasal_at(parts: list[tuple[str, int]], at: int) -> bool:
    row = _ROWS.get(parts[at][0], "")
    following = parts[at + 1 : at + 3]
    return len(following) == 2 and following[0][0] == _VIRAMA and following[1][0] in row


def _fold(text: str) -> _Folded:
    parts = list(_characters(text))
    kept: list[tuple[str, int]] = []
    at = 0
    while at < len(parts):
        nasal = _is_nasal_at(parts, at)
        kept.append((_ANUSVARA, parts[at][1]) if nasal else parts[at])
        at += 2 if nasal else 1
    return _Folded("".join(p for p, _ in kept), [index for _, index in kept] + [len(text)])


def fold(text: str) -> str:
    """Returns a text as it is compared: two spellings of one term fold to the same."""
    return _fold(text).text.strip()


def _joins(left: str, right: str) -> bool:
    """Tells whether two neighbouring characters stand in one word."""
    if not all(unicodedata.category(char)[0] in "LMN" for char in (left, right)):
        return False
    return not (script_of(left) in UNSPACED_SCRIPTS and script_of(right) in UNSPACED_SCRIPTS)


def _is_whole(folded: _Folded, start: int, end: int) -> bool:
    text, origins = folded.text, folded.origins
    splits_a_character = any(at and origins[at - 1] == origins[at] for at in (start, end))
    joined_left = start > 0 and _joins(text[start - 1], text[start])
    joined_right = end < len(text) and _joins(text[end - 1], text[end])
    return not (splits_a_character or joined_left or joined_right)


def _longest_first(matches: Iterable[TermMatch]) -> list[TermMatch]:
    """Keeps of overlapping matches the longest, of equally long ones the first."""
    taken: list[TermMatch] = []
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        if all(match.end <= other.start or other.end <= match.start for other in taken):
            taken.append(match)
    return sorted(taken, key=lambda m: m.start)


class TermFinder:
    """Finds all terms of a glossary in one pass over a text.

    Args:
        terms: The terms; where two share a spelling, the first one's is found. A term wins over
            another one's alias.
    """

    def __init__(self, terms: Iterable[GlossaryTerm]) -> None:
        rows = list(terms)
        self._patterns: dict[str, GlossaryTerm] = {}
        for term in rows:
            self._add(term.term, term)
        for term in rows:
            for alias in term.aliases:
                self._add(alias, term)
        self._automaton = _automaton(self._patterns)

    def _add(self, spelling: str, term: GlossaryTerm) -> None:
        pattern = fold(spelling)
        if pattern:
            self._patterns.setdefault(pattern, term)

    def find(self, text: str) -> list[TermMatch]:
        """Returns the matches in order of place; they do not overlap."""
        return _longest_first(self._matches(_fold(text))) if self._patterns else []

    def _matches(self, folded: _Folded) -> Iterator[TermMatch]:
        for last, pattern in self._automaton.iter(folded.text):
            start, end = last + 1 - len(pattern), last + 1
            if _is_whole(folded, start, end):
                yield TermMatch(folded.origins[start], folded.origins[end], self._patterns[pattern])


def _automaton(patterns: Iterable[str]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for pattern in patterns:
        automaton.add_word(pattern, pattern)
    automaton.make_automaton()
    return automaton
