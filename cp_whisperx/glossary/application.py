"""Measures how far a glossary's renderings are in a translation."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.artifacts import GlossarySnapshot, GlossaryTerm, Segment, TranslatedSegment
from shared.glossary_lookup import TermFinder


@dataclass(frozen=True)
class Application:
    """How often terms occurred in the source, and how often their rendering was used."""

    occurred: int
    applied: int

    @property
    def rate(self) -> float | None:
        """The share applied (0 to 1), or None where no term occurred."""
        return self.applied / self.occurred if self.occurred else None


def terms_heard(segments: Iterable[Segment], glossary: GlossarySnapshot) -> int:
    """Counts the occurrences of terms in a transcript."""
    finder = TermFinder(glossary.terms)
    return sum(len(finder.find(segment.text)) for segment in segments)


def terms_applied(
    segments: Iterable[TranslatedSegment], glossary: GlossarySnapshot, language: str
) -> Application:
    """Counts the terms that have a rendering in a language, and where the translation has it.

    A rendering that is expected twice in a line must be there twice.
    """
    finder = TermFinder(term for term in glossary.terms if term.translations.get(language))
    occurred = applied = 0
    for segment in segments:
        found = finder.find(segment.source_text)
        expected = [match.term.translations[language] for match in found]
        occurred += len(expected)
        applied += sum(
            min(expected.count(text), _count(text, segment.text)) for text in set(expected)
        )
    return Application(occurred, applied)


def _count(rendering: str, text: str) -> int:
    return len(TermFinder([GlossaryTerm(term=rendering)]).find(text))
