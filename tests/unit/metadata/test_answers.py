"""TMDB's answers, whole, full of nulls, and wrong."""

import pytest
from pydantic import ValidationError

from cp_whisperx.metadata.answers import CastMember, Credits, Details, Hit, SearchPage


def test_a_film_and_a_series_name_their_fields_differently() -> None:
    film = Hit.model_validate(
        {"id": 1, "title": "Jaane Tu", "original_title": "जाने तू", "release_date": "2008-07-04"}
    )
    series = Hit.model_validate(
        {"id": 1, "name": "Jaane Tu", "original_name": "जाने तू", "first_air_date": "2008-07-04"}
    )
    assert film == series
    assert (film.title, film.original_title, film.year) == ("Jaane Tu", "जाने तू", 2008)


@pytest.mark.parametrize("date", [None, "", "soon", "-", "²⁰⁰⁸-01-01", "२००८-०७-०४"])
def test_a_date_that_is_none_gives_no_year(date: str | None) -> None:
    assert Hit.model_validate({"id": 1, "release_date": date}).year is None


def test_a_year_by_itself_will_do() -> None:
    assert Hit.model_validate({"id": 1, "release_date": "1975"}).year == 1975


def test_null_is_an_empty_text_and_unknown_fields_are_passed_over() -> None:
    raw = {"id": 7, "title": None, "overview": None, "genres": [{"id": 18, "name": None}],
           "original_language": None, "budget": 0, "video": False}  # fmt: skip
    details = Details.model_validate(raw)
    assert (details.title, details.overview, details.genres[0].name) == ("", "", "")
    assert details.original_language is None
    assert details.credits == Credits()


def test_cast_and_crew_come_with_the_details() -> None:
    details = Details.model_validate(
        {
            "id": 7,
            "credits": {
                "cast": [{"name": "Genelia", "character": "Aditi", "gender": 1, "order": 0}],
                "crew": [{"name": "Abbas Tyrewala", "job": "Director"}],
            },
        }
    )
    assert details.credits.cast == (CastMember(name="Genelia", character="Aditi", gender=1),)
    assert details.credits.crew[0].job == "Director"


def test_a_role_without_a_name_or_gender_is_kept() -> None:
    member = CastMember.model_validate({"name": "Somebody", "character": None, "gender": None})
    assert (member.character, member.gender) == ("", None)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"results": None},
        {"results": [{"title": "no id"}]},
        {"results": [{"id": "x"}]},
        {"results": [{"id": 1, "title": 5}]},
        {"status_code": 7, "status_message": "Invalid API key"},
        [],
    ],
)
def test_an_answer_that_is_no_search_result_is_refused(answer: object) -> None:
    with pytest.raises(ValidationError):
        SearchPage.model_validate(answer)


def test_an_empty_search_result_is_one() -> None:
    assert SearchPage.model_validate({"page": 1, "results": []}).results == ()


def test_answers_cannot_be_changed() -> None:
    hit = Hit(id=1)
    with pytest.raises(ValidationError, match="frozen"):
        hit.id = 2  # type: ignore[misc]
