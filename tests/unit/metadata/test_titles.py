"""Titles and years from what the user says and from file names as they occur."""

import pytest

from cp_whisperx.metadata.titles import film_query


@pytest.mark.parametrize(
    ("name", "title", "year", "kind"),
    [
        ("Jaane.Tu.Ya.Jaane.Na.2008.1080p.BluRay.x264.mkv", "Jaane Tu Ya Jaane Na", 2008, "movie"),
        ("Man of Steel (2013).mp4", "Man of Steel", 2013, "movie"),
        ("3 Idiots.mkv", "3 Idiots", None, "movie"),
        ("Sacred.Games.S01E02.720p.mkv", "Sacred Games", None, "tv"),
        ("जाने तू या जाने ना.2008.mkv", "जाने तू या जाने ना", 2008, "movie"),
        ("film.mkv", "film", None, "movie"),
        ("/a/b/Sholay.1975.mkv", "Sholay", 1975, "movie"),
    ],
)
def test_file_names(name: str, title: str, year: int | None, kind: str) -> None:
    query = film_query("", None, name)
    assert (query.titles[0], query.year, query.kind) == (title, year, kind)


def test_the_users_words_win_and_the_name_fills_the_rest() -> None:
    assert film_query(" Sholay ", None, "x.1975.mkv").titles == ("Sholay",)
    assert film_query("Sholay", None, "x.1975.mkv").year == 1975
    assert film_query("", 2004, "Sholay.1975.mkv").year == 2004


def test_an_alternative_title_is_tried_too() -> None:
    query = film_query("", None, "Jack Reacher - Never Go Back (2016).mkv")
    assert query.titles == ("Jack Reacher", "Jack Reacher Never Go Back")


@pytest.mark.parametrize("name", ["-y.mkv", "a:b.mkv", "।।.mkv", "...", "x" * 4000, ";$(id).mkv"])
def test_strange_names_do_no_harm(name: str) -> None:
    film_query("", None, name)


def test_a_name_of_signs_alone_is_no_title() -> None:
    assert film_query("", None, "___.mkv").titles == ()
