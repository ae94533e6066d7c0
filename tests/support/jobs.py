"""Job folders for stage tests: a prepared job, with the results of earlier stages put in place."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from shared.artifacts import Artifact, FileArtifact
from shared.atomic import write_json
from shared.job import EngineChoice, Job, media_identity, safe_stem
from shared.script_loader import load_stage
from shared.stage_manifest import MANIFEST_NAME, StageManifest, describe_file, now
from shared.stage_order import get_stage_dir, get_stage_number

__all__ = ["load_stage", "make_job", "manifest_of", "put"]


def make_job(
    root: Path,
    media: Path | None = None,
    engines: dict[str, str] | None = None,
    job_fields: dict[str, Any] | None = None,
    **settings: object,
) -> Path:
    """Makes a prepared job.

    Args:
        root: Folder the job is made in.
        media: The film; left out for stages that do not open it.
        engines: Engine name by role.
        job_fields: Further fields of `job.json`.
        settings: Parameters by their lower-case names.
    """
    job_dir = root / "1"
    job_dir.mkdir(parents=True)
    values = {"workflow": "subtitle", "source_language": "hi", "target_languages": "en"}
    values |= {name: str(value) for name, value in settings.items()}
    job = Job(
        job_id="job-20260101-tester-0001",
        created=now(),
        user="tester",
        media=str(media or root / "film.mkv"),
        media_name=safe_stem(media) if media else "film",
        media_id=media_identity(media) if media and media.is_file() else "none",
        workflow=values["workflow"],
        source_language=values["source_language"],
        target_languages=tuple(values["target_languages"].split(",")),
        engines={
            role: EngineChoice(name=name, reason="test") for role, name in (engines or {}).items()
        },
        **(job_fields or {}),
    )
    job.save(job_dir)
    lines = [f"{name.upper()}={value}" for name, value in values.items()]
    (job_dir / ".env.pipeline").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return job_dir


def put(
    job_dir: Path, artifact: Artifact[Any] | FileArtifact, value: BaseModel | bytes, **keys: str
) -> Path:
    """Puts an earlier stage's result in place, as if that stage had succeeded."""
    folder = job_dir / get_stage_dir(artifact.stage)
    path = folder / artifact.file.format(**({"media": "film"} | keys))
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(value, bytes):
        path.write_bytes(value)
    else:
        write_json(path, value.model_dump(mode="json"))
    manifest_path = folder / MANIFEST_NAME
    manifest = StageManifest.load(manifest_path) or StageManifest(
        stage=artifact.stage, stage_number=get_stage_number(artifact.stage)
    )
    manifest.outputs.append(describe_file(path, "test", job_dir))
    manifest.finish("success", 0.0)
    manifest.save(manifest_path)
    return path


def manifest_of(job_dir: Path, stage: str) -> StageManifest:
    """Reads a stage's manifest."""
    manifest = StageManifest.load(job_dir / get_stage_dir(stage) / MANIFEST_NAME)
    assert manifest is not None
    return manifest
