"""Tables, scripts, twins and tests that do not fit together are found."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from shared.engines import get_engine
from shared.stage_order import get_stage
from tests.support.compliance import plant
from tools.compliance.project import Check, Project
from tools.compliance.table_rules import (
    check_engines,
    check_stage_scripts,
    check_tests,
    check_twins,
    mirrored_test,
)

SCRIPT = '''"""pyannote_vad: find speech."""

from shared.stage_runner import build_stage

NAME = "pyannote_vad"


def find_speech(io):
    return {}


run_stage = build_stage(NAME, find_speech)
'''
ENGINE = "class SileroVad:\n    def detect(self): ...\n"
TEST = "class TestSileroVad(VadContract): ...\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of one stage and one engine that keeps every rule."""
    plant(tmp_path, "scripts/05_pyannote_vad.py", SCRIPT)
    plant(tmp_path, "tests/unit/scripts/test_05_pyannote_vad.py")
    plant(tmp_path, "cp_whisperx/vad/silero.py", ENGINE)
    plant(tmp_path, "tests/unit/vad/test_silero.py", TEST)
    for name in ("run.sh", "run.ps1"):
        plant(tmp_path, name)
    return Project(
        root=tmp_path,
        stages=(get_stage("pyannote_vad"),),
        engines=(get_engine("vad", "silero"),),
        parameters=(),
    )


def problems(checks: list[Check]) -> list[str]:
    return [str(violation) for check in checks for violation in check.violations]


def test_a_whole_project_passes(project: Project) -> None:
    for rule in (check_stage_scripts, check_engines, check_tests, check_twins):
        checks = list(rule(project))
        assert checks
        assert problems(checks) == []


def test_stage_without_script(project: Project) -> None:
    (project.root / "scripts/05_pyannote_vad.py").unlink()
    assert problems(list(check_stage_scripts(project))) == [
        "scripts/05_pyannote_vad.py: is missing, or is no valid Python"
    ]


def test_script_without_stage(project: Project) -> None:
    plant(project.root, "scripts/13_upload.py", SCRIPT)
    assert problems(list(check_stage_scripts(project))) == [
        "scripts/13_upload.py: has no row in shared/stage_order.py"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("build_stage(NAME, find_speech)", "find_speech", "does not say: run_stage"),
        ("build_stage(NAME,", "wrap(NAME,", "does not say: run_stage"),
        ('NAME = "pyannote_vad"', 'NAME = "asr"', "does not say: run_stage"),
        ("pyannote_vad: find", "Find", "no module docstring"),
    ],
)
def test_script_that_is_not_built_as_all_are(
    project: Project, old: str, new: str, said: str
) -> None:
    plant(project.root, "scripts/05_pyannote_vad.py", SCRIPT.replace(old, new))
    (only,) = problems(list(check_stage_scripts(project)))
    assert said in only


def test_engine_without_module(project: Project) -> None:
    (project.root / "cp_whisperx/vad/silero.py").unlink()
    assert "is missing" in problems(list(check_engines(project)))[0]


def test_engine_whose_class_has_another_name(project: Project) -> None:
    renamed = replace(project.engines[0], target="cp_whisperx.vad.silero:Silero")
    checks = list(check_engines(replace(project, engines=(renamed,))))
    assert problems(checks) == [
        "cp_whisperx/vad/silero.py: has no class Silero, which shared/engines.py names"
    ]


def test_engine_without_test(project: Project) -> None:
    (project.root / "tests/unit/vad/test_silero.py").unlink()
    assert "has no test tests/unit/vad/test_silero.py" in problems(list(check_engines(project)))[0]


def test_engine_that_is_not_held_to_its_contract(project: Project) -> None:
    plant(project.root, "tests/unit/vad/test_silero.py", "def test_x(): ...\n")
    assert "is not held to its role's contract" in problems(list(check_engines(project)))[0]


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("shared/logger.py", "tests/unit/shared/test_logger.py"),
        ("shared/settings/base.py", "tests/unit/shared/settings/test_base.py"),
        ("cp_whisperx/asr/whisper.py", "tests/unit/asr/test_whisper.py"),
        ("scripts/06_asr.py", "tests/unit/scripts/test_06_asr.py"),
    ],
)
def test_module_without_test(project: Project, path: str, test: str) -> None:
    plant(project.root, path, "def work(): ...\n")
    assert problems(list(check_tests(project))) == [f"{path}: has no test {test}"]
    plant(project.root, test)
    assert str(mirrored_test(PurePosixPath(path))) == test
    assert problems(list(check_tests(project))) == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("cp_whisperx/asr/base.py", "class Recogniser(Protocol):\n    def hear(self): ...\n"),
        ("shared/table.py", "ROWS = (1, 2)\n\n\nclass Row:\n    name: str\n"),
        ("shared/__init__.py", "def work(): ...\n"),
        ("scripts/bootstrap.py", "def main(): ...\n"),
        ("tools/generate.py", "def main(): ...\n"),
    ],
)
def test_what_needs_no_mirrored_test(project: Project, path: str, code: str) -> None:
    plant(project.root, path, code)
    assert problems(list(check_tests(project))) == []


@pytest.mark.parametrize("name", ["run.ps1", "run.sh"])
def test_entry_point_without_twin(project: Project, name: str) -> None:
    (project.root / name).unlink()
    assert problems(list(check_twins(project))) == [f"run: {name} is missing"]


def test_batch_file(project: Project) -> None:
    plant(project.root, "run.bat")
    assert problems(list(check_twins(project))) == ["run.bat: batch files are not kept"]
