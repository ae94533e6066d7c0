"""Handing a command over to the environment that has its packages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared import launch
from shared.environment_manager import EnvironmentManager
from shared.errors import DependencyFailedError
from shared.paths import PROJECT_ROOT

SHOW = "import os, sys; print(sys.argv[1:], 'PYTHONPATH' in os.environ); sys.exit(7)"


def test_the_other_python_gets_the_arguments_and_its_exit_code_counts() -> None:
    """In a process of its own, which is replaced."""
    code = (
        "import sys; from pathlib import Path; from shared.launch import hand_over\n"
        f"raise SystemExit(hand_over(Path(sys.executable), ['-c', {SHOW!r}, 'a b', '--x']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)},
    )  # fmt: skip
    assert done.stdout == "['a b', '--x'] False\n"
    assert done.returncode == 7


def test_an_old_python_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launch, "OLDEST_PYTHON", (99, 0))
    assert launch.main() == 3
    assert "Python 3.11 or later is needed; this is" in capsys.readouterr().err


def test_the_script_runs_in_the_common_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    handed: list[object] = []

    def hand_over(*what: object) -> int:
        handed.extend(what)
        return 5

    monkeypatch.setattr(sys, "argv", ["launch", "run-pipeline", "--status", "a job"])
    monkeypatch.setattr(EnvironmentManager, "ensure", lambda _self, name: tmp_path / name)
    monkeypatch.setattr(launch, "hand_over", hand_over)
    assert launch.main() == 5
    script = str(PROJECT_ROOT / "scripts" / "run-pipeline.py")
    assert handed == [tmp_path / "common", [script, "--status", "a job"]]


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (DependencyFailedError("uv failed.", "Check the connection."), 4, "uv failed.\nCheck"),
        (PermissionError(13, "Permission denied", "/p/venv"), 3, "Permission denied: '/p/venv'"),
        (KeyboardInterrupt(), 1, "Stopped. Run the same command to go on."),
    ],
)
def test_an_environment_that_cannot_be_built_is_told(
    error: BaseException, code: int, words: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def fail(_self: EnvironmentManager, _name: str) -> Path:
        raise error

    monkeypatch.setattr(sys, "argv", ["launch", "run-pipeline"])
    monkeypatch.setattr(EnvironmentManager, "ensure", fail)
    assert launch.main() == code
    assert words in capsys.readouterr().err
