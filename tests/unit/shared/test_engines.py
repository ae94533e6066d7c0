"""The table of engines: its rows are whole, and rows are found by role and name."""

from pathlib import Path

import pytest

from shared.config import load_config
from shared.engine_models import model_named
from shared.engines import ANY, ENGINES, ROLES, Engine, engines_for, get_engine
from shared.languages import LANGUAGES
from shared.settings import NAMES


def row(target: str = "pathlib:Path", languages: tuple[str, ...] = (ANY,)) -> Engine:
    return Engine("asr", "test", target, "common", "Made by a test", "MIT", languages=languages)


def test_no_role_has_two_engines_of_one_name() -> None:
    keys = [(engine.role, engine.name) for engine in ENGINES]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: f"{engine.role}-{engine.name}")
def test_every_row_is_whole(engine: Engine) -> None:
    assert engine.role in ROLES
    assert engine.target.startswith(f"cp_whisperx.{engine.role}.")
    assert engine.purpose
    assert engine.licence
    assert set(engine.devices) <= {"cpu", "cuda", "mps"}
    assert set(engine.languages) <= {ANY, *LANGUAGES}
    directions = ("INDIC_EN", "EN_INDIC", "INDIC_INDIC")
    settings = {engine.model.format(direction=direction) for direction in directions}
    assert settings <= {"", *NAMES}
    assert bool(engine.pairs) == (engine.role == "translation")
    assert engine.load().__name__ == engine.target.rpartition(":")[2]


@pytest.mark.parametrize("role", ROLES)
def test_auto_has_an_engine_of_each_role_for_every_language(role: str) -> None:
    anywhere = [engine for engine in ENGINES if "cpu" in engine.devices]
    rows = [engine for engine in anywhere if engine.role == role and engine.automatic]
    missing = [code for code in LANGUAGES if not any(engine.serves(code) for engine in rows)]
    assert missing == []


def test_an_engine_serves_its_languages_alone() -> None:
    assert row().serves("hi")
    english = row(languages=("en", "en-GB"))
    assert [english.serves(code) for code in ("en", "en-GB", "hi")] == [True, True, False]


def test_an_engine_without_cpu_runs_on_its_devices_alone() -> None:
    mlx, nllb = get_engine("asr", "mlx"), get_engine("translation", "nllb")
    assert [mlx.runs_on(device) for device in ("cpu", "cuda", "mps")] == [False, False, True]
    assert all(nllb.runs_on(device) for device in ("cpu", "cuda", "mps"))


def test_a_model_is_named_in_the_engines_own_format(tmp_path: Path) -> None:
    named = load_config(overrides={"WHISPERX_MODEL": "small"})
    mlx = get_engine("asr", "mlx")
    assert model_named(mlx, named) == "small-mlx"
    assert model_named(get_engine("asr", "faster_whisper"), named) == "small"
    assert model_named(get_engine("asr", "pocketsphinx"), named) == ""
    assert model_named(mlx, load_config(overrides={"WHISPERX_MODEL": "small-mlx"})) == "small-mlx"
    folder = load_config(overrides={"WHISPERX_MODEL": str(tmp_path)})
    assert model_named(mlx, folder) == str(tmp_path)


def test_engines_of_a_role_come_in_the_tables_order() -> None:
    names = [engine.name for engine in engines_for("alignment")]
    assert names == ["wav2vec2", "ctc", "pocketsphinx", "recogniser", "given"]


def test_the_same_name_in_two_roles_is_two_engines() -> None:
    recogniser, aligner = get_engine("asr", "pocketsphinx"), get_engine("alignment", "pocketsphinx")
    assert recogniser.target != aligner.target
    assert recogniser.role == "asr"


def test_an_unknown_engine_is_named_with_its_role() -> None:
    with pytest.raises(KeyError, match=r"no vad engine named 'ctc'"):
        get_engine("vad", "ctc")


def test_a_class_is_found_by_its_dotted_path() -> None:
    assert row().load() is Path
    with pytest.raises(ModuleNotFoundError):
        row("cp_whisperx.asr.nowhere:Nothing").load()
    with pytest.raises(AttributeError):
        row("pathlib:Nothing").load()
