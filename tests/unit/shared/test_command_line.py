"""What every command does with mistakes, errors and interrupts."""

import signal
import subprocess
import sys

import pytest

from shared.command_line import CommandParser, clean, run_command
from shared.errors import ConfigurationError, InvalidInputError
from shared.paths import PROJECT_ROOT


def parser() -> CommandParser:
    made = CommandParser("sample", "A sample.", "examples:\n  ./sample.sh --film x")
    made.add_argument("--film")
    made.add_argument("--year", type=int)
    return made


def test_known_options_are_read() -> None:
    assert parser().read(["--film", "a b.mkv", "--year", "2008"]).year == 2008


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--flim", "x"], "Error: --flim is not known; did you mean --film?\n"),
        (["--flim=x"], "did you mean --film?"),
        (["--zzz"], "Error: --zzz is not known.\n"),
        (["--fil", "x"], "--fil is not known; did you mean --film?"),
        (["--year", "soon"], "argument --year: invalid int value: 'soon'.\n"),
        (["--film"], "expected one argument"),
        (["\x1b[31m"], "\\x1b[31m is not known"),
    ],
)
def test_a_mistake_is_two_lines_and_two(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().read(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.endswith("\nSee sample --help.\n")
    assert len(said.splitlines()) == 2


def failing(error: BaseException) -> int:
    raise error


def test_errors_become_sentences_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(lambda: 4) == 4
    assert run_command(lambda: failing(ConfigurationError("It is wrong.", "Mend it."))) == 2
    assert capsys.readouterr().err == "Error: It is wrong.\nMend it.\n"
    assert run_command(lambda: failing(PermissionError(13, "Permission denied", "/x/y"))) == 3
    assert "Permission denied: '/x/y'" in capsys.readouterr().err


def test_what_is_no_fault_of_the_user_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run_command(lambda: 1 // 0)


def test_debug_lets_the_traceback_follow(capsys: pytest.CaptureFixture[str]) -> None:
    error = InvalidInputError("https://me:hush@hub/ failed.")
    assert run_command(lambda: failing(error), debug=True) == 2
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert "\nTraceback (most recent call last):\n" in said
    assert "hush" not in said


def test_an_order_to_stop_is_answered_as_ctrl_c(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGTERM)

    def work() -> int:
        signal.raise_signal(signal.SIGTERM)
        return 0

    assert run_command(work) == 1
    assert "Stopped." in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) == before


def test_an_interrupt_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(lambda: failing(KeyboardInterrupt())) == 1
    assert capsys.readouterr().err == "Stopped. Run the same command to go on.\n"


def test_a_reader_that_has_gone_is_no_traceback() -> None:
    code = (
        "from shared.command_line import run_command\n"
        "def work():\n    for _ in range(100_000): print('line')\n    return 0\n"
        "raise SystemExit(run_command(work))"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stderr is not None
    assert writer.stdout.readline() == "line\n"
    writer.stdout.close()
    with writer.stderr as errors:
        assert errors.read() == ""
    assert writer.wait(60) == 1


def test_texts_are_fit_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMDB_API_KEY", "0123456789abcdef")
    assert clean("key 0123456789abcdef\n\x1b[2Jgone") == "key [secret]\n\\x1b[2Jgone"
