"""The film's people by name: who can be called, in which spellings, and of which gender."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cp_whisperx.context.ordinary import gender_of_name
from cp_whisperx.context.tokens import Token
from shared.artifacts import Enrichment, Gender, GlossarySnapshot, GlossaryTerm
from shared.glossary_lookup import fold

_SHORTEST = 2
_LIKELIEST = 6


@dataclass(frozen=True)
class Character:
    """Somebody in the film.

    Attributes:
        name: As the cast list or the glossary writes it.
        gender: `unknown` where nothing tells it.
        known: How the gender is known: `cast` or `name`.
    """

    name: str
    gender: Gender = "unknown"
    known: str = ""


@dataclass(frozen=True)
class Mention:
    """A character's name at `line[start:end]`."""

    character: Character
    start: int
    end: int


class Cast:
    """Finds the film's people in lines.

    Args:
        characters: Each with the spellings that a line may have of the name.
    """

    def __init__(self, characters: Iterable[tuple[Character, Sequence[str]]]) -> None:
        self._by_spelling: dict[tuple[str, ...], Character | None] = {}
        for character, spellings in characters:
            for spelling in spellings:
                key = tuple(fold(word) for word in spelling.split())
                other = self._by_spelling.setdefault(key, character)
                if other is not None and other.name != character.name:
                    # Two people's name names neither.
                    self._by_spelling[key] = None
        self._longest = max(map(len, self._by_spelling), default=0)

    def character(self, name: str) -> Character | None:
        """Returns who has a name in one of its spellings; None for nobody, or for several."""
        return self._by_spelling.get(tuple(fold(word) for word in name.split()))

    def mentions(self, line: Sequence[Token]) -> list[Mention]:
        """Returns the people that a line names, in order, the longest name where several fit."""
        found: list[Mention] = []
        at = 0
        while at < len(line):
            mention = self._at(line, at)
            if mention:
                found.append(mention)
            at = mention.end if mention else at + 1
        return found

    def _at(self, line: Sequence[Token], at: int) -> Mention | None:
        for size in range(min(self._longest, len(line) - at), 0, -1):
            words = tuple(fold(token.core) for token in line[at : at + size])
            character = self._by_spelling.get(words)
            if character is not None:
                return Mention(character, at, at + size)
        return None


def cast_of(
    glossary: GlossarySnapshot | None,
    film: Enrichment | None,
    genders: Mapping[str, Gender] = MappingProxyType({}),
) -> Cast:
    """Collects the people of the cast list, and those that the job's own glossary names.

    A name of the glossary alone may be a place; it is a person once somebody is called by it.

    Args:
        glossary: The job's glossary.
        film: What is known of the film.
        genders: What other films of the series tell, by folded name.
    """
    terms = [term for term in glossary.terms if term.kind == "name"] if glossary else []
    spelt = {fold(term.term): term for term in terms}
    rows: list[tuple[Character, Sequence[str]]] = []
    taken: set[str] = set()
    for person in film.characters if film else ():
        texts = [person.name, person.name.split()[0]] if person.name else []
        own = [text for text in dict.fromkeys(texts) if fold(text) in spelt or text == person.name]
        taken |= {fold(text) for text in own}
        rows.append((_character(person.name, person.gender), _spellings(own, spelt)))
    for term in terms:
        if fold(term.term) not in taken and term.source != "master":
            rows.append(
                (
                    _character(term.term, genders.get(fold(term.term), "unknown")),
                    _spellings([term.term], spelt),
                )
            )
    return Cast(row for row in rows if len(row[0].name) >= _SHORTEST)


def _character(name: str, gender: Gender) -> Character:
    if gender != "unknown":
        return Character(name, gender, "cast")
    told = gender_of_name(name.split(maxsplit=1)[0]) if name.split() else "unknown"
    return Character(name, told, "name" if told != "unknown" else "")


def _spellings(names: Iterable[str], spelt: dict[str, GlossaryTerm]) -> list[str]:
    found = []
    for name in names:
        term = spelt.get(fold(name))
        found += [name, *(term.aliases[:_LIKELIEST] if term else ())]
    return found
