"""Makes glossary terms of the characters' names, so that names stay names in every language."""

import re
from collections.abc import Iterable, Iterator

from cp_whisperx.glossary.devanagari import devanagari_spellings
from cp_whisperx.glossary.role_words import (
    LINKS,
    ORDINARY,
    ORDINARY_HINDI,
    ROLES,
    TITLES,
)
from shared.artifacts import Character, GlossaryTerm
from shared.glossary_lookup import fold
from shared.languages import LANGUAGES
from shared.unicode_scripts import share_in_script

SOURCE = "tmdb"
_SHORTEST_PART = 3
_TAKEN = frozenset(fold(word) for word in ORDINARY_HINDI)
_LATIN_TARGETS = tuple(row.code for row in LANGUAGES.values() if row.script == "Latn")
_NICKNAME = re.compile(r"[\"“”'‘’]([^\"“”]+?)[\"“”'‘’](?=\s|$)")
_NO_NAME = re.compile(r"[\d#/@]|['’]s\b")


def name_terms(characters: Iterable[Character]) -> list[GlossaryTerm]:
    """Returns a term for each full name, nickname and first name that is no ordinary word.

    Where two characters share a name there is one term of it. Names in Latin letters have their
    likely Devanagari spellings as aliases, the likeliest first: that is how films' transcripts
    spell them.
    """
    terms: dict[str, GlossaryTerm] = {}
    for character in characters:
        for name in _names_in(character.name):
            terms.setdefault(fold(name), _term(name, character))
    return list(terms.values())


def _term(name: str, character: Character) -> GlossaryTerm:
    is_latin = share_in_script(name, "Latn") == 1
    note = f"{character.name}, played by {character.actor}" if character.actor else character.name
    return GlossaryTerm(
        term=name,
        kind="name",
        source=SOURCE,
        aliases=tuple(text for text in devanagari_spellings(name) if fold(text) not in _TAKEN),
        translations=dict.fromkeys(_LATIN_TARGETS, name) if is_latin else {},
        note=note,
    )


def _names_in(role: str) -> Iterator[str]:
    """Gives the full name, nicknames and the first name of an entry of a cast list."""
    if _NO_NAME.search(role):
        return
    nicknames = [" ".join(found.split()) for found in _NICKNAME.findall(role)]
    words = _NICKNAME.sub(" ", role).replace(",", " ").split()
    if not all(_can_be_name(word) for word in words):
        return
    name = _without_titles(words)
    if name and not (len(name) == 1 and _is_ordinary(name[0])):
        yield " ".join(name)
    yield from (nick for nick in nicknames if not _is_ordinary(nick))
    if len(name) > 1 and not _is_ordinary(name[0]):
        yield name[0]


def _plain(word: str) -> str:
    return word.casefold().strip(".")


def _can_be_name(word: str) -> bool:
    # A script without capitals has no lower-case words either.
    return _plain(word) not in ROLES | LINKS and not word[:1].islower()


def _without_titles(words: list[str]) -> list[str]:
    """Takes titles off both ends; nothing is left of an entry that is a title alone."""
    while words and _plain(words[0]) in TITLES:
        words = words[1:]
    while words and _plain(words[-1]) in TITLES:
        words = words[:-1]
    return words


def _is_ordinary(name: str) -> bool:
    plain = _plain(name)
    return len(plain) < _SHORTEST_PART or plain in ORDINARY | TITLES | ROLES
