"""Canaries in every place a secret comes from: none in any log, record, cache or command line."""

import contextlib
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import psutil
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.support.commands import run
from tests.support.project_copy import ProjectCopy

KEY_IN_FILE = "canary/of+the=file and more"
TOKEN_IN_ENVIRONMENT = "hf_canaryOfTheEnvironment42"
PASSWORD = "canary&password'99"
CANARIES = (KEY_IN_FILE, TOKEN_IN_ENVIRONMENT, PASSWORD)
VARIABLES = {"HF_TOKEN": TOKEN_IN_ENVIRONMENT, "MY_SERVICE_PASSWORD": PASSWORD}

TALKATIVE_ENGINE = '''
import logging, os, subprocess, sys

class FasterWhisper:
    """A fake that fails and tells all it knows, for tests of faults alone."""

    def __init__(self, config):
        pass

    def transcribe(self, request, report):
        password = os.environ["MY_SERVICE_PASSWORD"]
        logging.getLogger("library").warning("signing in with %s", password)
        sys.stderr.write(f"Authorization: Bearer {os.environ['HF_TOKEN']}\\\\n")
        raise RuntimeError(f"https://me:{password}@hub/?token={os.environ['HF_TOKEN']} failed")

    def close(self):
        pass
'''


@pytest.fixture
def project(tmp_path: Path) -> ProjectCopy:
    """The project with a canary in its file of secrets."""
    copy = ProjectCopy(tmp_path / "project")
    secrets = json.dumps({"TMDB_API_KEY": KEY_IN_FILE})
    (copy.root / "config" / "secrets.json").write_text(secrets, "utf-8")
    return copy


@pytest.fixture
def seen_by_service(httpserver: HTTPServer) -> list[str]:
    """What a service was sent; it answers by repeating the key in an error."""
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.append(request.url + str(request.headers))
        return Response(f"the key {KEY_IN_FILE} is wrong", status=401)

    httpserver.expect_request("/3/search/movie").respond_with_handler(answer)
    httpserver.expect_request("/3/search/multi").respond_with_handler(answer)
    return seen


class CommandLines:
    """Collects the command lines of a process and all below it while it runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.seen: set[str] = set()
        self._process = psutil.Process(process.pid)
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        # The command may end between two looks at it.
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in self._living():
                with contextlib.suppress(psutil.Error):
                    self.seen.add(" ".join(process.cmdline()))

    def _living(self) -> Iterator[psutil.Process]:
        while self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            yield from [self._process, *self._process.children(recursive=True)]
            threading.Event().wait(0.02)

    def join(self) -> str:
        self._thread.join()
        return "\n".join(self.seen)


def spellings() -> set[str]:
    return {
        spelling
        for canary in CANARIES
        for spelling in (
            canary, json.dumps(canary)[1:-1], repr(canary)[1:-1], quote(canary, safe=""),
            quote(canary), quote_plus(canary), quote_plus(canary, safe="/"),
        )
    }  # fmt: skip


def leaks(folder: Path) -> list[str]:
    """Files below a folder in which a canary stands, in any spelling."""
    wanted = [spelling.encode() for spelling in spellings()]
    files = (path for path in folder.rglob("*") if path.is_file())
    return [str(p) for p in files if any(spelling in p.read_bytes() for spelling in wanted)]


def run_watched(project: ProjectCopy, out: Path, *options: object) -> tuple[int, str]:
    """Runs a job; checks all that it said and showed, and returns exit code and output."""
    process = project.start("run-pipeline", *options, "--output-root", out, **VARIABLES)
    commands = CommandLines(process)
    said, _ = process.communicate(timeout=120)
    shown = said + commands.join()
    assert "shared.worker" in shown
    assert [spelling for spelling in spellings() if spelling in shown] == []
    assert leaks(out) == []
    return process.returncode, said


def test_a_whole_run_leaves_no_secret(
    project: ProjectCopy, seen_by_service: list[str], httpserver: HTTPServer, tmp_path: Path,
    short_options: list[str],
) -> None:  # fmt: skip
    address = httpserver.url_for("/3")
    cache = tmp_path / "out" / "cache"
    options = [
        "--title", "Some Film", "--log-level", "DEBUG",
        "--set", f"TMDB_BASE_URL={address}", "--set", f"CACHE_DIR={cache}",
    ]  # fmt: skip
    code, said = run_watched(project, tmp_path / "out", *short_options, *options)
    assert code == 0, said
    # The secret was really in use.
    assert any(spelling in request for request in seen_by_service for spelling in spellings())


def test_a_failing_run_leaves_no_secret(
    project: ProjectCopy, tmp_path: Path, short_options: list[str]
) -> None:
    engine = project.root / "cp_whisperx" / "asr" / "faster_whisper.py"
    engine.write_text(TALKATIVE_ENGINE, "utf-8")
    code, said = run_watched(project, tmp_path / "out", *short_options, "--debug")
    assert code == 1, said
    assert "Unexpected RuntimeError" in said
    assert "[secret]" in said


@pytest.mark.parametrize("name", ["MODEL_HUB_URL", "TMDB_BASE_URL"])
def test_an_address_with_a_password_is_refused_before_it_is_frozen(
    name: str, short_options: list[str], tmp_path: Path
) -> None:
    setting = f"{name}=https://me:canaryPassword@hub.example/x"
    done = run("prepare-job", *short_options, "--set", setting, "--output-root", tmp_path)
    assert done.returncode == 2
    assert "config/secrets.json" in done.stderr
    assert "canaryPassword" not in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []
