"""One repository's files come from the hub whole, go on where they stopped, and are compared."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from shared import secrets
from shared.config import Config, load_config
from shared.model_catalog import ModelSource
from shared.model_hub import fetch_source
from tests.support.fake_hub import COMMIT, FakeHub, tag_of

REPO = "owner/tiny"
SOURCE = ModelSource(repo=REPO, files=("config.json", "model.bin"))
FILES = {"config.json": b"{}", "model.bin": bytes(range(256)) * 40, "README.md": b"not wanted"}


@pytest.fixture
def hub(httpserver: HTTPServer) -> FakeHub:
    return FakeHub(httpserver, {REPO: FILES})


@pytest.fixture(autouse=True)
def no_token_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(secrets, "SECRETS_FILE", tmp_path / "none.json")
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
    monkeypatch.delenv("HF_TOKEN", raising=False)


def config_of(hub: FakeHub) -> Config:
    return load_config(overrides={"MODEL_HUB_URL": f"{hub.url}/"})


def test_the_wanted_files_come_with_their_names(tmp_path: Path, hub: FakeHub) -> None:
    arrived = fetch_source(SOURCE, tmp_path, config_of(hub))
    assert [name for _, name in arrived] == ["config.json", "model.bin"]
    assert [part.read_bytes() for part, _ in arrived] == [FILES["config.json"], FILES["model.bin"]]
    assert not any("README" in request for request in hub.requests)


def test_files_are_of_the_one_commit_that_the_revision_names(tmp_path: Path, hub: FakeHub) -> None:
    source = ModelSource(repo=REPO, revision="v2", files=("config.json",))
    fetch_source(source, tmp_path, config_of(hub))
    assert f"GET /api/models/{REPO}/revision/v2" in hub.requests
    assert f"GET /{REPO}/resolve/{COMMIT}/config.json" in hub.requests


def test_a_part_goes_on_at_its_byte(tmp_path: Path, hub: FakeHub) -> None:
    data = FILES["model.bin"]
    (tmp_path / f"model.bin.{tag_of(data)}").write_bytes(data[:1000])
    arrived = {name: part for part, name in fetch_source(SOURCE, tmp_path, config_of(hub))}
    assert hub.ranges == ["bytes=1000-"]
    assert arrived["model.bin"].read_bytes() == data


def test_a_file_that_differs_from_its_tag_is_removed(tmp_path: Path, hub: FakeHub) -> None:
    wrong = tag_of(b"another file")
    hub.tags["model.bin"] = wrong
    with pytest.raises(OSError, match=r"model\.bin arrived damaged"):
        fetch_source(SOURCE, tmp_path, config_of(hub))
    assert not (tmp_path / f"model.bin.{wrong}").exists()


def test_a_tag_that_is_no_checksum_is_not_compared(tmp_path: Path, hub: FakeHub) -> None:
    hub.tags["config.json"] = "0123abcd"
    arrived = fetch_source(SOURCE, tmp_path, config_of(hub))
    assert arrived[0][0] == tmp_path / "config.json.0123abcd"


@pytest.mark.parametrize("source", [ModelSource(repo="owner/other", files=("a",)),
                                    ModelSource(repo=REPO, files=("missing.bin",))])  # fmt: skip
def test_what_the_hub_lacks_is_an_error(tmp_path: Path, hub: FakeHub, source: ModelSource) -> None:
    with pytest.raises(OSError, match="404"):
        fetch_source(source, tmp_path, config_of(hub))


@pytest.mark.parametrize("token", ["", "hf_canary0123456789"])
def test_a_token_is_sent_where_there_is_one(
    tmp_path: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("HF_TOKEN", token)
    fetch_source(SOURCE, tmp_path, config_of(hub))
    sent = {request.headers.get("Authorization") for request, _ in hub.server.log}
    assert sent == ({f"Bearer {token}"} if token else {None})
