"""Engines in processes of their own: calls, errors, and what happens when such a process dies."""

import sys
from pathlib import Path

import pytest

from shared import engine_host
from shared.config import Config
from shared.engine_host import RemoteEngine, error_from_json, error_to_json, open_engine
from shared.environment_manager import EnvironmentManager
from shared.errors import DependencyFailedError, InvalidInputError, ModelMissingError
from shared.stage_utils import StageIO
from tests.support.fake_engines import use_fake
from tests.support.jobs import make_job


@pytest.fixture(autouse=True)
def this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """The far side runs on this very Python, as an environment of its own would."""
    monkeypatch.setattr(EnvironmentManager, "ensure", lambda _self, _name: Path(sys.executable))


def test_calls_go_there_and_come_back(tmp_path: Path) -> None:
    engine = RemoteEngine("translation", "copy", make_job(tmp_path))
    assert engine.translate(["नमस्ते", ""], "hi", "hi") == ["नमस्ते", ""]
    assert engine.translate(["एक"], "hi", "hi") == ["एक"]
    engine.close()


def test_an_error_of_the_engine_is_the_same_error_here(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, nllb_model=str(tmp_path / "nowhere"))
    with pytest.raises((ModelMissingError, InvalidInputError), match="nowhere"):
        RemoteEngine("translation", "nllb", job_dir)


def test_a_dead_process_is_told(tmp_path: Path) -> None:
    engine = RemoteEngine("translation", "copy", make_job(tmp_path))
    engine._process.kill()
    with pytest.raises(DependencyFailedError, match="ended unexpectedly"):
        engine.translate(["x"], "hi", "hi")
    engine.close()


def test_opening_in_this_environment_and_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    io = StageIO("translation", make_job(tmp_path))
    with open_engine("translation", "copy", io) as engine:
        assert not isinstance(engine, RemoteEngine)
    monkeypatch.setattr(engine_host, "current_environment", lambda: "whisperx")
    with open_engine("translation", "copy", io) as engine:
        assert isinstance(engine, RemoteEngine)
        assert engine.translate(["a"], "en", "en") == ["a"]
    assert "copy" in io.manifest.engine


def test_errors_survive_the_journey() -> None:
    made = error_from_json(error_to_json(ModelMissingError("gone", "fetch it")))
    assert isinstance(made, ModelMissingError)
    assert (made.message, made.hint, made.exit_code) == ("gone", "fetch it", 3)


def test_an_engines_own_class_of_error_keeps_its_exit_code() -> None:
    class EnginesOwnError(ModelMissingError):
        """Known to one engine alone."""

    made = error_from_json(error_to_json(EnginesOwnError("gone")))
    assert type(made) is ModelMissingError
    assert made.exit_code == 3


def test_a_broken_environment_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(_config: Config) -> None:
        raise ModuleNotFoundError("No module named 'whisperx'")

    use_fake(monkeypatch, lacking)
    io = StageIO("asr", make_job(tmp_path))
    with pytest.raises(DependencyFailedError) as caught, open_engine("asr", "any", io):
        pass
    assert "environment common is not whole: No module named 'whisperx'" in caught.value.message
    assert "./bootstrap.sh --envs common --rebuild" in caught.value.hint
