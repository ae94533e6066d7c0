"""What the user sees while a job runs: one line a stage, plain errors."""

import sys
import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from shared.command_line import clean
from shared.errors import PipelineError
from shared.pipeline import StageResult
from shared.stage_order import Stage

STYLE = {"success": "green", "done": "dim", "skipped": "dim", "failed": "red bold",
          "cancelled": "yellow", "running": "yellow"}  # fmt: skip
_REPORT_EVERY_SECONDS = 10.0


def print_error(error: PipelineError) -> None:
    """Prints an error and what to do about it on standard error, without a traceback."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(Text("Error: ", "red bold"), Text(clean(error.message)), sep="")
    if error.hint:
        console.print(Text(clean(error.hint)))


def time_left(share: float, seconds: float) -> str:
    """Estimates the time left from the share done in some seconds."""
    if share <= 0.01 or seconds < 1.0:
        return ""
    left = seconds * (1.0 - share) / share
    return f"{int(left // 60)}:{int(left % 60):02d} left"


class Display:
    """Shows a run: a live line for each running stage on a terminal, plain lines elsewhere."""

    def __init__(self, total: int, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._total = total
        self._began: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            console=self._console,
            transient=True,
        )

    def __enter__(self) -> "Display":
        """Starts the live lines on a terminal."""
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Stops the live lines."""
        if self._console.is_terminal:
            self._bars.stop()

    def _label(self, stage: Stage) -> str:
        return f"[{stage.number:2d}/12] {stage.name}"

    def started(self, stage: Stage) -> None:
        """Shows that a stage begins."""
        self._began[stage.name] = self._told[stage.name] = time.monotonic()
        if self._console.is_terminal:
            label = Text(f"{self._label(stage):<32}").markup
            self._tasks[stage.name] = self._bars.add_task(label, total=1.0, left="")

    def progressed(self, stage: Stage, share: float, text: str) -> None:
        """Shows how far a stage is; elsewhere than on a terminal at most every ten seconds."""
        seconds = time.monotonic() - self._began.get(stage.name, time.monotonic())
        left = time_left(share, seconds)
        if self._console.is_terminal:
            self._bars.update(self._tasks[stage.name], completed=share, left=left or clean(text))
        elif time.monotonic() - self._told.get(stage.name, 0.0) > _REPORT_EVERY_SECONDS:
            self._told[stage.name] = time.monotonic()
            self._console.print(f"{self._label(stage):<32} {share:4.0%}  {left}", markup=False)

    def ended(self, result: StageResult) -> None:
        """Shows how a stage ended."""
        if result.stage.name in self._tasks:
            self._bars.remove_task(self._tasks.pop(result.stage.name))
            self._bars.refresh()
        line = Text(f"{self._label(result.stage):<32} ")
        line.append(f"{result.outcome:<9}", STYLE.get(result.outcome, ""))
        line.append(f" {result.seconds:7.1f} s")
        if result.outcome in ("skipped", "failed", "cancelled") and result.reason:
            line.append(f"  {clean(result.reason)}")
        self._console.print(line)
        for warning in result.warnings if result.outcome != "done" else ():
            self._console.print(Text(f"         warning: {clean(warning)}", "yellow"))


def say(text: str) -> None:
    """Prints a line of what is going on, on standard error."""
    sys.stderr.write(clean(text) + "\n")
