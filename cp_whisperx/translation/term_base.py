"""Names that a film shows to be names, and the spelling that its translation settled on.

The glossary has the names that somebody knew before. A name that it lacks is recognised by a
capital within a sentence, in the source or in the translation, where the other language has a word
of the same sound in the same line. What two lines agree on is held like the glossary's names.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from cp_whisperx.translation.inflection import forms_of
from cp_whisperx.translation.transliteration import transliterate
from shared.artifacts import GlossaryTerm
from shared.glossary_lookup import TermFinder, fold
from shared.languages import get_language
from shared.unicode_scripts import dominant_script

_WORD = re.compile(r"[^\W\d_][\w\u0900-\u0dff'’-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\"“«¿¡।—–]\s*|-\s+)$")
_POSSESSIVE = re.compile(r"['’]s?$")
_LEAST_ALIKE = 0.75
_LEAST_LETTERS = 3
_CONFIRMED = 2
# What names end in where a case has another ending; a consonant is none.
_BASE_ENDINGS = {"ru": ("", "а", "я", "й", "ь")}


class TermBase:
    """Grows while a film is translated into one language.

    Args:
        known: The glossary; its terms are not learnt again.
        target: BCP-47 code of the translation.
    """

    def __init__(self, known: Iterable[GlossaryTerm], target: str) -> None:
        self._finder = TermFinder(known)
        self._target = get_language(target)
        self._seen: set[tuple[str, str]] = set()
        self._votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._lower: set[str] = set()

    def add(self, source: str, translation: str) -> None:
        """Takes notice of a line; the same line again confirms nothing."""
        if (source, translation) in self._seen:
            return
        self._seen.add((source, translation))
        ours, theirs = self._unknown_words(source), _words(translation)
        self._lower |= {word for word, _ in ours if word.islower()}
        for word, named in ours:
            spelt = _spelt(word, self._target.script)
            found = [
                text
                for text, capital in theirs
                # Where letters have case a name has a capital, in whatever place.
                if capital or (named and not text.islower())
            ]
            best = max(found, key=lambda text: _alike(spelt, text), default="")
            if best and _alike(spelt, best) >= _LEAST_ALIKE:
                self._votes[word][best] += 1

    def _unknown_words(self, source: str) -> list[tuple[str, bool]]:
        text = source
        for match in self._finder.find(source):
            blank = " " * (match.end - match.start)
            text = text[: match.start] + blank + text[match.end :]
        return [(word, named) for word, named in _words(text) if len(word) >= _LEAST_LETTERS]

    @property
    def terms(self) -> tuple[GlossaryTerm, ...]:
        """The names that two lines agree on, with their spelling in the target language."""
        return tuple(
            GlossaryTerm(term=word, kind="name", translations={self._target.code: spelling})
            for word, votes in self._votes.items()
            if word.lower() not in self._lower or not word.isascii()
            if (spelling := self._settled(word, votes))
        )

    def _settled(self, word: str, votes: Counter[str]) -> str:
        """Returns the spelling that most lines have, inflected or not, or an empty string."""
        spelt = _spelt(word, self._target.script)
        bases = {base for seen in votes for base in self._bases(seen)}
        counts = {base: self._count(base, votes) for base in bases}
        best = max(counts, key=lambda base: (counts[base], _alike(spelt, base), votes[base], base))
        rivals = votes.total() - counts[best]
        return best if counts[best] >= _CONFIRMED and counts[best] > rivals else ""

    def _bases(self, seen: str) -> list[str]:
        """Returns the names of which a word may be a form: "Сингапуре" is one of "Сингапур"."""
        stems = (seen[:-1], seen[:-2])
        endings = _BASE_ENDINGS.get(self._target.code, ())
        bases = [stem + ending for stem in stems for ending in endings]
        return [seen, *(base for base in bases if seen in self._forms(base))]

    def _forms(self, word: str) -> tuple[str, ...]:
        return forms_of(word, self._target.code, is_name=True)

    def _count(self, word: str, votes: Counter[str]) -> int:
        return sum(votes[form] for form in dict.fromkeys(self._forms(word)))


def _words(text: str) -> list[tuple[str, bool]]:
    """Returns a line's words, and of each whether it has a capital within a sentence."""
    return [
        (
            _POSSESSIVE.sub("", match[0]),
            match[0][:1].isupper() and not _SENTENCE_START.search(text[: match.start()]),
        )
        for match in _WORD.finditer(text)
    ]


@lru_cache(maxsize=4096)
def _spelt(word: str, script: str) -> str:
    if dominant_script(word) in (script, "Latn") or dominant_script(word) == "Deva":
        return fold(transliterate(word, script) or "")
    return ""


def _alike(spelt: str, word: str) -> float:
    """Returns how alike (0 to 1) two spellings are; words of one language must be the same."""
    from rapidfuzz import fuzz

    return fuzz.ratio(spelt, fold(word)) / 100 if spelt else 0.0
