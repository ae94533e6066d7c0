"""Finds the film that was meant among those that TMDB lists."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from cp_whisperx.metadata.answers import Details, Hit
from cp_whisperx.metadata.cast import characters_of, clean, crew_of
from cp_whisperx.metadata.client import TmdbClient
from cp_whisperx.metadata.titles import FilmQuery
from shared.artifacts import Enrichment

# Of 100. Below it another film is likelier than another spelling.
_LEAST_SCORE = 80.0
_SUBTITLE_LEFT_OUT = 8.0
_YEAR_OFF_BY_ONE = 4.0
_YEAR_WRONG = 25.0
_YEAR_UNKNOWN = 6.0
# TMDB's own codes where they are no ISO 639-1.
_LANGUAGES = {"cn": "zh", "xx": None}


@dataclass(frozen=True)
class Lookup:
    """What was found, and what is doubtful about it."""

    enrichment: Enrichment
    warning: str = ""


def look_up(client: TmdbClient, query: FilmQuery) -> Lookup:
    """Searches with the year, then without it; reads all about the best hit.

    Raises:
        DependencyFailedError: If the service refuses or does not answer.
    """
    for title, year in _attempts(query):
        hits = client.search(query.kind, title, year).results
        ranked = sorted(((_score(hit, query), hit) for hit in hits), key=_rank, reverse=True)
        if ranked and ranked[0][0] >= _LEAST_SCORE:
            details = client.details(query.kind, ranked[0][1].id)
            return Lookup(_enrichment(details), _ambiguity(ranked, query))
    shown = query.titles[0] + (f" ({query.year})" if query.year else "")
    return Lookup(
        Enrichment(source="tmdb"),
        f"TMDB lists nothing like {shown!r}. Give the right title with --title and --year, "
        "or set TMDB_TITLE and TMDB_YEAR.",
    )


def _attempts(query: FilmQuery) -> Iterable[tuple[str, int | None]]:
    years = (query.year, None) if query.year else (None,)
    return [(title, year) for year in years for title in query.titles]


def _rank(row: tuple[float, Hit]) -> tuple[float, float]:
    return row[0], row[1].popularity


def _plain(title: str) -> str:
    """Returns a title without case and punctuation; vowel signs and accents stay."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(
        "".join(" " if unicodedata.category(c)[0] in "PS" else c for c in folded).split()
    )


def _score(hit: Hit, query: FilmQuery) -> float:
    similar = max(_similarity(ours, theirs) for ours in query.titles for theirs in _names(hit))
    return similar - _year_penalty(hit.year, query.year)


def _names(hit: Hit) -> tuple[str, ...]:
    return (hit.title, hit.original_title)


def _similarity(ours: str, theirs: str) -> float:
    from rapidfuzz import fuzz

    head, colon, _ = theirs.partition(":")
    whole = fuzz.ratio(_plain(ours), _plain(theirs))
    return max(whole, fuzz.ratio(_plain(ours), _plain(head)) - _SUBTITLE_LEFT_OUT if colon else 0.0)


def _year_penalty(theirs: int | None, ours: int | None) -> float:
    if ours is None or theirs == ours:
        return 0.0
    if theirs is None:
        return _YEAR_UNKNOWN
    return _YEAR_OFF_BY_ONE if abs(theirs - ours) == 1 else _YEAR_WRONG


def _ambiguity(ranked: list[tuple[float, Hit]], query: FilmQuery) -> str:
    """Says so where only popularity chose among films of one title."""
    best = ranked[0][0]
    rivals = [hit for score, hit in ranked if score == best]
    if query.year is not None or len(rivals) == 1:
        return ""
    years = ", ".join(str(hit.year or "unknown year") for hit in rivals[1:6])
    return (
        f"TMDB lists {len(rivals)} titles {clean(rivals[0].title)!r}; the one of "
        f"{rivals[0].year} was taken, not those of {years}. Give the year with --year."
    )


def _enrichment(details: Details) -> Enrichment:
    language = details.original_language
    return Enrichment(
        found=True,
        source="tmdb",
        tmdb_id=details.id,
        title=clean(details.title),
        original_title=clean(details.original_title),
        original_language=_LANGUAGES.get(language, language) if language else None,
        year=details.year,
        overview=clean(details.overview),
        genres=tuple(clean(genre.name) for genre in details.genres if genre.name),
        characters=characters_of(details.credits.cast),
        crew=crew_of(details.credits.crew),
    )
