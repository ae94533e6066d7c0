"""Parameters that nothing reads or documents are found, and so are stale derived files."""

from pathlib import Path

import pytest

from shared.engines import get_engine
from shared.settings import NAMES
from tests.support.compliance import plant
from tools.compliance.parameter_rules import check_derived, check_documented, check_used
from tools.compliance.project import Check, Project

TABLE = "class SpeechSettings:\n    vad_threshold: float = 0.5\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one parameter, which is documented and not read."""
    plant(tmp_path, "shared/settings/speech.py", TABLE)
    plant(tmp_path, "config/.env.pipeline", "# About it\nVAD_THRESHOLD=0.5\n")
    plant(tmp_path, "docs/CONFIGURATION.md", "| `VAD_THRESHOLD` | a number |\n")
    return Project(root=tmp_path, engines=(), parameters=(NAMES["VAD_THRESHOLD"],))


def problems(checks: list[Check]) -> list[str]:
    return [str(violation) for check in checks for violation in check.violations]


UNREAD = ["shared/settings/speech.py:2: VAD_THRESHOLD is read nowhere"]


@pytest.mark.parametrize(
    "code",
    [
        "io.config.vad_threshold",
        "self._config.vad_threshold",
        "settings.vad_threshold",
        "config.get('VAD_THRESHOLD')",
        "getattr(config, {'x': 'vad_threshold'}['x'])",
    ],
)
def test_a_parameter_that_is_read(project: Project, code: str) -> None:
    plant(project.root, "cp_whisperx/vad/silero.py", code)
    assert problems(list(check_used(project))) == []


@pytest.mark.parametrize(
    "code",
    [
        "",
        "engine.vad_threshold",
        "given['VAD_THRESHOLD'] = '0.5'",
        "'''Reads vad_threshold.'''",
        "given.get('VAD_THRESHOLD')",
    ],
)
def test_a_parameter_that_is_not_read(project: Project, code: str) -> None:
    plant(project.root, "cp_whisperx/vad/silero.py", code)
    assert problems(list(check_used(project))) == UNREAD


def test_reading_it_in_tests_does_not_count(project: Project) -> None:
    plant(project.root, "tests/unit/test_x.py", "config.vad_threshold")
    plant(project.root, "tools/x.py", "config.vad_threshold")
    assert problems(list(check_used(project))) == UNREAD


def test_common_words_do_not_count_as_names(project: Project) -> None:
    plant(project.root, "shared/logger.py", "logger.debug('device')\nlevel = 'debug'")
    rows = (NAMES["DEBUG"], NAMES["DEVICE"])
    checks = list(check_used(Project(root=project.root, engines=(), parameters=rows)))
    assert [check.passed for check in checks] == [False, False]


def test_an_engine_row_reads_its_model(project: Project) -> None:
    engines = (get_engine("asr", "faster_whisper"),)
    rows = (NAMES["WHISPERX_MODEL"],)
    checks = list(check_used(Project(root=project.root, engines=engines, parameters=rows)))
    assert problems(checks) == []


def test_a_second_name_counts_where_it_is_read(project: Project) -> None:
    alias = "class Config:\n    def threshold(self):\n        return self.vad_threshold\n"
    plant(project.root, "shared/config.py", alias)
    assert problems(list(check_used(project))) == UNREAD
    plant(project.root, "cp_whisperx/vad/silero.py", "config.threshold")
    again = Project(root=project.root, engines=(), parameters=project.parameters)
    assert problems(list(check_used(again))) == []


@pytest.mark.parametrize("name", ["config/.env.pipeline", "docs/CONFIGURATION.md"])
def test_a_parameter_that_is_not_documented(project: Project, name: str) -> None:
    assert problems(list(check_documented(project))) == []
    plant(project.root, name, "OTHER_VAD_THRESHOLD=0.5\n")
    assert problems(list(check_documented(project))) == [
        f"shared/settings/speech.py:2: VAD_THRESHOLD is not in {name}"
    ]


def test_a_derived_file_that_is_stale(tmp_path: Path) -> None:
    page = plant(tmp_path, "docs/STAGES.md", "as it should be")
    project = Project(root=tmp_path, derived=lambda: {page: "as it should be"})
    assert problems(list(check_derived(project))) == []
    page.write_text("changed by hand", encoding="utf-8")
    assert "docs/STAGES.md: is out of date" in problems(list(check_derived(project)))[0]
