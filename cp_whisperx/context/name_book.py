"""The names that a film's people and places have, as its glossary and its cast list give them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cp_whisperx.context.ordinary import rank_in_hindi
from cp_whisperx.context.sound import skeleton, sound
from shared.artifacts import Enrichment, GlossarySnapshot
from shared.glossary_lookup import fold
from shared.unicode_scripts import dominant_script, share_in_script

_SHIPPED = "master"
# Shorter sounds are too many words' at once.
_SHORTEST = 2
_UNKNOWN_RANK = 1_000_000


@dataclass(frozen=True)
class Name:
    """A name and its spellings in one script, the one that is written first.

    Attributes:
        spellings: Each of as many words as the first.
        given: Whether the first was given so; else all are guessed from another script.
    """

    spellings: tuple[tuple[str, ...], ...]
    given: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """How the name is written."""
        return self.spellings[0]

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """How each of its words sounds."""
        return tuple(sound(word) for word in self.words)


class NameBook:
    """The names that are written in one script.

    Args:
        names: In the order of their importance.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self._known = frozenset(_known(self.names))

    def knows(self, word: str) -> bool:
        """Whether a word is one of a name's own spellings."""
        return fold(word) in self._known

    @cached_property
    def whole(self) -> tuple[Name, ...]:
        """The names of several words."""
        return tuple(name for name in self.names if len(name.words) > 1)

    @cached_property
    def single(self) -> dict[str, Name]:
        """Names of one word, and the words of longer ones, by their sound."""
        rows: dict[str, Name] = {}
        for name in sorted(self.names, key=lambda row: len(row.words)):
            for at in range(len(name.words)):
                part = Name(tuple((words[at],) for words in name.spellings), name.given)
                rows.setdefault(part.sounds[0], part)
        return {key: row for key, row in rows.items() if len(key) >= _SHORTEST}

    @cached_property
    def _by_skeleton(self) -> dict[str, list[Name]]:
        rows: dict[str, list[Name]] = {}
        for key, name in self.single.items():
            rows.setdefault(skeleton(key), []).append(name)
        return rows

    def like(self, word: str) -> list[Name]:
        """Returns the names of one word that have a word's consonants."""
        return self._by_skeleton.get(skeleton(sound(word)), [])


def name_book(glossary: GlossarySnapshot | None, film: Enrichment | None, script: str) -> NameBook:
    """Collects the names in a script: the glossary's, and those of the cast list it left out.

    Args:
        glossary: The job's glossary, whose own names win; the shipped one has none of the film.
        film: What is known of the film.
        script: ISO 15924 code, such as `Deva`.
    """
    terms = glossary.terms if glossary else ()
    named = (term for term in terms if term.kind == "name" and term.source != _SHIPPED)
    rows = [(term.term, *term.aliases) for term in named]
    given = {fold(text) for row in rows for text in row}
    cast = film.characters if film else ()
    rows += [(person.name,) for person in cast if fold(person.name) not in given]
    return NameBook(name for row in rows if (name := _name(row, script)))


def _name(texts: tuple[str, ...], script: str) -> Name | None:
    """Makes a name of its spellings in a script, the commonest in front; None without one."""
    written = [tuple(text.split()) for text in texts if share_in_script(text, script) == 1]
    if not written or any(dominant_script(word) is None for word in written[0]):
        return None
    alike = [words for words in written if len(words) == len(written[0])]
    given = share_in_script(texts[0], script) == 1
    return Name(tuple(alike if given else sorted(alike, key=_rarity)), given)


def _rarity(words: tuple[str, ...]) -> int:
    """Orders guessed spellings by how common they are; unknown ones keep their order."""
    ranks = [rank_in_hindi(word) for word in words]
    return max(_UNKNOWN_RANK if rank is None else rank for rank in ranks)


def _known(names: Iterable[Name]) -> Iterator[str]:
    for name in names:
        for words in name.spellings:
            yield from (fold(word) for word in words)
