import re
import time
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from shared.config import Config, load_config
from shared.errors import (
    EXIT_RESOURCE,
    InvalidInputError,
    ModelMissingError,
    ResourceUnavailableError,
)
from shared.model_checksums import RECORD_NAME
from shared.model_store import fetch, given_folder, locate
from shared.paths import PROJECT_ROOT
from tests.support.fake_hub import FakeHub, tag_of

REPO = "Systran/faster-whisper-tiny"
FILES = {
    "config.json": b"{}",
    "model.bin": bytes(range(256)) * 400,
    "tokenizer.json": b'{"model": {}}',
    "vocabulary.txt": b"a\nb\n",
    "README.md": b"not wanted",
}
WANTED = {"config.json", "model.bin", "tokenizer.json", "vocabulary.txt", RECORD_NAME}
NOBODY = "http://127.0.0.1:9"


def config_of(cache: Path, hub: str = NOBODY, **more: str) -> Config:
    return load_config(overrides={"CACHE_DIR": str(cache), "MODEL_HUB_URL": hub} | more)


@pytest.fixture
def hub(httpserver: HTTPServer) -> FakeHub:
    return FakeHub(httpserver, {REPO: FILES})


def put_by_hand(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_fetches_what_is_wanted_once(tmp_path: Path, hub: FakeHub) -> None:
    config = config_of(tmp_path, hub.url)
    shares: list[float] = []
    folder = locate("tiny", config, shares.append)
    assert folder == tmp_path / "models" / "whisper-tiny"
    assert names_in(folder) == WANTED
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"]
    assert shares[-1] == 1.0
    asked = len(hub.requests)
    assert locate("whisper-tiny", config) == folder
    assert fetch("tiny", config) == folder
    assert len(hub.requests) == asked


def test_interrupted_fetch_goes_on(tmp_path: Path, hub: FakeHub) -> None:
    config = config_of(tmp_path, hub.url)
    hub.break_off["model.bin"] = 60_000
    with pytest.raises(ModelMissingError, match=r"whisper-tiny.*could not be fetched"):
        locate("tiny", config)
    assert not (tmp_path / "models" / "whisper-tiny").exists()
    hub.break_off.clear()
    hub.ranges.clear()
    hub.down = False
    folder = locate("tiny", config)
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"]
    assert hub.ranges == ["bytes=60000-"]
    assert not (tmp_path / "models" / ".fetch-whisper-tiny").exists()


def test_repository_that_lacks_a_file(tmp_path: Path, hub: FakeHub) -> None:
    hub.repos[REPO] = {name: data for name, data in FILES.items() if name != "model.bin"}
    with pytest.raises(ModelMissingError, match=r"could not be fetched.*404"):
        locate("tiny", config_of(tmp_path, hub.url))


def test_file_that_arrives_damaged(tmp_path: Path, hub: FakeHub) -> None:
    hub.tags["model.bin"] = tag_of(b"something else")
    with pytest.raises(ModelMissingError, match=r"model\.bin arrived damaged"):
        locate("tiny", config_of(tmp_path, hub.url))
    hub.tags.clear()
    assert names_in(locate("tiny", config_of(tmp_path, hub.url))) == WANTED


def test_part_of_another_version_is_not_gone_on_with(tmp_path: Path, hub: FakeHub) -> None:
    staging = tmp_path / "models" / ".fetch-whisper-tiny"
    staging.mkdir(parents=True)
    (staging / f"model.bin.{tag_of(b'older')}").write_bytes(b"old")
    folder = locate("tiny", config_of(tmp_path, hub.url))
    assert names_in(folder) == WANTED
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"]


def test_unreachable_hub_is_told_exactly_and_fast(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(ModelMissingError) as caught:
        locate("nllb-200-distilled-600M", config_of(tmp_path))
    assert time.monotonic() - began < 15
    assert caught.value.exit_code == EXIT_RESOURCE
    text = str(caught.value)
    for part in ("nllb-200-distilled-600M", "JustFrederik/", "about 630 MB", "ConnectError",
                 "./bootstrap.sh --models nllb-200-distilled-600M", "model.bin",
                 "sentencepiece.bpe.model", str(tmp_path / "models")):  # fmt: skip
        assert part in text


def test_unknown_repository_of_a_mirror(tmp_path: Path, hub: FakeHub) -> None:
    with pytest.raises(ModelMissingError, match=r"whisper-small.*could not be fetched.*404"):
        locate("small", config_of(tmp_path, hub.url))


def test_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"'huge' is neither a folder.*whisper-large-v3"):
        locate("huge", config_of(tmp_path))


def test_folder_put_there_by_hand_gets_its_record(tmp_path: Path) -> None:
    folder = put_by_hand(tmp_path / "models" / "whisper-tiny")
    assert locate("tiny", config_of(tmp_path)) == folder
    assert (folder / RECORD_NAME).is_file()


def test_flipped_byte_is_found_and_named(tmp_path: Path) -> None:
    folder = put_by_hand(tmp_path / "models" / "whisper-tiny")
    config = config_of(tmp_path)
    locate("tiny", config)
    flip(folder / "model.bin")
    with pytest.raises(
        ResourceUnavailableError, match=r"model\.bin differs.*bootstrap\.sh --models whisper-tiny"
    ):
        locate("tiny", config)
    unverified = config_of(tmp_path, MODEL_VERIFY="false")
    assert locate("tiny", unverified) == folder


def test_fetch_replaces_a_damaged_model(tmp_path: Path, hub: FakeHub) -> None:
    config = config_of(tmp_path, hub.url)
    folder = fetch("tiny", config)
    flip(folder / "model.bin")
    assert fetch("tiny", config) == folder
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"]
    assert locate("tiny", config) == folder


def test_folder_of_the_users_own_is_not_written_to(tmp_path: Path) -> None:
    folder = put_by_hand(tmp_path / "mine")
    config = config_of(tmp_path / "cache")
    before = names_in(folder)
    assert locate(str(folder), config) == folder
    assert names_in(folder) == before
    flip(folder / "config.json")
    with pytest.raises(ResourceUnavailableError, match=re.escape("if you changed them yourself")):
        locate(str(folder), config)


def test_damaged_record(tmp_path: Path) -> None:
    folder = put_by_hand(tmp_path / "models" / "whisper-tiny")
    (folder / RECORD_NAME).write_text("{", encoding="utf-8")
    with pytest.raises(ResourceUnavailableError, match=r"checksum record .* is damaged"):
        locate("tiny", config_of(tmp_path))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def test_a_relative_folder_lies_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tiny").mkdir()
    monkeypatch.chdir(tmp_path)
    assert given_folder("tiny") == PROJECT_ROOT / "tiny"
    assert given_folder(str(tmp_path / "tiny")) == tmp_path / "tiny"
    with pytest.raises(ModelMissingError):
        locate("tiny", config_of(tmp_path / "cache"))


PIPELINE = "speaker-diarization-community-1"
PIPELINE_FILES = {
    "config.yaml": b"pipeline:",
    "embedding/pytorch_model.bin": b"voices",
    "plda/plda.npz": b"1",
    "plda/xvec_transform.npz": b"2",
    "segmentation/pytorch_model.bin": b"windows",
}


def test_a_gated_model_says_how_it_is_had(
    tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_a_test_that_is_refused")
    hub = FakeHub(httpserver, {f"pyannote/{PIPELINE}": PIPELINE_FILES}, gated=True)
    with pytest.raises(ModelMissingError) as caught:
        locate(PIPELINE, config_of(tmp_path, hub.url))
    hint = caught.value.hint
    assert f"https://huggingface.co/pyannote/{PIPELINE} and accept its conditions" in hint
    assert "token of the kind Read at https://huggingface.co/settings/tokens" in hint
    assert "HF_TOKEN is set" in hint
    assert "config/secrets.json" in hint
    assert "./bootstrap.sh --check" in hint
    assert "hf_of_a_test" not in str(caught.value)


def test_a_gated_model_without_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.model_store.get_secret", lambda _: "")
    with pytest.raises(ModelMissingError, match="HF_TOKEN is not set"):
        locate(PIPELINE, config_of(tmp_path))


def test_a_model_with_folders_arrives_whole(tmp_path: Path, httpserver: HTTPServer) -> None:
    hub = FakeHub(httpserver, {f"pyannote/{PIPELINE}": PIPELINE_FILES | {"README.md": b""}})
    config = config_of(tmp_path, hub.url)
    folder = locate(PIPELINE, config)
    for name, content in PIPELINE_FILES.items():
        assert (folder / name).read_bytes() == content
    assert not (folder / "README.md").exists()
    asked = len(hub.requests)
    assert locate(PIPELINE, config) == folder
    assert len(hub.requests) == asked
