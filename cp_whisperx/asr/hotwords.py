"""Which glossary terms a recogniser is told of beforehand."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from shared.artifacts import GlossarySnapshot, GlossaryTerm
from shared.languages import LANGUAGES
from shared.unicode_scripts import share_in_script

_OWN = "job"
_SHIPPED = "master"
_NAME = "name"
_MOST = 0.5
# A prompt holds about a dozen names in Devanagari; of more, the first few keep their place.
_FEW = 10
_LEADING = 4
_STEP = 6
_NEAR_WORDS = 80
_NEARLY = 0.75
_SIGNS = ".,;:!?।…'\"()[]-–—،؟"


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


def scene_hotwords(hotwords: Sequence[str], recent: str, turn: int) -> tuple[str, ...]:
    """Orders hotwords for the next windows: those that were just heard, or nearly, come first.

    Where there are more than a prompt holds, the likeliest stay in front and the others take turns.

    Args:
        hotwords: Terms, the likeliest first.
        recent: What was recognised before, in order.
        turn: How many batches came before, from 0.
    """
    words = list(dict.fromkeys(reversed(_plain_words(recent)[-_NEAR_WORDS:])))
    heard = [term for term in hotwords if _is_heard(term, words)]
    rest = [term for term in hotwords if term not in heard]
    if len(hotwords) > _FEW and len(rest) > _LEADING:
        leading, others = rest[:_LEADING], rest[_LEADING:]
        first = turn * _STEP % len(others)
        rest = [*leading, *others[first:], *others[:first]]
    return (*heard, *rest)


def _plain_words(text: str) -> list[str]:
    return [plain for word in text.casefold().split() if (plain := word.strip(_SIGNS))]


def _is_heard(term: str, words: Sequence[str]) -> bool:
    """Whether a word of a term is among the words, or one that is spelt nearly so."""
    parts = [part for part in _plain_words(term) if len(part) > 2]
    return any(_is_near(part, word) for part in parts for word in words)


def _is_near(part: str, word: str) -> bool:
    matcher = SequenceMatcher(None, part, word, autojunk=False)
    return matcher.real_quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY
