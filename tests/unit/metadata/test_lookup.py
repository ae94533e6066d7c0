"""The film that was meant is chosen, on recorded answers of the real service."""

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from cp_whisperx.metadata.client import Patience, TmdbClient
from cp_whisperx.metadata.fetch import Guard
from cp_whisperx.metadata.lookup import Lookup, look_up
from cp_whisperx.metadata.titles import FilmQuery, film_query
from shared.artifacts import Character
from shared.cache_manager import CacheManager
from shared.config import build_config
from tests.support.tmdb_recordings import JAANE_TU, own_film, recorded, serve

Answers = dict[tuple[str, str, str], str]


def ask(server: HTTPServer, answers: Answers, query: FilmQuery, folder: Path) -> Lookup:
    guard = Guard(serve(server, answers), chosen_by_user=True)
    cache = CacheManager(build_config([("test", {"CACHE_DIR": str(folder)})]))
    return look_up(TmdbClient(guard, "key", cache, Patience(first_wait=0.01)), query)


@pytest.mark.parametrize(
    ("name", "film"),
    [
        ("Man.of.Steel.2013.720p.mkv", (49521, 2013)),
        ("man of steel.mkv", (49521, 2013)),
        ("Man of Steel (2012).mkv", (49521, 2013)),
        ("Jack.Reacher.Never.Go.Back.2016.mkv", (343611, 2016)),
        ("Jack.Reacher.2016.mkv", (343611, 2016)),
    ],
)
def test_recorded_films_are_found(
    httpserver: HTTPServer, shared_data: Path, tmp_path: Path, name: str, film: tuple[int, int]
) -> None:
    answers = recorded(shared_data / "tmdb")
    # The service matches a part of the title; the recording has the shorter one.
    short = answers[("/search/movie", "jack reacher", "2016")]
    answers[("/search/movie", "jack reacher never go back", "2016")] = short
    found = ask(httpserver, answers, film_query("", None, name), tmp_path).enrichment
    assert found.found
    assert (found.tmdb_id, found.year) == film
    assert found.original_language == "en"
    assert "Action" in found.genres


def test_the_year_chooses_among_films_of_one_title(
    httpserver: HTTPServer, shared_data: Path, tmp_path: Path
) -> None:
    answers = recorded(shared_data / "tmdb")
    old = json.loads(answers[("/search/movie", "man of steel", "")])["results"][1]
    assert (old["id"], old["release_date"][:4]) == (334166, "1967")
    answers[("/movie/334166", "", "")] = json.dumps(old | {"genres": []})
    found = ask(httpserver, answers, FilmQuery(("Man of Steel",), 1967), tmp_path)
    assert found.enrichment.tmdb_id == 334166
    assert found.warning == ""


def test_without_a_year_the_popular_film_is_taken_and_it_is_said(
    httpserver: HTTPServer, shared_data: Path, tmp_path: Path
) -> None:
    answers = recorded(shared_data / "tmdb")
    found = ask(httpserver, answers, FilmQuery(("Man of Steel",)), tmp_path)
    assert found.enrichment.tmdb_id == 49521
    assert "1967" in found.warning
    assert "--year" in found.warning


@pytest.mark.parametrize(
    "query",
    [
        FilmQuery(("Meen of Stal",)),
        FilmQuery(("James Bond Never Sleeps In Delhi",)),
        FilmQuery(("The Bing Bag Theory",), kind="tv"),
    ],
)
def test_what_is_not_listed_is_not_found(
    httpserver: HTTPServer, shared_data: Path, tmp_path: Path, query: FilmQuery
) -> None:
    answers = recorded(shared_data / "tmdb")
    bond = answers[("/search/movie", "james bond", "")]
    answers[("/search/movie", "james bond never sleeps in delhi", "")] = bond
    lookup = ask(httpserver, answers, query, tmp_path)
    assert not lookup.enrichment.found
    assert query.titles[0] in lookup.warning


def test_a_recorded_series_is_found(
    httpserver: HTTPServer, shared_data: Path, tmp_path: Path
) -> None:
    answers = recorded(shared_data / "tmdb")
    hit = json.loads(answers[("/search/tv", "the big bang theory", "")])["results"][0]
    answers[(f"/tv/{hit['id']}", "", "")] = json.dumps(hit)
    query = film_query("", None, "The.Big.Bang.Theory.S07E05.720p.mkv")
    found = ask(httpserver, answers, query, tmp_path).enrichment
    assert (found.title, found.tmdb_id) == ("The Big Bang Theory", 1418)


def test_a_hindi_film_with_its_cast(httpserver: HTTPServer, tmp_path: Path) -> None:
    query = film_query("", None, "Jaane.Tu.Ya.Jaane.Na.2008.mkv")
    found = ask(httpserver, own_film(JAANE_TU), query, tmp_path).enrichment
    assert found.original_title == "जाने तू... या जाने ना"
    assert found.genres == ("Comedy", "Romance")
    assert found.characters == (
        Character(name="Jai Singh Rathore", actor="Actor One", gender="male"),
        Character(name='Aditi "Meow" Mahant', actor="Actor Two", gender="female"),
        Character(name="Young Aditi", actor="Actor Two", gender="female"),
    )
    assert found.crew == ("Somebody (Director)",)


def test_a_devanagari_title_is_matched(httpserver: HTTPServer, tmp_path: Path) -> None:
    answers = own_film(JAANE_TU, query="जाने तू या जाने ना")
    found = ask(httpserver, answers, FilmQuery(("जाने तू या जाने ना",), 2008), tmp_path)
    assert found.enrichment.tmdb_id == 14467


@pytest.mark.parametrize(
    ("theirs", "ours"), [("cn", "zh"), ("xx", None), ("hi", "hi"), (None, None)]
)
def test_language_codes_of_tmdb(
    httpserver: HTTPServer, tmp_path: Path, theirs: str | None, ours: str | None
) -> None:
    answers = own_film(JAANE_TU | {"original_language": theirs})
    query = FilmQuery(("Jaane Tu Ya Jaane Na",), 2008)
    assert ask(httpserver, answers, query, tmp_path).enrichment.original_language == ours


def test_a_film_with_nothing_known_is_no_failure(httpserver: HTTPServer, tmp_path: Path) -> None:
    bare = {"id": 1, "title": "Sholay", "release_date": None, "overview": None}
    found = ask(httpserver, own_film(bare, "", "sholay"), FilmQuery(("Sholay",)), tmp_path)
    assert (found.enrichment.found, found.enrichment.year) == (True, None)
