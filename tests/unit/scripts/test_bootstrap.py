"""The command that sets up environments and models; what is installed is not built here."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.environment_manager import ENVIRONMENTS, EnvironmentManager
from shared.paths import PROJECT_ROOT
from shared.script_loader import load_script

BOOTSTRAP = load_script("bootstrap")
Said = pytest.CaptureFixture[str]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Names of what would have been built; the common environment is ready."""
    names: list[str] = []
    monkeypatch.setattr(
        BOOTSTRAP,
        "EnvironmentManager",
        lambda say=None: EnvironmentManager(tmp_path, say or (lambda _text: None)),
    )
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, name: name == "common")
    monkeypatch.setattr(EnvironmentManager, "build", lambda _self, name: names.append(name))
    monkeypatch.setattr(BOOTSTRAP, "install_hook", lambda: None)
    return names


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], ["whisperx", "nllb"]),
        (["--envs", "common, nllb,"], ["nllb"]),
        (["--envs", "common", "--rebuild"], ["common"]),
    ],
)
def test_what_is_not_ready_is_built(
    arguments: list[str], wanted: list[str], built: list[str], capsys: Said
) -> None:
    assert BOOTSTRAP.main(arguments) == 0
    assert built == wanted
    assert "common       ready" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("names", "words"),
    [("nllb,foo", "There is no environment 'foo'."), (",", "--envs names no environment.")],
)
def test_a_wrong_name_is_two_before_anything_is_built(
    names: str, words: str, built: list[str], capsys: Said
) -> None:
    assert BOOTSTRAP.main(["--envs", names]) == 2
    assert words in capsys.readouterr().err
    assert built == []


def test_the_check_reports_every_environment(
    built: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, _name: False)
    assert BOOTSTRAP.main(["--check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(ENVIRONMENTS)
    assert lines[0].startswith("common       not set up")
    assert lines[5].startswith("indictrans2  not set up")
    assert built == []


def test_a_broken_environment_is_three(
    built: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, _name: False)
    (tmp_path / "nllb").mkdir()
    assert BOOTSTRAP.main(["--check"]) == 3
    assert "nllb         broken: " in capsys.readouterr().out


def test_a_wrong_configuration_fails_the_check(
    built: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(EnvironmentManager, "python", lambda _self, _name: Path(sys.executable))
    monkeypatch.setenv("LOG_LEVEL", "loud")
    assert BOOTSTRAP.main(["--check"]) == 2
    said = capfd.readouterr().err
    assert "LOG_LEVEL='LOUD'" in said
    assert "Traceback" not in said


def test_models_are_fetched_by_the_common_environment(
    built: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(EnvironmentManager, "ensure", lambda _self, _name: Path(sys.executable))
    assert BOOTSTRAP.main(["--envs", "common", "--models", "no-such-model"]) == 2


def test_it_runs_on_a_bare_python() -> None:
    """Without any package: isolated from site packages."""
    code = f"import sys; sys.path.insert(0, {str(PROJECT_ROOT)!r}); sys.argv = ['x', '--help']\n"
    code += "import runpy; runpy.run_path('scripts/bootstrap.py', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, cwd=PROJECT_ROOT,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "./bootstrap.sh --models whisper-small" in done.stdout
