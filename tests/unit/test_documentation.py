"""The documents at the root and in docs/: links lead somewhere, commands and options exist."""

import re
from pathlib import Path

import pytest

from shared.paths import PROJECT_ROOT
from shared.script_loader import load_script
from shared.settings import NAMES
from tools import check_compliance

DOCUMENTS = sorted([*PROJECT_ROOT.glob("*.md"), *(PROJECT_ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_COMMAND = re.compile(
    r"(?:\./|\b)((?:tools|tests|scripts)/[\w-]+\.(?:sh|py)|[a-z-]+\.(?:sh|ps1))\b"
)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_ASSIGNMENT = re.compile(r"--set ([A-Z_]+)=")
_OWN = ("bootstrap", "prepare-job", "run-pipeline", "run-tests", "validate-compliance")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT_ROOT).as_posix()


def known_options() -> set[str]:
    parsers = [load_script(name).build_parser() for name in _OWN]
    parsers.append(check_compliance.build_parser())
    known = {option for parser in parsers for option in parser._option_string_actions}
    for tool in ("tools/setup_test_media.py", "tools/generate.py", "tests/validate-quality.py"):
        known |= set(_OPTION.findall(text_of(PROJECT_ROOT / tool)))
    return known


def test_the_documents_are_there() -> None:
    names = {name_of(path) for path in DOCUMENTS}
    assert {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= names


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    links = [link for link in _LINK.findall(text_of(path)) if not link.startswith("http")]
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_commands_are_there(path: Path) -> None:
    commands = set(_COMMAND.findall(text_of(path)))
    homes = [PROJECT_ROOT, PROJECT_ROOT / "scripts", PROJECT_ROOT / "tools"]
    places = {name: [home / name for home in homes] for name in commands}
    invented = {"NN_name.py", "scripts/NN_name.py"}
    missing = {name for name, found in places.items() if not any(p.is_file() for p in found)}
    assert missing - invented == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_options_and_parameters_are_known(path: Path) -> None:
    assert set(_OPTION.findall(text_of(path))) - known_options() == set()
    assert set(_ASSIGNMENT.findall(text_of(path))) - {"NAME"} <= set(NAMES)


def test_every_decision_is_in_the_list() -> None:
    folder = PROJECT_ROOT / "docs" / "adr"
    listed = set(_LINK.findall(text_of(folder / "README.md")))
    assert listed == {path.name for path in folder.glob("0*.md")}
