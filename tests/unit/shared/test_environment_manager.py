"""Environments: ready, built whole, rebuilt when broken. Builds need the package registry."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.environment_manager import (
    ENVIRONMENTS,
    MARKER,
    EnvironmentManager,
    _take_out,
    current_environment,
)
from shared.errors import ConfigurationError, DependencyFailedError


@pytest.fixture
def requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    (folder / "requirements-tiny.txt").write_text("# needs nothing\n")
    monkeypatch.setattr("shared.environment_manager.REQUIREMENTS_DIR", folder)
    return folder


@pytest.fixture
def manager(tmp_path: Path, requirements: Path) -> EnvironmentManager:
    return EnvironmentManager(tmp_path / "venv")


def test_the_eight_environments() -> None:
    assert list(ENVIRONMENTS) == [
        "common", "whisperx", "mlx", "pyannote", "demucs", "indictrans2", "nllb", "llm",
    ]  # fmt: skip


def test_this_python_is_none_of_them() -> None:
    assert current_environment() is None or current_environment() in ENVIRONMENTS


def test_an_environment_is_built_once_and_again_when_its_requirements_change(
    manager: EnvironmentManager, requirements: Path
) -> None:
    assert not manager.is_ready("tiny")
    python = manager.ensure("tiny")
    assert python.exists()
    assert manager.is_ready("tiny")
    assert manager.check("tiny") == ""
    assert [p.name for p in manager.path("tiny").parent.glob(".new-*")] == []
    (requirements / "requirements-tiny.txt").write_text("# changed\n")
    assert not manager.is_ready("tiny")


def test_a_half_made_environment_is_not_ready(manager: EnvironmentManager) -> None:
    folder = manager.path("tiny")
    folder.mkdir(parents=True)
    assert not manager.is_ready("tiny")
    (folder / MARKER).write_text(json.dumps({"requirements": "of another time"}))
    assert not manager.is_ready("tiny")
    (folder / MARKER).write_text("{half")
    assert not manager.is_ready("tiny")


def test_an_unknown_environment_lists_the_known(manager: EnvironmentManager) -> None:
    with pytest.raises(ConfigurationError, match="There are: tiny"):
        manager.ensure("huge")


def test_what_does_not_import_is_not_moved_in(
    manager: EnvironmentManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ENVIRONMENTS["llm"]
    broken = type(row)(name="tiny", purpose="", imports=("no_such_module",))
    monkeypatch.setitem(ENVIRONMENTS, "tiny", broken)
    with pytest.raises(DependencyFailedError, match="no_such_module"):
        manager.build("tiny")
    assert not manager.path("tiny").exists()
    assert list(manager.path("tiny").parent.glob(".new-*")) == []


def test_two_commands_at_once_build_it_once(manager: EnvironmentManager) -> None:
    said: list[str] = []
    managers = [EnvironmentManager(manager.path("x").parent, said.append) for _ in range(3)]
    with ThreadPoolExecutor(3) as executor:
        list(executor.map(lambda one: one.ensure("tiny"), managers))
    assert sum(text.startswith("Setting up") for text in said) == 1


def test_what_a_killed_build_left_is_removed(manager: EnvironmentManager) -> None:
    left = manager.path(".new-tiny-0123abcd")
    left.mkdir(parents=True)
    manager.ensure("tiny")
    assert not left.exists()


def test_a_machine_with_a_card_gets_its_own_requirements(
    manager: EnvironmentManager, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("cuda", "nodeps"):
        (requirements / f"requirements-tiny-{kind}.txt").write_text("")
    names = ["requirements-tiny.txt", "requirements-tiny-cuda.txt", "requirements-tiny-nodeps.txt"]
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert [path.name for path in manager.requirements("tiny")] == names
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert [path.name for path in manager.requirements("tiny")] == [names[0], names[2]]


def test_what_an_environment_must_not_have_is_taken_out(tmp_path: Path) -> None:
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    for name in ("torchaudio/lib/a.so", "torchaudio/lib/__init__.py", "torch/lib/b.so"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).touch()
    _take_out(tmp_path, ENVIRONMENTS["whisperx"].without)
    left = [path.relative_to(site).as_posix() for path in site.rglob("*.*")]
    assert sorted(left) == ["torch/lib/b.so", "torchaudio/lib/__init__.py"]
