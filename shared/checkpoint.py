"""Checkpoints: how far a job has come, read from its manifests, which alone say so."""

from pathlib import Path
from typing import Any

from shared.errors import InvalidInputError
from shared.stage_manifest import MANIFEST_NAME, StageManifest
from shared.stage_order import STAGE_ORDER, get_stage_dir


class CheckpointManager:
    """Tells what of a job is done.

    Args:
        job_dir: The job's folder.
    """

    def __init__(self, job_dir: Path) -> None:
        self._job_dir = job_dir

    def _path(self, stage: str) -> Path:
        return self._job_dir / get_stage_dir(stage) / MANIFEST_NAME

    def manifest(self, stage: str) -> StageManifest | None:
        """Returns a stage's manifest, or None if it never ran."""
        return StageManifest.load(self._path(stage))

    def load_checkpoint(self, stage: str) -> dict[str, Any] | None:
        """Returns the figures of a stage that succeeded, else None."""
        manifest = self.manifest(stage)
        done = manifest is not None and manifest.status == "success"
        return manifest.figures if manifest and done else None

    def save_checkpoint(self, stage: str, state: dict[str, Any]) -> None:
        """Adds figures to the manifest of a stage that succeeded.

        Raises:
            InvalidInputError: If the stage has not succeeded: nothing else can make it done.
        """
        manifest = self.manifest(stage)
        if manifest is None or manifest.status != "success":
            raise InvalidInputError(f"The stage {stage} has not succeeded in {self._job_dir}.")
        manifest.figures.update(state)
        manifest.save(self._path(stage))

    def completed_stages(self) -> list[str]:
        """Returns the stages that succeeded or were skipped, in order."""
        manifests = {stage: self.manifest(stage) for stage in STAGE_ORDER}
        return [s for s, m in manifests.items() if m and m.status in ("success", "skipped")]

    def get_last_completed_stage(self) -> str | None:
        """Returns the last stage that succeeded or was skipped, or None."""
        completed = self.completed_stages()
        return completed[-1] if completed else None
