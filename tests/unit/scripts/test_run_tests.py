"""The command that runs checks and tests; it does not run them on itself here."""

import sys
from pathlib import Path

import pytest

from shared.environment_manager import ENVIRONMENTS, EnvironmentManager
from shared.errors import DependencyFailedError
from shared.script_loader import load_script

RUN_TESTS = load_script("run-tests")
PYTHON = Path(sys.executable)
Said = pytest.CaptureFixture[str]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What pytest would have been called with."""
    made: list[list[str]] = []

    def call(command: list[str], **_options: object) -> int:
        made.append(command)
        return 0

    monkeypatch.setattr(RUN_TESTS, "set_up", lambda *_further: PYTHON)
    monkeypatch.setattr(RUN_TESTS.subprocess, "call", call)
    return made


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--quick"], ["tests/unit"]),
        (["tests/unit/media"], ["tests/unit/media"]),
        (["--", "-x", "tests/unit/shared"], ["-x", "tests/unit/shared"]),
    ],
)
def test_a_choice_of_tests_is_run_alone(
    arguments: list[str], wanted: list[str], calls: list[list[str]]
) -> None:
    assert RUN_TESTS.main(arguments) == 0
    assert calls == [[str(PYTHON), "-m", "pytest", *wanted]]


def test_heavy_engines_run_in_their_own_environments_and_then_together(
    monkeypatch: pytest.MonkeyPatch, calls: list[list[str]]
) -> None:
    added: list[tuple[str, ...]] = []
    monkeypatch.setattr(RUN_TESTS, "HEAVY", ("demucs",))
    monkeypatch.setattr(EnvironmentManager, "add", lambda _self, *what: added.append(what))
    assert RUN_TESTS.main(["--engines", "--", "-x"]) == 0
    assert added[0][0] == "demucs"
    assert added[0][1].startswith("pytest==")
    pythons = [EnvironmentManager().python(name) for name in ("demucs", "dev")]
    assert [call[0] for call in calls] == [str(python) for python in pythons]
    assert calls[0][1:] == ["-m", "pytest", "-m", "engines", "--environment", "demucs", "-x"]


def test_quality_is_measured_by_the_tool(calls: list[list[str]]) -> None:
    assert RUN_TESTS.main(["--quality", "songs"]) == 0
    assert calls == [[str(PYTHON), "-m", "tools.measure_quality", "songs"]]


def test_a_failing_check_fails_the_run_and_is_shown(
    monkeypatch: pytest.MonkeyPatch, calls: list[list[str]], capsys: Said
) -> None:
    failing = "print('the reason'); raise SystemExit(3)"
    commands = [
        ("good", [sys.executable, "-c", "print('quiet')"]),
        ("bad", [sys.executable, "-c", failing]),
    ]
    monkeypatch.setattr(RUN_TESTS, "checks", lambda _python: commands)
    monkeypatch.setattr(RUN_TESTS, "run_tests", lambda *_, **__: 0)
    assert RUN_TESTS.main([]) == 1
    said = capsys.readouterr().out
    assert "good               ok" in said
    assert "bad                FAILED" in said
    assert "the reason" in said
    assert "quiet" not in said


def test_failing_tests_fail_the_run(monkeypatch: pytest.MonkeyPatch, calls: list[object]) -> None:
    monkeypatch.setattr(RUN_TESTS, "run_checks", lambda _python: True)
    monkeypatch.setattr(RUN_TESTS, "run_tests", lambda *_, **__: 2)
    assert RUN_TESTS.main([]) == 2


def test_environments_that_cannot_be_built_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def fail(_self: EnvironmentManager, _name: str) -> Path:
        raise DependencyFailedError("uv failed.", "Check the connection.")

    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, _name: False)
    monkeypatch.setattr(EnvironmentManager, "ensure", fail)
    assert RUN_TESTS.main(["--quick"]) == 4
    assert "Error: uv failed.\nCheck the connection." in capsys.readouterr().err


def test_what_is_tested_exists() -> None:
    assert set(RUN_TESTS.TESTED) <= set(ENVIRONMENTS)
    assert RUN_TESTS._pinned("coverage").startswith("coverage==")


def test_an_environment_that_a_run_has_built_is_measured_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[tuple[str, ...]] = []

    def add(_self: EnvironmentManager, *words: str) -> None:
        added.append(words)

    monkeypatch.setattr(EnvironmentManager, "add", add)
    site = tmp_path / "common" / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    for _ in range(2):
        RUN_TESTS.have_measured(EnvironmentManager(tmp_path), "common")
    assert added == [("common", RUN_TESTS._pinned("coverage"))]
    assert "process_startup" in (site / "coverage_startup.pth").read_text()
