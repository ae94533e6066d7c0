"""Turns cast lists, as people type them into a public database, into characters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from cp_whisperx.metadata.answers import CastMember, CrewMember
from shared.artifacts import Character

Gender = Literal["female", "male", "other", "unknown"]
_GENDERS: dict[int, Gender] = {1: "female", 2: "male", 3: "other"}
_MOST_CHARACTERS = 150
_LONGEST_NAME = 80
_MOST_CREW = 40
_CREW_JOBS = frozenset(
    {"Creator", "Dialogue", "Director", "Director of Photography", "Editor", "Lyricist", "Music"}
    | {"Novel", "Original Music Composer", "Producer", "Screenplay", "Story", "Writer"}
)
_IN_BRACKETS = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\])")
_BETWEEN_ROLES = re.compile(r"\s*/\s*|\s+(?:aka|a\.k\.a\.)\s+", re.IGNORECASE)
_AS_ONESELF = re.compile(r"^(self|himself|herself|themselves|themself)\b", re.IGNORECASE)


def clean(text: str) -> str:
    """Returns a text on one line, without control and direction-changing characters."""
    kept = (" " if char.isspace() else char for char in text)
    joiners = "\u200c\u200d"
    visible = (c for c in kept if unicodedata.category(c)[0] != "C" or c in joiners)
    return " ".join("".join(visible).split())


def roles_of(entry: str) -> list[str]:
    """Returns the roles in an entry such as `Jai / Young Ranjor (uncredited)`."""
    roles = (
        role.strip(" ,;-") for role in _BETWEEN_ROLES.split(_IN_BRACKETS.sub("", clean(entry)))
    )
    return [r for r in roles if r and len(r) <= _LONGEST_NAME and not _AS_ONESELF.match(r)]


def characters_of(cast: Iterable[CastMember]) -> tuple[Character, ...]:
    """Returns the characters in the order of the cast list, each name and actor once."""
    found: dict[tuple[str, str], Character] = {}
    for character in _characters(cast):
        found.setdefault((character.name, character.actor), character)
    return tuple(found.values())[:_MOST_CHARACTERS]


def _characters(cast: Iterable[CastMember]) -> Iterator[Character]:
    for member in cast:
        gender = _GENDERS.get(member.gender or 0, "unknown")
        for role in roles_of(member.character):
            yield Character(name=role, actor=clean(member.name), gender=gender)


def crew_of(crew: Iterable[CrewMember]) -> tuple[str, ...]:
    """Returns the people who made the film, as `Name (Job)`."""
    wanted = (member for member in crew if member.job in _CREW_JOBS and member.name)
    shown = dict.fromkeys(f"{clean(member.name)} ({member.job})" for member in wanted)
    return tuple(shown)[:_MOST_CREW]
