"""Checking single and staged files before a commit."""

import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from shared.script_loader import load_script
from tests.support.compliance import plant

GOOD = '"""A module."""\n'
BAD = '"""A module."""\n\nprint(1)\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository in the place of the project."""
    monkeypatch.setattr(script(), "PROJECT_ROOT", tmp_path)
    git(tmp_path, "init", "-q")
    return tmp_path


def script() -> ModuleType:
    return load_script("validate-compliance")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def run(*arguments: str | Path) -> int:
    code: int = script().main([str(argument) for argument in arguments])
    return code


def test_good_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(plant(root, "shared/x.py", GOOD), "--strict") == 0
    assert capsys.readouterr().out == "1 files checked, 0 places break a rule.\n"


def test_strict_alone_fails_at_a_violation(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = plant(root, "shared/x.py", BAD)
    assert run(bad) == 0
    assert run(bad, "--strict") == 1
    assert capsys.readouterr().out.count("shared/x.py:3: calls print") == 2


def test_what_is_staged_counts_and_not_what_is_on_disk(root: Path) -> None:
    plant(root, "shared/x.py", BAD)
    git(root, "add", "shared/x.py")
    plant(root, "shared/x.py", GOOD)
    assert run("--staged", "--strict") == 1
    git(root, "add", "shared/x.py")
    plant(root, "shared/x.py", BAD)
    assert run("--staged", "--strict") == 0


def test_only_the_projects_python_files_are_checked(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("notes/x.py", "shared/x.txt", "shared/ünï cödé.py"):
        plant(root, name, BAD)
    git(root, "add", ".")
    assert run("--staged", "--strict") == 1
    said = capsys.readouterr().out
    assert "shared/ünï cödé.py:3" in said
    assert "1 files checked" in said


def test_a_removed_file_is_not_looked_for(root: Path) -> None:
    plant(root, "shared/x.py", BAD)
    git(root, "add", ".")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x", "--no-verify")
    git(root, "rm", "-q", "shared/x.py")
    assert run("--staged", "--strict") == 0


def test_files_that_cannot_be_checked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root / "shared" / "missing.py") == 2
    assert "There is no file" in capsys.readouterr().err
    assert run(Path(__file__)) == 2
    assert "outside the project" in capsys.readouterr().err


def test_git_that_cannot_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script(), "PROJECT_ROOT", tmp_path)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert run("--staged") == 4
    assert "git diff failed" in capsys.readouterr().err


def test_nothing_to_check_is_a_mistake() -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--strict")
    assert stopped.value.code == 2
