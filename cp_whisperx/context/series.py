"""What a film learns from the others of its series, and what it leaves to them."""

from collections.abc import Iterable, Mapping

from shared.artifacts import (
    FilmContext,
    Gender,
    GlossarySnapshot,
    GlossaryTerm,
    Register,
    Transcript,
)
from shared.glossary_lookup import TermFinder, fold
from shared.series import SeriesAddress, SeriesFilm, SeriesPerson, write_film
from shared.stage_utils import StageIO

_SHIPPED = "master"
_SURE_GENDERS = frozenset({"user", "cast"})


def genders_in(films: Iterable[SeriesFilm]) -> dict[str, Gender]:
    """Returns the gender of each person of a series, by folded name; none where films differ."""
    found: dict[str, Gender] = {}
    for person in (person for film in films for person in film.people):
        if person.gender != "unknown":
            known = found.setdefault(fold(person.name), person.gender)
            found[fold(person.name)] = person.gender if known == person.gender else "unknown"
    return found


def registers_in(films: Iterable[SeriesFilm]) -> dict[tuple[str, str], Register]:
    """Returns how people speak to each other in a series, by name; the latest film's wins."""
    rows = (row for film in films for row in film.addresses)
    return {(row.speaker, row.addressee): row.addressed_as for row in rows}


def remember(
    io: StageIO, transcript: Transcript, glossary: GlossarySnapshot, context: FilmContext
) -> None:
    """Leaves what was confirmed in a film to the others of its series, if it is in one.

    A disk that cannot be written costs the others that, not this film its subtitles.
    """
    film = left_by(io.job.title or io.job.media_name, transcript, glossary, context)
    try:
        path = write_film(io.config, io.job.media_id, film)
    except OSError as error:
        io.add_warning(f"What the series {io.config.series} shares could not be kept: {error}.")
        return
    if path is not None:
        io.logger.info(f"Kept for the series {io.config.series}: {path}")


def left_by(
    title: str, transcript: Transcript, glossary: GlossarySnapshot, context: FilmContext
) -> SeriesFilm:
    """Collects what is sure: the user's own terms, names that were said, people who are known."""
    named = {p.speaker: p.name for p in context.people if p.name}
    people = tuple(
        SeriesPerson(name=p.name, gender=p.gender if p.gender_known in _SURE_GENDERS else "unknown")
        for p in context.people
        if p.name
    )
    return SeriesFilm(
        title=title,
        terms=tuple(_terms(transcript, glossary)),
        people=people,
        addresses=tuple(_addresses(context, named)),
    )


def _terms(transcript: Transcript, glossary: GlossarySnapshot) -> list[GlossaryTerm]:
    """Returns the user's own terms, and those of the film's names that somebody says."""
    own = [term for term in glossary.terms if term.source != _SHIPPED]
    finder = TermFinder(own)
    said = {match.term.term for row in transcript.segments for match in finder.find(row.text)}
    return [
        term for term in own if term.source == "job" or (term.kind == "name" and term.term in said)
    ]


def _addresses(context: FilmContext, named: Mapping[str, str]) -> Iterable[SeriesAddress]:
    for row in context.addresses:
        if row.scene is None and row.speaker in named and row.addressee in named:
            yield SeriesAddress(
                speaker=named[row.speaker],
                addressee=named[row.addressee],
                addressed_as=row.addressed_as,
            )
