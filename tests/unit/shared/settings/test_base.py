"""How values are read from files and the command line."""

from pathlib import Path

import pytest

from shared.config import load_config
from shared.errors import ConfigurationError
from shared.paths import PROJECT_ROOT


@pytest.mark.parametrize("text", ["warn", "Warning", "WARN", " warning "])
def test_a_log_level_in_any_spelling(text: str) -> None:
    assert load_config(overrides={"LOG_LEVEL": text}).log_level == "WARNING"


def test_a_log_level_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="LOG_LEVEL"):
        load_config(overrides={"LOG_LEVEL": "loud"})


def test_language_codes_in_any_case_and_each_once() -> None:
    config = load_config(
        overrides={"SOURCE_LANGUAGE": "HI", "TARGET_LANGUAGES": "EN, en,HI-latn,xx,"}
    )
    assert config.source_language == "hi"
    assert config.target_languages == ("en", "hi-Latn", "xx")


def test_relative_folders_lie_in_the_project_wherever_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config(overrides={"CACHE_DIR": "cache", "OUTPUT_ROOT": str(tmp_path / "x")})
    assert config.cache_dir == PROJECT_ROOT / "cache"
    assert config.output_root == tmp_path / "x"
    assert load_config().output_root == PROJECT_ROOT / "out"


def test_the_home_folder_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_config(overrides={"CACHE_DIR": "~/cache"}).cache_dir == tmp_path / "cache"


def test_empty_values_are_not_given() -> None:
    config = load_config(overrides={"START_TIME": " ", "ALIGNMENT_MODEL": "", "TMDB_YEAR": ""})
    assert (config.start_time, config.alignment_model, config.tmdb_year) == (None, None, None)
