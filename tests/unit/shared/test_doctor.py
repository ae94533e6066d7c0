"""What `bootstrap --check` says of engines, models and the machine."""

from pathlib import Path

import pytest

from shared import doctor
from shared.config import load_config
from shared.engines import ENGINES, get_engine
from shared.environment_manager import EnvironmentManager
from shared.hardware_detection import detect_hardware


@pytest.fixture
def nothing(tmp_path: Path) -> EnvironmentManager:
    return EnvironmentManager(tmp_path)


@pytest.fixture
def everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> EnvironmentManager:
    manager = EnvironmentManager(tmp_path)
    monkeypatch.setattr(manager, "is_ready", lambda _name: True)
    return manager


def test_an_engine_lacks_its_environment_and_model(
    tmp_path: Path, nothing: EnvironmentManager, everything: EnvironmentManager
) -> None:
    whisper = get_engine("asr", "faster_whisper")
    config = load_config(overrides={"CACHE_DIR": str(tmp_path), "WHISPERX_MODEL": "small"})
    both = "lacks the environment whisperx and the model small"
    assert doctor.engine_state(whisper, config, nothing) == both
    assert doctor.engine_state(whisper, config, everything) == "lacks the model small"
    here = load_config(overrides={"WHISPERX_MODEL": str(tmp_path)})
    assert doctor.engine_state(whisper, here, everything) == "ready"


def test_an_engine_whose_model_must_be_given(everything: EnvironmentManager) -> None:
    config = load_config(overrides={"ALIGNMENT_MODEL": ""})
    ctc = get_engine("alignment", "ctc")
    assert doctor.engine_state(ctc, config, everything) == "lacks a folder in ALIGNMENT_MODEL"


def test_a_program_that_is_not_installed_is_not_ready(
    everything: EnvironmentManager, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    state = doctor.engine_state(get_engine("translation", "apertium"), load_config(), everything)
    assert state == "lacks its programs on this machine"


def test_everything_is_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cache = tmp_path / "hardware.json"
    monkeypatch.setattr(doctor, "detect_hardware", lambda **_: detect_hardware(cache, refresh=True))
    monkeypatch.setenv("TMDB_API_KEY", "0123456789abcdef")
    assert doctor.main() == 0
    text = capsys.readouterr().out
    assert all(engine.name in text for engine in ENGINES)
    assert f"{detect_hardware(cache).cores} cores" in text
    assert "TMDB_API_KEY: set\n" in text
    assert "0123456789abcdef" not in text


def test_a_wrong_configuration_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    assert doctor.main() == 2
    assert "LOG_LEVEL='LOUD'" in capsys.readouterr().err


def test_translators_lack_the_models_of_the_targets_or_their_endpoint(
    tmp_path: Path, everything: EnvironmentManager
) -> None:
    config = load_config(
        overrides={
            "CACHE_DIR": str(tmp_path), "SOURCE_LANGUAGE": "hi", "TARGET_LANGUAGES": "en,gu,es",
        }
    )  # fmt: skip
    indic = doctor.engine_state(get_engine("translation", "indictrans2"), config, everything)
    assert indic == (
        "lacks the model indictrans2-indic-en-dist-200M and "
        "the model indictrans2-indic-indic-dist-320M"
    )
    llm = get_engine("translation", "llm")
    assert doctor.engine_state(llm, config, everything) == "lacks an endpoint in LLM_BASE_URL"
    named = load_config(overrides={"LLM_BASE_URL": "http://localhost:1/v1"})
    assert doctor.engine_state(llm, named, everything) == "ready"
