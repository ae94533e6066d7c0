"""Rendering parameters as a file, and reading that file back."""

from pathlib import Path

import pytest

from shared.config import build_config, load_config, parse_env_file
from shared.env_file import allowed_values, default_text, render_env, value_text
from shared.settings import NAMES, PARAMETERS, Parameter, Settings


def test_the_rendered_defaults_read_back_as_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(render_env({}), encoding="utf-8")
    values = parse_env_file(path)
    assert set(values) == set(NAMES)
    assert build_config([("x", values)]).model_dump() == Settings().model_dump()


def test_given_values_are_kept(tmp_path: Path) -> None:
    text = render_env({"WHISPERX_MODEL": "tiny"})
    assert "\nWHISPERX_MODEL=tiny\n" in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "true"), (("a", "b"), "a,b"), (Path("x"), "x"), (0.5, "0.5")],
)
def test_values_as_text(value: object, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_every_parameter_is_documented(parameter: Parameter) -> None:
    assert parameter.purpose
    assert parameter.impact
    assert allowed_values(parameter)
    block = render_env({}).split(f"# {parameter.name}: ")[1]
    assert block.startswith(parameter.purpose)


def test_ranges_are_said() -> None:
    assert allowed_values(NAMES["VAD_THRESHOLD"]) == "a number above 0 below 1"
    assert allowed_values(NAMES["MUX_CONTAINER"]) == "mkv | mp4 | webm"
    assert allowed_values(NAMES["DEBUG"]) == "true | false"
    assert default_text(NAMES["TARGET_LANGUAGES"]) == "en"
    assert load_config().debug is False


@pytest.mark.parametrize("title", ['"Heroes"', "the 'end'", '"', "'tis", '5" reel', " edge "])
def test_quotes_and_blanks_at_the_ends_survive_the_file(title: str, tmp_path: Path) -> None:
    path = tmp_path / ".env.pipeline"
    path.write_text(render_env({"CACHE_DIR": title}), encoding="utf-8")
    assert parse_env_file(path)["CACHE_DIR"] == title
