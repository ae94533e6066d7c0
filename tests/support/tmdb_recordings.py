"""Serves recorded answers of TMDB, by the path and the parameters they were recorded with."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

PREFIX = "/3"
Key = tuple[str, str, str]
CREDITS = {
    "cast": [
        {"name": "Actor One", "character": "Jai Singh Rathore (uncredited)", "gender": 2},
        {"name": "Actor Two", "character": 'Aditi "Meow" Mahant / Young Aditi', "gender": 1},
        {"name": "Actor Three", "character": "Self - Host", "gender": 0},
        {"name": "Actor Four", "character": None, "gender": None},
    ],
    "crew": [
        {"name": "Somebody", "job": "Director"},
        {"name": "Somebody", "job": "Director"},
        {"name": "Somebody Else", "job": "Best Boy"},
    ],
}
# Written for the tests, in the form of the recorded ones: they hold no Hindi film.
JAANE_TU = {
    "id": 14467,
    "title": "Jaane Tu... Ya Jaane Na",
    "original_title": "जाने तू... या जाने ना",
    "original_language": "hi",
    "release_date": "2008-07-04",
    "popularity": 5.5,
    "overview": "Two friends.",
    "genres": [{"id": 35, "name": "Comedy"}, {"id": 10749, "name": "Romance"}],
}


def _key(path: str, query: dict[str, list[str]]) -> Key:
    title = query.get("query", [""])[0].casefold()
    return path, title, (query.get("year") or [""])[0]


def recorded(folder: Path) -> dict[Key, str]:
    """Reads the recordings; the first page of each."""
    answers: dict[Key, str] = {}
    for path in sorted(folder.glob("tmdb_*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
            url = urlsplit(item["request"]["uri"])
            query = parse_qs(url.query)
            if query.get("page", ["1"]) == ["1"]:
                body = item["response"]["body"]["string"]
                answers.setdefault(_key(url.path.removeprefix(PREFIX), query), body)
    return answers


def serve(server: HTTPServer, answers: dict[Key, str]) -> str:
    """Serves answers, adding credits to details, and returns the service's address."""

    def handler(request: Request) -> Response:
        query = {name: request.args.getlist(name) for name in request.args}
        body = answers.get(_key(request.path.removeprefix(PREFIX), query))
        if body is None:
            empty = {"page": 1, "results": [], "total_pages": 1, "total_results": 0}
            found = "/search/" in request.path
            return Response(json.dumps(empty if found else {}), 200 if found else 404)
        if "append_to_response" in query:
            body = json.dumps(json.loads(body) | {"credits": CREDITS})
        return Response(body, content_type="application/json;charset=utf-8")

    server.expect_request(re.compile(f"^{PREFIX}/.*")).respond_with_handler(handler)
    return server.url_for(PREFIX)


def own_film(film: dict[str, Any], year: str = "2008", query: str = "") -> dict[Key, str]:
    """Returns answers for one film that was written for a test."""
    title = (query or "jaane tu ya jaane na").casefold()
    page = json.dumps({"page": 1, "results": [film]})
    return {
        ("/search/movie", title, year): page,
        (f"/movie/{film['id']}", "", ""): json.dumps(film),
    }
