"""Which stages of a job have to run: those that are not done with today's inputs and settings.

A stage is done if its manifest says success (or skipped), its fingerprint is the same, and its
outputs still hash the same.
"""

from dataclasses import dataclass
from pathlib import Path

from shared.atomic import sha256_of
from shared.config import Config
from shared.errors import InvalidInputError
from shared.fingerprint import stage_fingerprint
from shared.job import Job
from shared.stage_manifest import MANIFEST_NAME, StageManifest
from shared.stage_order import Stage, Workflow, get_stage_dir, stages_of


@dataclass(frozen=True)
class State:
    """Whether a stage is done, and why it is or is not."""

    done: bool
    reason: str


def stage_state(job_dir: Path, stage: Stage, job: Job, config: Config) -> State:
    """Judges one stage by what lies in the job's folder now."""
    manifest = StageManifest.load(job_dir / get_stage_dir(stage.name) / MANIFEST_NAME)
    if manifest is None:
        return State(False, "it has not run")
    if manifest.status not in ("success", "skipped"):
        return State(False, f"it ended as {manifest.status}")
    if manifest.retry_next_run:
        return State(False, "a service did not answer last time")
    if manifest.fingerprint != stage_fingerprint(job_dir, stage, job, config):
        return State(False, "its inputs, settings or code have changed")
    changed = _changed_output(job_dir, manifest)
    if changed:
        return State(False, f"{changed} has changed or is missing")
    return State(True, "nothing has changed")


def _changed_output(job_dir: Path, manifest: StageManifest) -> str:
    """Returns the first output that is not as the manifest says, or an empty string."""
    for entry in manifest.outputs:
        path = job_dir / entry.path
        if not path.is_file() or sha256_of(path) != entry.sha256:
            return entry.path
    return ""


def select_stages(
    workflow: Workflow, from_stage: str | None, to_stage: str | None
) -> tuple[Stage, ...]:
    """Returns the stages of a workflow from one to another, both included.

    Raises:
        InvalidInputError: If the workflow has no such stage or the range is empty.
    """
    stages = stages_of(workflow)
    names = [stage.name for stage in stages]
    for name in filter(None, (from_stage, to_stage)):
        if name not in names:
            raise InvalidInputError(
                f"The {workflow} workflow has no stage {name!r}.",
                f"Its stages are: {', '.join(names)}.",
            )
    first = names.index(from_stage) if from_stage else 0
    last = names.index(to_stage) if to_stage else len(names) - 1
    if first > last:
        raise InvalidInputError(f"{from_stage} comes after {to_stage}: there is nothing to run.")
    return stages[first : last + 1]
