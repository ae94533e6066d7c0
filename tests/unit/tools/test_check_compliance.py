"""The command: every rule runs, the score is the share that passes, reports are complete."""

from pathlib import Path

import pytest

from shared.stage_order import STAGE_ORDER
from tests.support.compliance import plant
from tools import check_compliance
from tools.compliance.checks import PURPOSES, check_project, score_of
from tools.compliance.project import Check, Project
from tools.compliance.report import as_html, as_text, score_text
from tools.compliance.sources import Violation
from tools.generate import derived_files

BROKEN = Check("output", "shared/x.py", (Violation("shared/x.py", 3, "calls <print>"),))
WHOLE = Check("output", "shared/y.py")


@pytest.fixture(scope="module")
def everything() -> list[Check]:
    """All checks of this project."""
    return check_project(Project(derived=derived_files))


def test_every_rule_looks_at_this_project(everything: list[Check]) -> None:
    assert {check.rule for check in everything} == set(PURPOSES)


@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_every_stage_has_checks_of_its_own(everything: list[Check], stage: str) -> None:
    rules = {check.rule for check in everything if stage in check.stages}
    assert {"stage scripts", "parameters documented"} <= rules


def test_one_stage_alone(tmp_path: Path) -> None:
    plant(tmp_path, "cp_whisperx/vad/silero.py", "print(1)\n")
    plant(tmp_path, "cp_whisperx/asr/whisper.py", "print(1)\n")
    plant(tmp_path, "shared/logger.py", "print(1)\n")
    checks = check_project(Project(root=tmp_path, engines=(), parameters=()), "pyannote_vad")
    places = {violation.path for check in checks for violation in check.violations}
    assert places == {"cp_whisperx/vad/silero.py", "scripts/05_pyannote_vad.py"}


def test_planted_violations_lower_the_score(tmp_path: Path) -> None:
    def violations() -> list[str]:
        checks = check_project(Project(root=tmp_path, stages=(), engines=(), parameters=()))
        return [str(v) for check in checks for v in check.violations]

    plant(tmp_path, "shared/table.py", '"""A table."""\n')
    assert violations() == []
    plant(tmp_path, "shared/noisy.py", '"""Prints."""\n\nprint(1)\n')
    plant(tmp_path, "shared/broken.py", "def f(:\n")
    plant(tmp_path, "shared/zero.py", "x = '\0'\n")
    found = "\n".join(violations())
    assert len(violations()) == 3
    assert "shared/noisy.py:3: calls print" in found
    assert "shared/broken.py:1: is no valid Python" in found
    assert "shared/zero.py" in found


def test_score_is_the_share_that_passed_and_never_rounded_up() -> None:
    assert score_of([WHOLE, WHOLE, WHOLE, BROKEN]) == 75.0
    assert score_of([]) == 100.0
    assert score_text([WHOLE] * 9_999 + [BROKEN]) == "99.9 (9999 of 10000 checks)"


def test_text_names_each_rule_and_place() -> None:
    text = as_text([WHOLE, BROKEN])
    assert "output                      1      2" in text
    assert "  shared/x.py:3: calls <print>" in text
    assert text.endswith("Score: 50 (1 of 2 checks)")


def test_page_is_escaped_and_complete() -> None:
    page = as_html([WHOLE, BROKEN])
    assert "calls &lt;print&gt;" in page
    assert "<print>" not in page
    assert "http" not in page
    assert "Violations" not in as_html([WHOLE])


def run(monkeypatch: pytest.MonkeyPatch, checks: list[Check], *arguments: str) -> int:
    monkeypatch.setattr(check_compliance, "check_project", lambda *_: checks)
    return check_compliance.main(arguments)


def test_exit_code_follows_the_score(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, [WHOLE]) == 0
    assert run(monkeypatch, [WHOLE, BROKEN]) == 1
    assert run(monkeypatch, [WHOLE, BROKEN], "--min-score", "50") == 0
    assert run(monkeypatch, [WHOLE, BROKEN], "--min-score", "50.1") == 1


def test_report_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "report.html"
    assert run(monkeypatch, [WHOLE], "--output", str(page)) == 0
    assert page.read_text(encoding="utf-8") == as_html([WHOLE])
    plant(tmp_path, "file")
    assert run(monkeypatch, [WHOLE], "--output", str(tmp_path / "file" / "x.html")) == 3
    assert "The report cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--stage", "dance"], ["--min-score", "101"], ["--min-score", "x"]]
)
def test_wrong_arguments_exit_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        check_compliance.main(arguments)
    assert stopped.value.code == 2
