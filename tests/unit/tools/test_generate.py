"""Tests of deriving files from the tables: a user's values stay, new defaults come in."""

from pathlib import Path

import pytest

from shared.config import FILE_NAME, parse_env_file
from shared.settings import PARAMETERS
from tools import generate


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project for the derived files."""
    monkeypatch.setattr(generate, "PROJECT_ROOT", tmp_path)
    monkeypatch.setattr(generate, "CONFIG_DIR", tmp_path / "config")
    monkeypatch.setattr(generate, "DOCS", tmp_path / "docs")
    (tmp_path / "config").mkdir()
    (tmp_path / "docs" / "schemas").mkdir(parents=True)
    assert generate.main(["--write"]) == 0
    return tmp_path


def change(root: Path, old: str, new: str) -> None:
    path = root / "config" / FILE_NAME
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def values(root: Path) -> dict[str, str]:
    return parse_env_file(root / "config" / FILE_NAME)


def test_every_parameter_is_in_the_file_and_on_the_page(root: Path) -> None:
    page = (root / "docs" / "CONFIGURATION.md").read_text(encoding="utf-8")
    assert set(values(root)) == {row.name for row in PARAMETERS}
    assert all(f"| `{row.name}` |" in page for row in PARAMETERS)


def test_a_changed_value_is_kept(root: Path) -> None:
    change(root, "\nVAD_THRESHOLD=0.5\n", "\nVAD_THRESHOLD=0.35\n")
    assert generate.main(["--write"]) == 0
    assert values(root)["VAD_THRESHOLD"] == "0.35"
    assert generate.main(["--check"]) == 0


def test_a_value_that_was_emptied_is_kept(root: Path) -> None:
    change(root, "\nTARGET_LANGUAGES=en\n", "\nTARGET_LANGUAGES=\n")
    assert generate.main(["--write"]) == 0
    assert values(root)["TARGET_LANGUAGES"] == ""


def test_a_new_default_replaces_one_that_nobody_changed(root: Path) -> None:
    change(root, "#   Default: 0.5\n", "#   Default: 0.4\n")
    change(root, "\nVAD_THRESHOLD=0.5\n", "\nVAD_THRESHOLD=0.4\n")
    assert generate.main(["--write"]) == 0
    assert values(root)["VAD_THRESHOLD"] == "0.5"


def test_a_new_default_leaves_a_changed_value(root: Path) -> None:
    change(root, "#   Default: 0.5\n", "#   Default: 0.4\n")
    change(root, "\nVAD_THRESHOLD=0.5\n", "\nVAD_THRESHOLD=0.35\n")
    assert generate.main(["--write"]) == 0
    assert values(root)["VAD_THRESHOLD"] == "0.35"


def test_a_parameter_that_is_gone_leaves_the_file(root: Path) -> None:
    change(root, "\nVAD_THRESHOLD=0.5\n", "\nVAD_THRESHOLD=0.5\n\nNO_LONGER_THERE=1\n")
    assert generate.main(["--write"]) == 0
    assert "NO_LONGER_THERE" not in values(root)


@pytest.mark.parametrize(
    "name", ["config/.env.pipeline", "docs/STAGES.md", "docs/schemas/segments.schema.json"]
)
def test_check_names_what_is_stale_and_changes_nothing(
    root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / name
    stale = path.read_text(encoding="utf-8") + "\n# changed by hand\n"
    path.write_text(stale, encoding="utf-8")
    assert generate.main(["--check"]) == 1
    assert f"out of date: {name}" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == stale


def test_check_misses_no_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "docs" / "ENGINES.md").unlink()
    assert generate.main(["--check"]) == 1
    assert "out of date: docs/ENGINES.md" in capsys.readouterr().out


def test_bars_in_cells_do_not_break_the_table(root: Path) -> None:
    lines = (root / "docs" / "CONFIGURATION.md").read_text(encoding="utf-8").splitlines()
    rows = [line.replace("\\|", "") for line in lines if line.startswith("| `")]
    assert {row.count("|") for row in rows} == {7}
