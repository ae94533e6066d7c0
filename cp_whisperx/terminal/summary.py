"""What the user sees when a job has ended, or asks how far it is."""

import shlex
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cp_whisperx.terminal.display import STYLE
from shared.command_line import clean
from shared.job import Job
from shared.pipeline import RunResult
from shared.stage_manifest import StageManifest
from shared.stage_order import stages_of


def print_summary(
    run: RunResult, job: Job, job_dir: Path, results: list[Path], cues: list[str]
) -> None:
    """Prints what came of a run: times, what is degraded, where the results are, some cues."""
    console = Console(highlight=False, soft_wrap=True)
    if run.did_nothing:
        console.print("Nothing to do: every stage is done and nothing has changed.")
    else:
        console.print(_times(run))
    for stage in run.stages:
        for text in stage.degraded:
            console.print(Text(f"Degraded ({stage.stage.name}): {clean(text)}", "yellow"))
    for language, reason in job.missing_targets.items():
        console.print(Text(f"Not made: {language}, {reason}", "yellow"))
    for role, choice in sorted(job.engines.items()):
        console.print(f"  {role:<22} {choice.name} ({choice.reason})", style="dim", markup=False)
    if cues:
        console.print("Some cues:", *cues, sep="\n  ", markup=False)
    console.print("Results:" if run.exit_code == 0 else "Results so far:")
    for path in results or [job_dir]:
        console.print(f"  {clean(str(path))}", markup=False)
    if run.exit_code:
        command = f"./run-pipeline.sh --job-dir {shlex.quote(str(job_dir))}"
        console.print(f"Go on with:\n  {clean(command)}", markup=False)


def _times(run: RunResult) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("stage", "result", "seconds"):
        table.add_column(name, justify="right" if name == "seconds" else "left")
    for result in run.stages:
        style = STYLE.get(result.outcome, "")
        table.add_row(result.stage.name, Text(result.outcome, style), f"{result.seconds:.1f}")
    table.add_row("all", "", f"{run.seconds:.1f}")
    return table


def print_status(job: Job, manifests: dict[str, StageManifest | None], *, live: bool) -> None:
    """Prints a job's state as its manifests tell it.

    Args:
        job: The job.
        manifests: By stage; None where one never ran.
        live: Whether a process runs the job now. Without one, a stage that its manifest calls
            running was interrupted.
    """
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{job.job_id}: {job.workflow} of {clean(job.media)} "
        f"({job.source_language} to {', '.join(job.target_languages) or 'itself'})",
        markup=False, soft_wrap=True,
    )  # fmt: skip
    for stage in stages_of(job.workflow):
        manifest = manifests[stage.name]
        status: str = manifest.status if manifest else "waiting"
        if status == "running" and not live:
            status = "interrupted"
        line = Text(f"[{stage.number:2d}/12] {stage.name:<24} ")
        line.append(f"{status:<12}", STYLE.get(status, ""))
        if manifest and manifest.completed_at:
            line.append(f"{manifest.duration_seconds:8.1f} s")
        if manifest and manifest.errors:
            line.append(f"  {clean(manifest.errors[-1])}", "red")
        console.print(line)
