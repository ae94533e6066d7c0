from pathlib import Path

import pytest

from shared.artifacts import GlossaryTerm
from shared.config import Config, load_config
from shared.errors import InvalidInputError
from shared.series import (
    SeriesAddress,
    SeriesFilm,
    SeriesPerson,
    read_series,
    series_hash,
    series_terms,
    write_film,
)

FILM = SeriesFilm(
    title="One",
    terms=(GlossaryTerm(term="Rotlu", kind="name"),),
    people=(SeriesPerson(name="Jai", gender="male"),),
    addresses=(SeriesAddress(speaker="Jai", addressee="Aditi", addressed_as="familiar"),),
)


def config(root: Path, series: str = "Jaane Tu") -> Config:
    return load_config(None, {"SERIES": series, "SERIES_DIR": str(root)})


def test_a_film_reads_the_others_and_never_its_own(tmp_path: Path) -> None:
    settings = config(tmp_path)
    path = write_film(settings, "a" * 64, FILM)
    assert path == tmp_path / "Jaane Tu" / ("a" * 16 + ".json")
    assert read_series(settings, "a" * 64) == ()
    assert read_series(settings, "b" * 64) == (FILM,)
    assert series_hash(settings, "a" * 64) == ""
    before = series_hash(settings, "b" * 64)
    write_film(settings, "a" * 64, FILM.model_copy(update={"people": ()}))
    assert series_hash(settings, "b" * 64) not in ("", before)


def test_terms_say_that_they_are_the_series_s() -> None:
    assert [(term.term, term.source) for term in series_terms([FILM])] == [("Rotlu", "series")]


def test_a_film_of_no_series_leaves_nothing(tmp_path: Path) -> None:
    settings = config(tmp_path, series="")
    assert write_film(settings, "a", FILM) is None
    assert read_series(settings, "b") == ()


def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="series' name"):
        write_film(config(tmp_path, series="../out"), "a", FILM)


def test_a_damaged_file_is_told_of(tmp_path: Path) -> None:
    settings = config(tmp_path)
    path = write_film(settings, "a", FILM)
    assert path is not None
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="is damaged"):
        read_series(settings, "b")
