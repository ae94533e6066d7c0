"""Glossary terms in a line: what each should read in the target language, and whether it does."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cp_whisperx.translation.inflection import comparable, forms_of
from cp_whisperx.translation.transliteration import transliterate
from shared.artifacts import GlossaryTerm, MissedTerm, TermUse, TranslatedSegment
from shared.glossary_lookup import TermFinder, fold
from shared.languages import Language, get_language
from shared.unicode_scripts import dominant_script

# How languages end a sentence that do not do it with a full stop.
_FULL_STOPS = dict.fromkeys(("hi", "bn", "as", "pa", "or", "ne"), "।") | {"ur": "۔"}
_FULL_STOPS |= dict.fromkeys(("zh", "zh-Hant", "ja"), "。")
_NAMED = frozenset({"name", "keep", "transliterate"})


@dataclass(frozen=True)
class Held:
    """A term found at `line[start:end]`, and how it must read in the translation.

    Attributes:
        forms: The rendering and its inflected forms, where they are known.
    """

    start: int
    end: int
    term: GlossaryTerm
    rendering: str
    forms: tuple[str, ...] = ()


def rendering_of(term: GlossaryTerm, found: str, target: Language) -> str | None:
    """Returns how a term reads in the target language, or None to leave it to the engine.

    A rendering that the glossary gives wins. Names, and what is kept, else stand in a spelling of
    the target's script; what is kept stands as it is where there is none.

    Args:
        term: The glossary's row.
        found: The term as the line spells it.
        target: Language of the translation.
    """
    given = term.translations.get(target.code, "").strip()
    if given:
        return given
    if term.kind not in _NAMED:
        return None
    spelt = _spelling_in(term, found, target.script)
    return found if spelt is None and term.kind == "keep" else spelt


def _spelling_in(term: GlossaryTerm, found: str, script: str) -> str | None:
    spellings = (term.term, *term.aliases, found)
    for spelling in spellings:
        if dominant_script(spelling) == script:
            return spelling
    # Devanagari tells how a name sounds, Latin letters leave much open.
    native = next((text for text in spellings if dominant_script(text) == "Deva"), found)
    return transliterate(native, script)


class TermKeeper:
    """Holds a glossary's terms through the translation into one language.

    Args:
        terms: The glossary.
        target: BCP-47 code of the translation's language.
    """

    def __init__(self, terms: Iterable[GlossaryTerm], target: str) -> None:
        self._finder = TermFinder(terms)
        self._target = get_language(target)

    def with_full_stops(self, line: str) -> str:
        """Writes a danda as the target language ends a sentence."""
        return line.replace("।", _FULL_STOPS.get(self._target.code, "."))

    def find(self, line: str) -> tuple[Held, ...]:
        """Finds the terms of a source line that have a rendering, in order of place."""
        held = []
        for match in self._finder.find(line):
            found = line[match.start : match.end]
            rendering = rendering_of(match.term, found, self._target)
            if rendering is not None:
                is_name = match.term.kind in _NAMED
                forms = forms_of(rendering, self._target.code, is_name=is_name)
                held.append(Held(match.start, match.end, match.term, rendering, forms))
        return tuple(held)


def in_place(line: str, held: Sequence[Held]) -> str:
    """Writes each term's rendering into the source line; models tend to carry it over."""
    return _replaced(line, held, [item.rendering for item in held])


def masked(line: str, held: Sequence[Held]) -> str:
    """Writes a placeholder for each term: `X1X`, `X2X` and so on."""
    return _replaced(line, held, [f"X{number}X" for number in range(1, len(held) + 1)])


def _replaced(line: str, held: Sequence[Held], words: Sequence[str]) -> str:
    parts, at = [], 0
    for item, word in zip(held, words, strict=True):
        parts += [line[at : item.start], word]
        at = item.end
    return "".join([*parts, line[at:]])


def unmasked(translation: str, held: Sequence[Held]) -> str | None:
    """Puts the renderings in place of the placeholders.

    Returns:
        The line, or None if a placeholder is missing, is there twice, or was not ours.
    """
    found = [int(match[1]) for match in _PLACEHOLDER.finditer(translation)]
    if sorted(found) != list(range(1, len(held) + 1)):
        return None
    text = _PLACEHOLDER.sub(lambda match: held[int(match[1]) - 1].rendering, translation)
    begins_with_term = _PLACEHOLDER.match(translation) is not None
    return text[:1].upper() + text[1:] if begins_with_term else text


# Engines may change the case and put spaces between; digits stay ASCII where the mark survives.
_PLACEHOLDER = re.compile(r"(?<![^\W_])[Xx] ?([0-9]{1,2}) ?[Xx](?![^\W_])")


def invented_placeholders(source: str, translation: str) -> bool:
    """Whether a translation holds what looks like a placeholder and its source does not."""
    return bool(_PLACEHOLDER.search(translation)) and not _PLACEHOLDER.search(source)


def without_placeholders(translation: str) -> str:
    """Removes what looks like a placeholder: no viewer must ever see one."""
    return " ".join(_PLACEHOLDER.sub(" ", translation).split())


def uses(translation: str, held: Sequence[Held]) -> tuple[TermUse, ...]:
    """Tells of each term whether its rendering stands in the translation, inflected or not.

    It must be a whole word; a rendering that is expected twice must be there twice.
    """
    finder = _renderings(tuple((item.rendering, item.forms) for item in held))
    left = Counter(fold(match.term.term) for match in finder.find(comparable(translation)))
    rows = []
    for item in held:
        applied = left[fold(item.rendering)] > 0
        left[fold(item.rendering)] -= applied
        rows.append(TermUse(term=item.term.term, expected=item.rendering, applied=applied))
    return tuple(rows)


@lru_cache(maxsize=1024)
def _renderings(rows: tuple[tuple[str, tuple[str, ...]], ...]) -> TermFinder:
    """Makes a finder that gives for each form the rendering it is a form of."""
    return TermFinder(
        GlossaryTerm(term=rendering, aliases=tuple(map(comparable, (rendering, *forms))))
        for rendering, forms in rows
    )


def missed_terms(rows: Iterable[TranslatedSegment]) -> tuple[MissedTerm, ...]:
    """Lists the terms that stayed out of translations, each with its segments, in order."""
    missed: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        for use in row.terms:
            if not use.applied:
                missed.setdefault((use.term, use.expected), []).append(row.id)
    return tuple(
        MissedTerm(term=term, expected=expected, segments=tuple(dict.fromkeys(ids)))
        for (term, expected), ids in missed.items()
    )


def missed_warning(language: str, missed: Sequence[MissedTerm]) -> list[str]:
    """Says which terms a translation lacks and where; nothing if it has them all."""
    if not missed:
        return []
    places = [
        f"{item.expected} for {item.term} (lines {', '.join(map(str, item.segments))})"
        for item in missed
    ]
    return [f"{language}: glossary terms that the translation lacks: {'; '.join(places)}."]
