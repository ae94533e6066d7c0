"""The configuration: layers, validation of the whole, suggestions."""

from pathlib import Path

import pytest

from shared.config import build_config, load_config, parse_env_file
from shared.errors import EXIT_INVALID, ConfigurationError


def test_defaults_have_attribute_and_name_access() -> None:
    config = load_config()
    assert config.whisper_model == config.get("WHISPERX_MODEL") == "large-v3"
    assert config.batch_size == config.whisperx_batch_size
    assert config.get("NO_SUCH_PARAMETER", "fallback") == "fallback"


def test_later_layers_win() -> None:
    layers = [("a", {"LOG_LEVEL": "DEBUG"}), ("b", {"LOG_LEVEL": "ERROR"})]
    assert build_config(layers).log_level == "ERROR"


def test_precedence_of_files_environment_and_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env.pipeline").write_text("VAD_THRESHOLD=0.1\nLOG_LEVEL=DEBUG\n")
    (tmp_path / ".job-20260101-me-0001.env").write_text("VAD_THRESHOLD=0.2\nNUM_THREADS=3\n")
    monkeypatch.setenv("NUM_THREADS", "4")
    config = load_config(tmp_path)
    assert (config.log_level, config.vad_threshold, config.num_threads) == ("DEBUG", 0.2, 4)
    assert load_config(tmp_path, {"NUM_THREADS": "5"}).num_threads == 5


def test_all_problems_are_reported_at_once_with_a_suggestion() -> None:
    with pytest.raises(ConfigurationError) as raised:
        build_config([("file", {"WHISPERX_MODLE": "tiny", "VAD_THRESHOLD": "7", "DEBUG": "maybe"})])
    text = str(raised.value)
    assert "did you mean WHISPERX_MODEL?" in text
    assert "VAD_THRESHOLD" in text
    assert "DEBUG" in text
    assert raised.value.exit_code == EXIT_INVALID


def test_lists_paths_and_blanks_are_parsed() -> None:
    config = build_config(
        [("x", {"TARGET_LANGUAGES": "en, gu", "CACHE_DIR": "~/c", "START_TIME": ""})]
    )
    assert config.target_languages == ("en", "gu")
    assert config.cache_dir == Path("~/c").expanduser()
    assert config.start_time is None


def test_a_line_without_equals_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.env"
    path.write_text("# comment\n\nLOG_LEVEL DEBUG\n")
    with pytest.raises(ConfigurationError, match=r"x\.env:3"):
        parse_env_file(path)


def test_a_nul_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.env"
    path.write_text("OUTPUT_ROOT=a\0b\n")
    with pytest.raises(ConfigurationError, match=r"x\.env:1"):
        parse_env_file(path)


@pytest.mark.parametrize(
    "address", ["https://me:hush@hub.example/x", "https://hub.example/?token=hushhush"]
)
def test_an_address_with_a_password_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(ConfigurationError, match=r"config/secrets\.json") as error:
        build_config([("file", {"MODEL_HUB_URL": address})])
    assert "hush" not in str(error.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.env"
    path.write_bytes(b"\xff\xfe\x00L")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        parse_env_file(path)


def test_for_stage_holds_just_what_changes_its_output() -> None:
    values = load_config().for_stage("mux")
    assert "mux_container" in values
    assert "whisperx_model" not in values
    assert "log_level" not in values
