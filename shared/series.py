"""What the films of a series share: names and terms, people, and how they speak to each other.

Each film of a series (`SERIES`) leaves one file in the series' folder, by the film's identity, with
what was confirmed in it. A film reads those of the others and never its own, so that running a job
again gives the same, and two jobs at once cannot spoil each other's.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from shared.artifacts import Frozen, Gender, GlossaryTerm, Register
from shared.atomic import sha256_of, write_json
from shared.config import Config
from shared.containment import require_file_name
from shared.errors import InvalidInputError

SOURCE = "series"
_ID_LENGTH = 16


class SeriesPerson(Frozen):
    """Somebody whose name and gender are sure."""

    name: str
    gender: Gender = "unknown"


class SeriesAddress(Frozen):
    """How one person speaks to another, by name."""

    speaker: str
    addressee: str
    addressed_as: Register


class SeriesFilm(Frozen):
    """What one film leaves to the others."""

    title: str
    terms: tuple[GlossaryTerm, ...] = ()
    people: tuple[SeriesPerson, ...] = ()
    addresses: tuple[SeriesAddress, ...] = ()


def read_series(config: Config, media_id: str) -> tuple[SeriesFilm, ...]:
    """Reads what the other films of a film's series left; nothing where it is in none.

    Raises:
        InvalidInputError: If the series' name cannot be a folder's, or a file is damaged.
    """
    films = []
    for path in _files(config, media_id):
        try:
            films.append(SeriesFilm.model_validate_json(path.read_bytes()))
        except ValidationError as error:
            raise InvalidInputError(
                f"{path} is damaged: {error}.", "Remove it; running its film's job makes it anew."
            ) from error
    return tuple(films)


def write_film(config: Config, media_id: str, film: SeriesFilm) -> Path | None:
    """Keeps what a film leaves to the others; returns where, or None where it is in no series."""
    folder = _folder(config)
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{media_id[:_ID_LENGTH]}.json"
    write_json(path, film.model_dump(mode="json"))
    return path


def series_hash(config: Config, media_id: str) -> str:
    """Returns a hash of what the other films left; empty where there is nothing."""
    digests = [sha256_of(path) for path in _files(config, media_id)]
    return hashlib.sha256("".join(digests).encode()).hexdigest() if digests else ""


def series_terms(films: Iterable[SeriesFilm]) -> list[GlossaryTerm]:
    """Returns the films' terms as glossary rows of the series."""
    return [term.model_copy(update={"source": SOURCE}) for film in films for term in film.terms]


def _folder(config: Config) -> Path | None:
    if not config.series:
        return None
    require_file_name(config.series, "The series' name")
    return config.series_dir / config.series


def _files(config: Config, media_id: str) -> list[Path]:
    folder = _folder(config)
    if folder is None or not folder.is_dir():
        return []
    own = f"{media_id[:_ID_LENGTH]}.json"
    return sorted(path for path in folder.glob("*.json") if path.name != own)
