"""Fetching models by name, from a hub on this machine."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from shared.config import load_config
from shared.environment_manager import EnvironmentManager
from shared.model_command import main, models_of_settings
from tests.support.fake_hub import FakeHub

REPO = "Systran/faster-whisper-tiny"
FILES = {
    "config.json": b"{}",
    "model.bin": bytes(range(256)) * 400,
    "tokenizer.json": b'{"model": {}}',
    "vocabulary.txt": b"a\nb\n",
}


@pytest.fixture
def hub(httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeHub:
    made = FakeHub(httpserver, {REPO: FILES})
    monkeypatch.setenv("MODEL_HUB_URL", made.url)
    monkeypatch.setenv("CACHE_DIR", str(tmp_path))
    return made


def test_a_named_model_is_fetched_and_told(
    hub: FakeHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tiny"]) == 0
    said = capsys.readouterr()
    assert (tmp_path / "models" / "whisper-tiny" / "model.bin").read_bytes() == FILES["model.bin"]
    assert said.out == f"tiny is in {tmp_path / 'models' / 'whisper-tiny'}\n"
    assert said.err.endswith(": 100 %\n")


def test_a_model_that_is_here_is_not_fetched_again(hub: FakeHub) -> None:
    assert main(["tiny"]) == 0
    asked = len(hub.requests)
    assert main(["whisper-tiny"]) == 0
    assert len(hub.requests) == asked


def test_one_that_fails_does_not_keep_the_others_back(
    hub: FakeHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["no-such-model", "base", "tiny"]) == 2
    said = capsys.readouterr()
    assert "'no-such-model' is neither a folder nor a model" in said.err
    assert "whisper-base" in said.err
    assert (tmp_path / "models" / "whisper-tiny").is_dir()


def test_an_unreachable_hub_is_three(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MODEL_HUB_URL", "http://127.0.0.1:9")
    assert main(["tiny"]) == 3
    assert "With a network: ./bootstrap.sh --models whisper-tiny" in capsys.readouterr().err


def test_the_model_of_an_optional_engine_counts_where_its_environment_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, name: name == "demucs")
    assert "htdemucs" in models_of_settings(load_config())


def test_without_names_the_settings_say_which(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, _name: False)
    config = load_config(overrides={"WHISPERX_MODEL": "small", "NLLB_MODEL": str(tmp_path)})
    assert models_of_settings(config) == ["small", "align-hi"]
    usual = ["large-v3", "align-hi", "nllb-200-distilled-600M"]
    assert models_of_settings(load_config()) == usual
    monkeypatch.setenv("ALIGNMENT_MODEL", "")
    monkeypatch.setenv("WHISPERX_MODEL", "tiny")
    monkeypatch.setenv("NLLB_MODEL", str(tmp_path))
    assert main([]) == 0
    assert (tmp_path / "models" / "whisper-tiny").is_dir()


def test_of_engines_that_share_a_setting_the_one_that_runs_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, _name: False)
    wanted = {"WHISPERX_MODEL": "small", "NLLB_MODEL": "nllb-200-3.3B"}
    for device, engine, model in (
        ("cpu", "auto", "small"),
        ("mps", "auto", "small-mlx"),
        ("mps", "faster_whisper", "small"),
        ("cuda", "whisperx", "small"),
    ):
        monkeypatch.setattr("shared.model_command.detect_device", lambda device=device: device)
        config = load_config(overrides=wanted | {"ASR_ENGINE": engine})
        assert models_of_settings(config) == [model, "align-hi", "nllb-200-3.3B"]
