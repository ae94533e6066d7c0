"""No secret gets into a log, a manifest, an error or the cache, in whatever spelling."""

import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from shared import secrets
from shared.artifacts import AUDIO_INFO, AudioInfo
from shared.config import build_config, load_config
from shared.errors import ConfigurationError, InvalidInputError
from shared.logger import LogFormat, PipelineLogger
from shared.paths import PROJECT_ROOT
from shared.secrets import MASK, get_secret, redact, redact_all
from shared.stage_runner import build_stage
from shared.stage_utils import StageIO
from tests.support.jobs import make_job, manifest_of

IN_FILE = "canary-file-0123456789"
IN_ENV = 'canary+env/"with\\signs&'
PEM = "-----BEGIN KEY-----\ncanaryMIIEvQIBADANBgkq\ncanarySecondLineOfKey\n-----END KEY-----"


@pytest.fixture(autouse=True)
def canaries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({"TMDB_API_KEY": IN_FILE, "EMPTY": ""}), encoding="utf-8")
    monkeypatch.setattr(secrets, "SECRETS_FILE", path)
    monkeypatch.delenv("TMDB_API_KEY", raising=False)
    monkeypatch.setenv("CANARY_TOKEN", IN_ENV)
    monkeypatch.setenv("SIGNING_KEY", PEM)
    return path


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert get_secret("tmdb_api_key") == IN_FILE
    assert get_secret("EMPTY") == get_secret("NONE") == ""
    monkeypatch.setenv("TMDB_API_KEY", " other \n")
    assert get_secret("TMDB_API_KEY") == "other"


def test_a_changed_file_is_read_again(canaries: Path) -> None:
    assert get_secret("HF_TOKEN") == ""
    canaries.write_text('\ufeff{"hf_token": "hf_canary_new_value"}', encoding="utf-8")
    assert get_secret("HF_TOKEN") == "hf_canary_new_value"
    assert "canary" not in redact("x hf_canary_new_value")


def test_a_secret_that_appears_later_is_masked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    redact("filled")
    monkeypatch.setenv("LATE_PASSWORD", "canary-late")
    assert redact("x canary-late") == f"x {MASK}"


@pytest.mark.parametrize(
    "content",
    [
        '{"TMDB_API_KEY": "canary',
        '["canary"]',
        '{"A": {"deep": "canary"}}',
        '{"A": 7}',
        "\x80canary",
    ],
)
def test_a_malformed_file_is_told_without_its_content(canaries: Path, content: str) -> None:
    canaries.write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigurationError) as caught:
        get_secret("TMDB_API_KEY")
    assert "secrets.json" in str(caught.value)
    assert "canary" not in str(caught.value)
    assert redact("logging goes on") == "logging goes on"


@pytest.mark.parametrize(
    "text",
    [
        IN_FILE,
        f"before {IN_FILE} after {IN_ENV}.",
        repr({"key": IN_ENV}),
        json.dumps([IN_ENV, PEM]),
        f"https://x/?q={quote_plus(IN_ENV)}&a=1",
        str(InvalidInputError(f"failed at {IN_ENV}")),
        PEM,
        PEM.splitlines()[1],
        "https://api/3/movie?api_key=canary-unknown&x=1",
        "https://x/?access_token=canary-unknown",
        "X-Amz-Signature=canary-unknown",
        "Authorization: Bearer canary-unknown.x_y",
        "{'authorization': 'Basic canaryunknown=='}",
        "Authorization: token canary-unknown",
        '{"password": "canary-unknown"}',
        "{'api_key': 'canary-unknown'}",
        "http://user:canary@host/x",
        "http://canary@host/x",
        "http://user:p@ss-canary@host/x",
        "ftp://canary:x@host",
    ],
)
def test_secrets_are_masked_in_every_spelling(text: str) -> None:
    assert "canary" not in redact(text)
    assert MASK in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://api.example.org/3/movie?query=Man+of+Steel&page=1",
        "mail me@example.org about http://example.org/a@b",
        "a basic configuration of tokens: 5, keys 7",
        "जय हो: 12 terms",
        "the bearer of news",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


def test_the_rest_of_an_address_stays_readable() -> None:
    text = redact("GET https://u:p@h.org/3/movie?api_key=canary&page=2")
    assert text == f"GET https://{MASK}@h.org/3/movie?api_key={MASK}&page=2"


def test_short_and_innocent_values_are_not_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORT_KEY", "abc")
    monkeypatch.setenv("KEYBOARD", "british")
    assert redact("abc british") == "abc british"


def test_redact_all_reaches_into_values() -> None:
    value = {"a": [IN_FILE, 1, None, (IN_FILE,)], IN_FILE: {"b": True}}
    assert redact_all(value) == {"a": [MASK, 1, None, [MASK]], MASK: {"b": True}}


def test_long_hostile_texts_take_no_time() -> None:
    start = time.monotonic()
    for piece in ("a-", "a", "://", "key", "a@", "Bearer ", "authorization "):
        redact(piece * 50_000)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("log_format", ["plain", "json"])
def test_logs_hold_no_secret(tmp_path: Path, log_format: LogFormat) -> None:
    path = tmp_path / "stage.log"
    logger = PipelineLogger("stage", "DEBUG", {path: logging.DEBUG}, log_format=log_format)
    logger.info(f'said api_key={IN_ENV}" and\n {PEM}')
    logger.debug("fields", extra={"url": f"http://u:{IN_FILE}@h/", "more": {"deep": [IN_ENV]}})
    with pytest.raises(InvalidInputError) as caught:
        raise InvalidInputError(IN_ENV) from ValueError(PEM)
    logger.error("failed", exc_info=caught.value)
    logger.close()
    text = path.read_text(encoding="utf-8")
    assert "canary" not in text
    assert "InvalidInputError" in text
    if log_format == "json":
        rows = [json.loads(line) for line in text.splitlines()]
        assert [row["level"] for row in rows] == ["INFO", "DEBUG", "ERROR"]


def leak_everywhere(io: StageIO) -> dict[str, str]:
    io.add_config("url", f"http://u:{IN_FILE}@h/")
    io.add_warning(f"tried {IN_ENV}")
    io.mark_degraded(f"gave up {quote_plus(IN_ENV)}")
    io.logger.debug(PEM)
    io.write(AUDIO_INFO, AudioInfo(sample_rate=1, channels=1, duration=1.0))
    if io.job.title == "fail":
        raise InvalidInputError(f"bad {IN_ENV}", f"look at {IN_FILE}") from OSError(PEM)
    return {"figure": IN_FILE}


@pytest.mark.parametrize(("title", "code"), [("", 0), ("fail", 2)])
@pytest.mark.parametrize("log_format", ["plain", "json"])
def test_a_stage_that_says_secrets_leaves_none_behind(
    tmp_path: Path, title: str, code: int, log_format: str
) -> None:
    job_dir = make_job(
        tmp_path, job_fields={"title": title}, log_level="DEBUG", log_format=log_format
    )
    assert build_stage("demux", leak_everywhere)(job_dir) == code
    files = [path for path in job_dir.rglob("*") if path.is_file()]
    assert len(files) >= 5
    for path in files:
        assert "canary" not in path.read_text(encoding="utf-8"), path
    assert MASK in manifest_of(job_dir, "demux").warnings[0]


def test_a_secret_in_a_configuration_file_is_not_repeated(tmp_path: Path) -> None:
    for line in ("TMDB_API_KEY: canary", "TMDB_API_KEY=canary"):
        (tmp_path / ".env.pipeline").write_text(line + "\n", encoding="utf-8")
        with pytest.raises(ConfigurationError) as caught:
            load_config(tmp_path)
        assert "canary" not in str(caught.value)
        assert ".env.pipeline" in str(caught.value)


def test_a_wrong_address_with_a_password_is_masked_where_it_is_shown() -> None:
    with pytest.raises(ConfigurationError) as caught:
        build_config([("job", {"TMDB_TIMEOUT_SECONDS": "http://user:canary@host"})])
    assert "canary" not in redact(str(caught.value))


def test_a_process_tells_no_secret_on_its_streams(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    with (job_dir / ".env.pipeline").open("a", encoding="utf-8") as stream:
        stream.write("NUM_THREADS=http://user:canary@host\n")
    script = PROJECT_ROOT / "scripts" / "03_glossary_load.py"
    done = subprocess.run(
        [sys.executable, str(script), "--job-dir", str(job_dir)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
    )
    assert done.returncode == 2
    assert "NUM_THREADS" in done.stderr
    assert "canary" not in done.stdout + done.stderr
