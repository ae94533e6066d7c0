"""The commands at the root: twins that parse, and what is said without a Python."""

import shutil
import subprocess
from pathlib import Path

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

from shared.paths import PROJECT_ROOT

FOLDERS = ("", "scripts", "tools")
SHELL = sorted(p for folder in FOLDERS for p in (PROJECT_ROOT / folder).glob("*.sh"))
POWERSHELL = sorted(p for folder in FOLDERS for p in (PROJECT_ROOT / folder).glob("*.ps1"))
HOOK = PROJECT_ROOT / "scripts" / "pre-commit"
ENTRY_POINTS = {"bootstrap", "prepare-job", "run-pipeline", "run-tests", "test-glossary-quickstart"}


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT_ROOT).as_posix()


def errors_in(node: Node) -> list[str]:
    """Returns where a parsed script is not PowerShell."""
    here = [f"line {node.start_point.row + 1}"] if node.is_error or node.is_missing else []
    return here + [error for child in node.children for error in errors_in(child)]


def parse_powershell(text: bytes) -> list[str]:
    parser = Parser(Language(tree_sitter_powershell.language()))
    return errors_in(parser.parse(text).root_node)


def test_the_entry_points_are_there() -> None:
    assert {path.stem for path in SHELL if path.parent == PROJECT_ROOT} == ENTRY_POINTS


def test_every_command_has_its_twin_and_none_is_a_batch_file() -> None:
    shell = {path.with_suffix("") for path in SHELL}
    powershell = {path.with_suffix("") for path in POWERSHELL}
    assert shell == powershell
    assert not [p for folder in FOLDERS for p in (PROJECT_ROOT / folder).glob("*.bat")]


@pytest.mark.parametrize("path", [*SHELL, HOOK], ids=name_of)
def test_shell_script_parses_and_can_be_executed(path: Path) -> None:
    done = subprocess.run(["sh", "-n", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert path.stat().st_mode & 0o100


@pytest.mark.parametrize("path", POWERSHELL, ids=name_of)
def test_powershell_script_parses(path: Path) -> None:
    assert parse_powershell(path.read_bytes()) == []


def test_the_powershell_parser_notices_mistakes() -> None:
    assert parse_powershell(b"if ($x { exit 1 }\n")
    assert parse_powershell(b'$x = "unfinished\n')


@pytest.mark.parametrize("name", sorted(ENTRY_POINTS))
def test_the_twins_hand_over_to_the_same_script(name: str) -> None:
    shell = (PROJECT_ROOT / f"{name}.sh").read_text(encoding="utf-8")
    powershell = (PROJECT_ROOT / f"{name}.ps1").read_text(encoding="utf-8")
    assert f'/scripts/launch.sh" {name} "$@"' in shell
    assert f'"scripts/launch.ps1") {name} @args' in powershell
    assert (PROJECT_ROOT / "scripts" / f"{name}.py").is_file()


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH without any Python, with the one program that the shell scripts themselves need."""
    dirname = shutil.which("dirname")
    assert dirname is not None
    (tmp_path / "dirname").symlink_to(dirname)
    return tmp_path


def run_bare(path: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", *command], env={"PATH": str(path)}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", sorted(ENTRY_POINTS))
def test_without_python_the_user_is_told_and_the_exit_code_is_3(name: str, bare_path: Path) -> None:
    done = run_bare(bare_path, PROJECT_ROOT / f"{name}.sh")
    assert done.returncode == 3
    assert done.stderr == (
        "Error: Python 3.11 or later was not found. Install it, or set PYTHON to its path.\n"
    )


def test_an_older_python_does_not_count(bare_path: Path) -> None:
    """A stand-in that answers as Python 3.10 would: the version check fails."""
    old = bare_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = run_bare(bare_path, PROJECT_ROOT / "scripts" / "launch.sh", "run-pipeline", "--help")
    assert done.returncode == 3
    assert "Python 3.11 or later was not found" in done.stderr
