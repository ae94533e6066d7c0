"""Failures are met with growing pauses and a breaker; answers are kept; the key stays secret."""

import json
import logging
import time
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from cp_whisperx.metadata.client import Patience, TmdbClient
from cp_whisperx.metadata.fetch import Guard, RefusedError, UnavailableError
from shared.cache_manager import CacheManager
from shared.config import build_config
from tests.support.raw_server import raw_server, reset

PAGE = {"page": 1, "results": [{"id": 7, "title": "Sholay", "release_date": "1975-08-15"}]}
KEY = "canary0123456789abcdef"
TOKEN = "eyJhbGciOiJIUzI1NiJ9." + "canary" * 12 + ".sig-nature"
HASTE = Patience(first_wait=0.01, longest_wait=0.3, failures=50)


@pytest.fixture
def cache(tmp_path: Path) -> CacheManager:
    return CacheManager(build_config([("test", {"CACHE_DIR": str(tmp_path / "cache")})]))


def client(
    url: str, cache: CacheManager, key: str = KEY, patience: Patience = HASTE, timeout: float = 5
) -> TmdbClient:
    return TmdbClient(Guard(url, chosen_by_user=True, timeout=timeout), key, cache, patience)


def answer_in_turn(server: HTTPServer, *answers: Response) -> None:
    for answer in answers:
        server.expect_ordered_request("/3/search/movie").respond_with_response(answer)


def page() -> Response:
    return Response(json.dumps(PAGE), content_type="application/json")


def test_a_short_key_is_a_parameter_and_a_token_a_header(
    httpserver: HTTPServer, cache: CacheManager
) -> None:
    httpserver.expect_request("/3/search/movie").respond_with_json(PAGE)
    client(httpserver.url_for("/3"), cache).search("movie", "Sholay", 1975)
    client(httpserver.url_for("/3"), cache, TOKEN).search("movie", "Deewaar", None)
    first, second = (request for request, _ in httpserver.log)
    assert first.args["api_key"] == KEY
    assert first.args["year"] == "1975"
    assert "Authorization" not in first.headers
    assert second.headers["Authorization"] == f"Bearer {TOKEN}"
    assert "api_key" not in second.args


def test_series_are_searched_by_their_own_year(httpserver: HTTPServer, cache: CacheManager) -> None:
    httpserver.expect_request("/3/search/tv").respond_with_json({"results": []})
    client(httpserver.url_for("/3"), cache).search("tv", "Sacred Games", 2018)
    assert httpserver.log[0][0].args["first_air_date_year"] == "2018"


def test_answers_are_kept_without_the_key(
    httpserver: HTTPServer, cache: CacheManager, tmp_path: Path
) -> None:
    httpserver.expect_request("/3/search/movie").respond_with_json(PAGE)
    for key in (KEY, KEY, TOKEN):
        found = client(httpserver.url_for("/3"), cache, key).search("movie", "Sholay", None)
        assert found.results[0].year == 1975
    assert len(httpserver.log) == 1
    kept = b"".join(p.read_bytes() for p in (tmp_path / "cache").rglob("*") if p.is_file())
    assert b"Sholay" in kept
    assert b"canary" not in kept


def test_a_kept_answer_of_another_shape_is_asked_for_again(
    httpserver: HTTPServer, cache: CacheManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/3/search/movie").respond_with_json(PAGE)
    monkeypatch.setattr(cache, "get", lambda *_: b'{"hits": []}')
    assert client(httpserver.url_for("/3"), cache).search("movie", "Sholay", None).results
    assert len(httpserver.log) == 1


def test_a_search_without_hits_is_asked_again(httpserver: HTTPServer, cache: CacheManager) -> None:
    httpserver.expect_request("/3/search/movie").respond_with_json({"results": []})
    for _ in range(2):
        client(httpserver.url_for("/3"), cache).search("movie", "Sholay", None)
    assert len(httpserver.log) == 2


@pytest.mark.parametrize(
    "trouble",
    [
        Response("", 429),
        Response("", 500),
        Response("<html>", 502),
        Response("", 503),
        Response('{"page": 1, "resul', 200),
        Response("<html>captive portal</html>", 200),
        Response("[" * 200_000, 200),
        Response('{"results": [{"title": "no id"}]}', 200),
        Response("", 200),
    ],
)
def test_passing_trouble_is_met_by_asking_again(
    httpserver: HTTPServer, cache: CacheManager, trouble: Response
) -> None:
    answer_in_turn(httpserver, trouble, trouble, page())
    found = client(httpserver.url_for("/3"), cache).search("movie", "Sholay", None)
    assert found.results[0].id == 7
    assert len(httpserver.log) == 3


def test_retry_after_is_honoured_up_to_a_cap(httpserver: HTTPServer, cache: CacheManager) -> None:
    answer_in_turn(httpserver, Response("", 429, {"Retry-After": "3600"}), page())
    start = time.monotonic()
    client(httpserver.url_for("/3"), cache).search("movie", "Sholay", None)
    assert 0.3 <= time.monotonic() - start < 3


@pytest.mark.parametrize("header", ["Wed, 21 Oct 2065 07:28:00 GMT", "-5", "nan", "1e9", "٣"])
def test_a_strange_retry_after_does_no_harm(
    httpserver: HTTPServer, cache: CacheManager, header: str
) -> None:
    if header.isascii():
        answer_in_turn(httpserver, Response("", 429, {"Retry-After": header}), page())
    else:
        answer_in_turn(httpserver, Response("", 429), page())
    assert client(httpserver.url_for("/3"), cache).search("movie", "Sholay", None).results


def test_lasting_trouble_ends_after_the_attempts(
    httpserver: HTTPServer, cache: CacheManager
) -> None:
    httpserver.expect_request("/3/movie/7").respond_with_data("", 500)
    with pytest.raises(UnavailableError, match="status 500"):
        client(httpserver.url_for("/3"), cache).details("movie", 7)
    assert len(httpserver.log) == HASTE.attempts


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418])
def test_a_refusal_is_not_asked_again(
    httpserver: HTTPServer, cache: CacheManager, status: int
) -> None:
    httpserver.expect_request("/3/movie/7").respond_with_data("{}", status)
    with pytest.raises(RefusedError, match=str(status)):
        client(httpserver.url_for("/3"), cache).details("movie", 7)
    assert len(httpserver.log) == 1


def test_resets_are_tried_again(cache: CacheManager) -> None:
    with raw_server(reset) as (url, requests):
        with pytest.raises(UnavailableError):
            client(url, cache).search("movie", "Sholay", None)
        assert len(requests) == HASTE.attempts


def test_the_breaker_opens_and_closes_again(httpserver: HTTPServer, cache: CacheManager) -> None:
    patience = Patience(attempts=2, first_wait=0.01, longest_wait=0.02, failures=3, rest=0.5)
    httpserver.expect_oneshot_request("/breaker/movie/1").respond_with_data("", 500)
    tmdb = client(httpserver.url_for("/breaker"), cache, patience=patience)
    with pytest.raises(UnavailableError, match="status 500"):
        tmdb.details("movie", 1)
    with pytest.raises(UnavailableError, match="left alone"):
        tmdb.details("movie", 2)
    asked = len(httpserver.log)
    with pytest.raises(UnavailableError, match="left alone"):
        client(httpserver.url_for("/breaker"), cache, patience=patience).details("movie", 3)
    assert len(httpserver.log) == asked == 3
    time.sleep(0.6)
    httpserver.expect_request("/breaker/movie/4").respond_with_json({"id": 4, "title": "x"})
    assert tmdb.details("movie", 4).id == 4


def test_a_damaged_cache_entry_is_asked_again(httpserver: HTTPServer, cache: CacheManager) -> None:
    httpserver.expect_request("/3/search/movie").respond_with_json(PAGE)
    for _ in range(2):
        client(httpserver.url_for("/3"), cache).search("movie", "Sholay", None)
        (entry,) = (cache.folder / "tmdb").iterdir()
        entry.write_bytes(entry.read_bytes()[:-3])
    assert len(httpserver.log) == 2


@pytest.mark.parametrize("key", [KEY, TOKEN])
def test_the_key_is_in_no_log_and_no_error(
    httpserver: HTTPServer, cache: CacheManager, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    caplog.set_level(logging.DEBUG)
    httpserver.expect_request("/3/movie/7").respond_with_data("", 500)
    for url in (httpserver.url_for("/3"), "http://127.0.0.1:9"):
        with pytest.raises(UnavailableError) as caught:
            client(url, cache, key).details("movie", 7)
        assert "canary" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    # werkzeug is the test's own server.
    ours = [record for record in caplog.records if record.name != "werkzeug"]
    assert ours
    assert not any("canary" in record.getMessage() for record in ours)
