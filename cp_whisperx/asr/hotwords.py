"""Which glossary terms a recogniser is told of beforehand."""

from shared.artifacts import GlossarySnapshot, GlossaryTerm
from shared.languages import LANGUAGES
from shared.unicode_scripts import share_in_script

_OWN = "job"
_SHIPPED = "master"
_NAME = "name"
_MOST = 0.5


def choose_hotwords(glossary: GlossarySnapshot | None, language: str) -> tuple[str, ...]:
    """Chooses the terms that recognition is likely to get wrong, the likeliest first.

    Names of the film come first, then the job's own terms. The shipped glossary is left out: a
    recogniser knows those words, and they would use up the prompt that the film's names need.

    Args:
        glossary: The job's glossary, if it has one.
        language: The language spoken; a term with no spelling in its script is left out. With
            `auto` the first spelling is taken.
    """
    terms = glossary.terms if glossary else ()
    names = [term for term in terms if term.kind == _NAME and term.source != _SHIPPED]
    own = [term for term in terms if term.kind != _NAME and term.source == _OWN]
    spellings = (_spelling(term, language) for term in [*names, *own])
    return tuple(dict.fromkeys(text for text in spellings if text))


def _spelling(term: GlossaryTerm, language: str) -> str | None:
    """Returns the term's first spelling in the language's script."""
    known = LANGUAGES.get(language)
    for text in (term.term, *term.aliases):
        if known is None or share_in_script(text, known.script) > _MOST:
            return text
    return None
