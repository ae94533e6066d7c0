"""Which film to look up: from the user's words, or from the file's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shared.unicode_scripts import dominant_script

_LONGEST_NAME = 255


@dataclass(frozen=True)
class FilmQuery:
    """What is known of a film before it is looked up.

    Attributes:
        titles: Titles it may be listed under, the likeliest first; empty if there is none.
        year: Year of release, if known.
        kind: Whether it is a film or an episode of a series.
    """

    titles: tuple[str, ...]
    year: int | None = None
    kind: Literal["movie", "tv"] = "movie"


def film_query(title: str, year: int | None, media: str) -> FilmQuery:
    """Makes a query of the given title and year; what is not given comes from the file's name."""
    guess = _guess(Path(media).name[-_LONGEST_NAME:])
    titles = (title.strip(),) if title.strip() else _titles(guess, Path(media).stem)
    found = guess.get("year")
    return FilmQuery(
        titles=titles,
        year=year or (found if isinstance(found, int) else None),
        # A season and an episode make a series; a number alone may be part of a film's name.
        kind="tv" if {"season", "episode"} <= set(guess) else "movie",
    )


def _guess(name: str) -> Mapping[str, object]:
    from guessit import guessit

    result: Mapping[str, object] = guessit(name, {"single_value": True})
    return result


def _titles(guess: Mapping[str, object], stem: str) -> tuple[str, ...]:
    title = str(guess.get("title") or stem).strip()
    if dominant_script(title) is None and not any(char.isdigit() for char in title):
        return ()
    alternative = str(guess.get("alternative_title") or "").strip()
    return (title, f"{title} {alternative}") if alternative else (title,)
