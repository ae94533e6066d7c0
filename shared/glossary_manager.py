"""GlossaryManager: one glossary to read, extend, look up and freeze."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from shared.artifacts import GlossaryConflict, GlossarySnapshot, GlossaryTerm, TermKind
from shared.glossary_files import read_glossary_file
from shared.glossary_lookup import TermFinder, TermMatch, fold
from shared.glossary_merge import merge_glossaries


class GlossaryManager:
    """A glossary that grows from several sources; what was there first wins.

    Args:
        snapshot: A frozen glossary to start from, such as `io.read(GLOSSARY)`.
    """

    def __init__(self, snapshot: GlossarySnapshot | None = None) -> None:
        self._snapshot = snapshot or GlossarySnapshot()

    @classmethod
    def from_files(cls, paths: Sequence[Path], source: str = "job") -> "GlossaryManager":
        """Reads glossary files, the one that wins first.

        Raises:
            InvalidInputError: With every problem of the first file that has one.
        """
        glossary = cls()
        for path in paths:
            glossary.merge(read_glossary_file(path, source))
        return glossary

    @property
    def terms(self) -> tuple[GlossaryTerm, ...]:
        """All terms."""
        return self._snapshot.terms

    @property
    def conflicts(self) -> tuple[GlossaryConflict, ...]:
        """Where sources disagreed, and who won."""
        return self._snapshot.conflicts

    def merge(self, terms: Iterable[GlossaryTerm]) -> None:
        """Adds terms that yield to those already there."""
        merged = merge_glossaries([self.terms, terms])
        self._replace(merged.terms, (*self.conflicts, *merged.conflicts))

    def add_term(
        self,
        term: str,
        translations: dict[str, str] | None = None,
        *,
        kind: TermKind = "translate",
        aliases: Sequence[str] = (),
        source: str = "job",
        note: str = "",
    ) -> None:
        """Adds one term that yields to those already there."""
        fields = {"translations": translations or {}, "aliases": tuple(aliases)}
        row = GlossaryTerm(term=term, kind=kind, source=source, note=note, **fields)
        self.merge([row])

    def find(self, text: str) -> list[TermMatch]:
        """Returns the terms that occur in a text, in order, not overlapping."""
        return self._finder.find(text)

    def get_term(self, spelling: str) -> GlossaryTerm | None:
        """Returns the term with a spelling or alias, or None."""
        return next((m.term for m in self.find(spelling) if _is_all(m, spelling)), None)

    def get_translation(self, spelling: str, language: str) -> str | None:
        """Returns a term's rendering in a language, or None where it has none."""
        term = self.get_term(spelling)
        return term.translations.get(language) if term else None

    def snapshot(self) -> GlossarySnapshot:
        """Returns the glossary, frozen."""
        return self._snapshot

    @cached_property
    def content_hash(self) -> str:
        """A hash of all terms, for keys of what was made with them."""
        return hashlib.sha256(
            self._snapshot.model_dump_json(include={"terms"}).encode()
        ).hexdigest()

    @cached_property
    def _finder(self) -> TermFinder:
        return TermFinder(self.terms)

    def _replace(
        self, terms: tuple[GlossaryTerm, ...], conflicts: tuple[GlossaryConflict, ...]
    ) -> None:
        self._snapshot = GlossarySnapshot(terms=terms, conflicts=conflicts)
        for name in ("_finder", "content_hash"):
            self.__dict__.pop(name, None)


def _is_all(match: TermMatch, spelling: str) -> bool:
    return fold(spelling[match.start : match.end]) == fold(spelling)
