"""The stage helps where it can and never fails the job."""

from functools import partial
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from cp_whisperx.metadata import client
from shared import secrets
from shared.artifacts import ENRICHMENT, Enrichment
from tests.support.jobs import load_stage, make_job, manifest_of
from tests.support.tmdb_recordings import JAANE_TU, own_film, serve

KEY = "canary0123456789abcdef"


@pytest.fixture(autouse=True)
def no_secrets_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(secrets, "SECRETS_FILE", tmp_path / "none.json")
    monkeypatch.setenv("TMDB_API_KEY", KEY)


def job(tmp_path: Path, url: str, title: str = "Jaane Tu Ya Jaane Na", **values: object) -> Path:
    fields = {"title": title, "year": 2008}
    cache = tmp_path / "cache"
    return make_job(
        tmp_path, None, None, fields, **{"tmdb_base_url": url, "cache_dir": cache, **values}
    )


def written(job_dir: Path) -> Enrichment:
    path = job_dir / "02_tmdb" / ENRICHMENT.file
    return Enrichment.model_validate_json(path.read_bytes())


def texts_of(job_dir: Path) -> str:
    files = (path for path in job_dir.rglob("*") if path.is_file())
    return "".join(path.read_text(encoding="utf-8") for path in files)


def test_a_film_is_found_and_the_key_is_nowhere(httpserver: HTTPServer, tmp_path: Path) -> None:
    job_dir = job(tmp_path, serve(httpserver, own_film(JAANE_TU)), log_level="DEBUG")
    assert load_stage("tmdb")(job_dir) == 0
    assert written(job_dir).tmdb_id == 14467
    manifest = manifest_of(job_dir, "tmdb")
    assert manifest.figures == {"found": True, "tmdb_id": 14467, "characters": 3}
    assert manifest.warnings == manifest.degraded == []
    assert "canary" not in texts_of(job_dir)
    assert httpserver.log[0][0].args["api_key"] == KEY


def test_settings_win_over_the_job(httpserver: HTTPServer, tmp_path: Path) -> None:
    url = serve(httpserver, own_film(JAANE_TU))
    job_dir = job(tmp_path, url, "Wrong", tmdb_title="Jaane Tu Ya Jaane Na", tmdb_year=2008)
    assert load_stage("tmdb")(job_dir) == 0
    assert written(job_dir).found


def test_a_second_run_asks_nobody(httpserver: HTTPServer, tmp_path: Path) -> None:
    job_dir = job(tmp_path, serve(httpserver, own_film(JAANE_TU)))
    assert load_stage("tmdb")(job_dir) == 0
    first = written(job_dir)
    asked = len(httpserver.log)
    assert load_stage("tmdb")(job_dir) == 0
    assert (written(job_dir), len(httpserver.log)) == (first, asked)


def test_without_a_key_it_is_skipped_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMDB_API_KEY")
    job_dir = job(tmp_path, "http://127.0.0.1:9")
    assert load_stage("tmdb")(job_dir) == 0
    manifest = manifest_of(job_dir, "tmdb")
    assert manifest.status == "skipped"
    assert manifest.warnings == manifest.errors == []
    log = (job_dir / "02_tmdb" / "stage.log").read_text(encoding="utf-8")
    (line,) = (row for row in log.splitlines() if "API key" in row)
    assert "config/secrets.example.json" in line


def test_switched_off_it_is_skipped(tmp_path: Path) -> None:
    job_dir = job(tmp_path, "http://127.0.0.1:9", tmdb_enabled="false")
    assert load_stage("tmdb")(job_dir) == 0
    assert manifest_of(job_dir, "tmdb").status == "skipped"


@pytest.mark.parametrize("status", [401, 500])
def test_a_failing_service_degrades_and_never_fails(
    httpserver: HTTPServer, tmp_path: Path, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "Patience", partial(client.Patience, first_wait=0.01))
    httpserver.expect_request(f"/{status}/search/movie").respond_with_data("", status)
    job_dir = job(tmp_path, httpserver.url_for(f"/{status}"))
    assert load_stage("tmdb")(job_dir) == 0
    manifest = manifest_of(job_dir, "tmdb")
    assert manifest.status == "success"
    assert str(status) in manifest.degraded[0]
    assert not written(job_dir).found
    assert "canary" not in texts_of(job_dir)


def test_an_unknown_film_is_a_warning(httpserver: HTTPServer, tmp_path: Path) -> None:
    job_dir = job(tmp_path, serve(httpserver, {}), "No Such Film")
    assert load_stage("tmdb")(job_dir) == 0
    assert "--title" in manifest_of(job_dir, "tmdb").warnings[0]
    assert not written(job_dir).found


@pytest.mark.parametrize(
    ("original", "source", "warns"),
    [
        ("hi", "hi", False),
        ("hi", "hi-Latn", False),
        ("ta", "hi", True),
        ("qq", "hi", True),
        ("ta", "auto", False),
    ],
)
def test_another_original_language_is_a_warning(
    httpserver: HTTPServer, tmp_path: Path, original: str, source: str, warns: bool
) -> None:
    url = serve(httpserver, own_film(JAANE_TU | {"original_language": original}))
    job_dir = job(tmp_path, url, source_language=source, workflow="transcribe")
    assert load_stage("tmdb")(job_dir) == 0
    warnings = manifest_of(job_dir, "tmdb").warnings
    assert len(warnings) == warns
    assert not warns or "--audio-track" in warnings[0]


def test_the_default_host_must_not_be_private(tmp_path: Path) -> None:
    job_dir = job(tmp_path, "http://api.themoviedb.org/3")
    assert load_stage("tmdb")(job_dir) == 0
    assert "without encryption" in manifest_of(job_dir, "tmdb").degraded[0]


def test_a_malformed_address_is_a_configuration_error(tmp_path: Path) -> None:
    job_dir = job(tmp_path, "ftp://somewhere")
    assert load_stage("tmdb")(job_dir) == 2
