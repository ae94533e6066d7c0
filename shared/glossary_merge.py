"""Merges glossaries by precedence: what stands earlier wins, and every conflict is reported."""

from collections.abc import Iterable, Iterator, Sequence

from shared.artifacts import GlossaryConflict, GlossarySnapshot, GlossaryTerm
from shared.glossary_lookup import fold

_FIELDS = ("kind", "note")


def merge_glossaries(layers: Sequence[Iterable[GlossaryTerm]]) -> GlossarySnapshot:
    """Merges layers of terms, the one that wins first.

    Terms that are spelt alike become one: a lower layer adds the renderings, aliases and notes
    that a higher one leaves open. Where both say what kind of term it is and differ, they mean
    different things (the name Jai, the cry `jai`), and the higher one stands alone.
    """
    merge = _Merge()
    for layer in layers:
        merge.add(layer)
    return GlossarySnapshot(terms=tuple(merge.terms.values()), conflicts=tuple(merge.conflicts))


class _Merge:
    """The terms so far, by folded spelling, and who owns each alias."""

    def __init__(self) -> None:
        self.terms: dict[str, GlossaryTerm] = {}
        self.conflicts: list[GlossaryConflict] = []
        self._aliases: dict[str, GlossaryTerm] = {}

    def add(self, layer: Iterable[GlossaryTerm]) -> None:
        """Adds a layer that yields to all before it."""
        aliases = dict(self._aliases)
        for term in layer:
            # A spelling that a higher layer gave to another term leads to that term.
            owner = self._aliases.get(fold(term.term))
            key = fold((owner or term).term)
            lower = self._without_taken_aliases(term, key)
            higher = self.terms.get(key)
            merged = self._merged(higher, lower) if higher else lower
            self.terms[key] = merged
            aliases |= {fold(a): merged for a in merged.aliases if fold(a) not in aliases}
        self._aliases = aliases

    def _without_taken_aliases(self, term: GlossaryTerm, key: str) -> GlossaryTerm:
        kept = []
        for alias in term.aliases:
            owner = self._owner(alias, term.source)
            if owner is None or fold(owner.term) == key:
                kept.append(alias)
            else:
                self.conflicts.append(_conflict(owner, term, "alias", owner.term, alias))
        return term if len(kept) == len(term.aliases) else _with(term, aliases=tuple(kept))

    def _owner(self, alias: str, source: str) -> GlossaryTerm | None:
        """Returns the term of another glossary that an alias belongs to already."""
        folded = fold(alias)
        owner = self.terms.get(folded) or self._aliases.get(folded)
        return owner if owner and owner.source != source else None

    def _merged(self, higher: GlossaryTerm, lower: GlossaryTerm) -> GlossaryTerm:
        differences = list(_differences(higher, lower))
        self.conflicts += differences
        if any(conflict.field == "kind" for conflict in differences):
            return higher
        fields = {
            name: getattr(lower, name)
            for name in _FIELDS
            if name in lower.model_fields_set and name not in higher.model_fields_set
        }
        known = {fold(spelling) for spelling in (higher.term, *higher.aliases)}
        added = [a for a in (lower.term, *lower.aliases) if fold(a) not in known]
        return _with(
            higher,
            **fields,
            translations=lower.translations | higher.translations,
            aliases=(*higher.aliases, *added),
        )


def _with(term: GlossaryTerm, **fields: object) -> GlossaryTerm:
    return term.model_copy(update=fields)


def _differences(higher: GlossaryTerm, lower: GlossaryTerm) -> Iterator[GlossaryConflict]:
    if "kind" in higher.model_fields_set & lower.model_fields_set and higher.kind != lower.kind:
        yield _conflict(higher, lower, "kind", higher.kind, lower.kind)
        return
    for code, kept in higher.translations.items():
        dropped = lower.translations.get(code, kept)
        if dropped != kept:
            yield _conflict(higher, lower, code, kept, dropped)


def _conflict(
    higher: GlossaryTerm, lower: GlossaryTerm, field: str, kept: str, dropped: str
) -> GlossaryConflict:
    return GlossaryConflict(
        term=lower.term,
        field=field,
        kept=kept,
        kept_source=higher.source,
        dropped=dropped,
        dropped_source=lower.source,
    )
