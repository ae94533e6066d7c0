"""What a run looks like: on a terminal, in a file, with hostile texts."""

import io

import pytest
from rich.console import Console

from cp_whisperx.terminal.display import Display, print_error, say, time_left
from shared.errors import ConfigurationError
from shared.pipeline import StageResult
from shared.stage_order import get_stage

ASR = get_stage("asr")


def console(terminal: bool) -> Console:
    return Console(
        file=io.StringIO(), force_terminal=terminal, color_system="standard" if terminal else None,
        highlight=False, soft_wrap=True, width=120,
    )  # fmt: skip


def text_of(made: Console) -> str:
    assert isinstance(made.file, io.StringIO)
    return made.file.getvalue()


def result(outcome: str, **more: object) -> StageResult:
    return StageResult(stage=ASR, outcome=outcome, seconds=12.34, **more)  # type: ignore[arg-type]


def test_one_plain_line_a_stage_elsewhere_than_on_a_terminal() -> None:
    made = console(False)
    with Display(12, made) as shown:
        shown.started(ASR)
        shown.progressed(ASR, 0.5, "half")
        shown.ended(result("success"))
    assert text_of(made) == "[ 6/12] asr                      success      12.3 s\n"


def test_plain_progress_has_share_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("cp_whisperx.terminal.display.time.monotonic", lambda: now[0])
    made = console(False)
    shown = Display(12, made)
    shown.started(ASR)
    for share, now[0] in ((0.1, 12.0), (0.25, 30.0), (0.26, 31.0)):
        shown.progressed(ASR, share, "words")
    assert text_of(made) == (
        "[ 6/12] asr                       10%  1:48 left\n"
        "[ 6/12] asr                       25%  1:30 left\n"
    )


def test_a_live_line_with_a_bar_and_colours_on_a_terminal() -> None:
    made = console(True)
    with Display(12, made) as shown:
        shown.started(ASR)
        shown.progressed(ASR, 0.42, "12 of 30 windows")
        shown._bars.refresh()
        shown.ended(result("success"))
    text = text_of(made)
    assert "42 %" in text
    assert "12 of 30 windows" in text
    assert "\x1b[32msuccess" in text


def test_no_colours_elsewhere() -> None:
    made = console(False)
    Display(12, made).ended(result("failed", reason="It broke.", exit_code=1))
    assert text_of(made) == "[ 6/12] asr                      failed       12.3 s  It broke.\n"


def test_warnings_stand_below_their_stage_unless_nothing_was_done() -> None:
    made = console(False)
    shown = Display(12, made)
    shown.ended(result("success", warnings=("the audio is faint",)))
    shown.ended(result("done", warnings=("the audio is faint",), reason="nothing has changed"))
    lines = text_of(made).splitlines()
    assert lines[1] == "         warning: the audio is faint"
    assert len(lines) == 3
    assert lines[2].split() == ["[", "6/12]", "asr", "done", "12.3", "s"]


def test_hostile_texts_stay_on_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_0123456789abcdef")
    made = console(True)
    reason = "bad \x1b[2J name \u202egnp.exe [bold]x[/bold] hf_0123456789abcdef"
    Display(12, made).ended(result("failed", reason=reason, warnings=("\x07 and [red]",)))
    text = text_of(made)
    assert "bad \\x1b[2J name \\u202egnp.exe [bold]x[/bold] [secret]" in text
    assert "\\x07 and [red]" in text
    assert "\x1b[2J" not in text
    assert "0123456789abcdef" not in text


@pytest.mark.parametrize(
    ("share", "seconds", "left"),
    [(0.0, 60.0, ""), (0.005, 60.0, ""), (0.5, 0.5, ""), (0.5, 60.0, "1:00 left"),
     (0.1, 600.0, "90:00 left"), (1.0, 60.0, "0:00 left")],
)  # fmt: skip
def test_time_left(share: float, seconds: float, left: str) -> None:
    assert time_left(share, seconds) == left


def test_an_error_and_its_hint_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(ConfigurationError("It is [wrong] \x1b[1m.", "Mend it."))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "Error: It is [wrong] \\x1b[1m.\nMend it.\n"


def test_say_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    say("two\nlines \x07")
    assert capsys.readouterr().err == "two\nlines \\x07\n"
