"""What a stage's output depends on, as one hash.

Equal fingerprints mean that running the stage again would give the same output: the stage's and
its packages' code, its environment's requirements, its inputs' hashes, the parameters that change
its output, its engine, and the job's media and track.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from shared.atomic import sha256_of
from shared.config import Config
from shared.engines import AUTO, Role, engines_for, get_engine
from shared.errors import InvalidInputError
from shared.job import Job
from shared.paths import PROJECT_ROOT, REQUIREMENTS_DIR, SCRIPTS_DIR
from shared.secrets import get_secret
from shared.series import series_hash
from shared.speaker_map import FILE_NAME, read_speaker_map
from shared.stage_manifest import MANIFEST_NAME, StageManifest
from shared.stage_order import (
    AnyArtifact,
    Stage,
    get_stage_dir,
    heard_by,
    resolve_artifact,
    stages_of,
)

# A stage that does nothing without a secret runs again when the secret is there.
_SECRETS = {"tmdb": "TMDB_API_KEY"}


# What stages compute with; the rest of `shared` runs stages and does not shape their output.
_COMPUTING = ("artifacts", "flow.base", "flow.film", "flow.speech", "flow.subtitles", "flow.text",
              "devanagari", "glossary_files", "glossary_lookup", "glossary_manager",
              "glossary_merge", "hindi_roman", "hindi_words", "languages", "romanised", "series",
              "speaker_map", "speaker_network", "subtitle_plan", "unicode_scripts",
              "wav")  # fmt: skip

# Weights and lists of phrases beside the code shape a stage's output as it does.
_CODE = frozenset({".py", ".json", ".toml"})


@cache
def code_hash(stage: Stage) -> str:
    """Hashes a stage's script, its packages with their tables, and what they use of the kernel."""
    script = SCRIPTS_DIR / f"{get_stage_dir(stage.name)}.py"
    sources = {"script": script.read_text(encoding="utf-8") if script.is_file() else ""}
    domain = PROJECT_ROOT / "cp_whisperx"
    files = (path for package in stage.packages for path in sorted((domain / package).rglob("*.*")))
    for path in (path for path in files if path.suffix in _CODE):
        sources[path.relative_to(domain).as_posix()] = path.read_text(encoding="utf-8")
    waiting = list(sources.values())
    while waiting:
        text = waiting.pop()
        for name in (
            f"shared/{m.replace('.', '/')}.py" for m in _COMPUTING if f"shared.{m} " in text
        ):
            if name not in sources:
                sources[name] = (PROJECT_ROOT / name).read_text(encoding="utf-8")
                waiting.append(sources[name])
                table = (PROJECT_ROOT / name).with_suffix(".json")
                sources |= {table.name: table.read_text("utf-8")} if table.is_file() else {}
    return hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest()


def stage_environment(stage: Stage, job: Job) -> str:
    """Returns the environment a stage runs in: its chosen engine's, else `common`."""
    choice = job.engines.get(stage.role or "")
    if stage.role is None or choice is None or choice.name == AUTO:
        return "common"
    role: Role = stage.role  # type: ignore[assignment]
    return get_engine(role, choice.name).environment


def _environments(stage: Stage, job: Job) -> list[str]:
    """Returns the stage's own environment and those of the engines it has beside."""
    chosen = [(role, job.engines.get(role)) for role in stage.further_roles]
    return [
        stage_environment(stage, job),
        *(get_engine(role, choice.name).environment for role, choice in chosen if choice),  # type: ignore[arg-type]
    ]


def _requirements_hash(environment: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(REQUIREMENTS_DIR.glob(f"requirements-{environment}*.txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def upstream_hashes(
    job_dir: Path, stage: Stage, active: frozenset[str], config: Config
) -> dict[str, str]:
    """Returns the hash of each file that an upstream stage made for this one."""
    hashes: dict[str, str] = {}
    for artifact in stage.reads + stage.may_read + heard_by(stage, config):
        hashes |= _artifact_hashes(job_dir, artifact, active)
    return hashes


def _artifact_hashes(
    job_dir: Path, artifact: AnyArtifact, active: frozenset[str]
) -> dict[str, str]:
    """Follows stand-ins to whatever was really made; several files where it has variants."""
    resolved = resolve_artifact(artifact, active)
    while resolved.stage in active:
        folder = get_stage_dir(resolved.stage)
        manifest = StageManifest.load(job_dir / folder / MANIFEST_NAME)
        fixed = resolved.file.split("{")[0]
        entries = manifest.outputs if manifest and manifest.status == "success" else []
        found = {e.path: e.sha256 for e in entries if e.path.startswith(f"{folder}/{fixed}")}
        if found:
            return found
        remaining = active - {resolved.stage}
        following = resolve_artifact(resolved, remaining)
        if following is resolved:
            return {}
        resolved = following
    return {}


def _glossary_hashes(config: Config) -> dict[str, str]:
    """Returns the hash of each glossary file, so that an edited glossary is loaded again."""
    master = [str(config.glossary_master)] if config.glossary_master else []
    # By the names in the configuration: the project may be moved.
    paths = {name: PROJECT_ROOT / name for name in [*config.glossary_files, *master]}
    return {name: sha256_of(path) for name, path in paths.items() if path.is_file()}


def _script_hash(stage: Stage, config: Config) -> str:
    """Returns the hash of the script that stands in for recognition, where there is one."""
    script = config.alignment_script if stage.name == "asr" else None
    return sha256_of(script) if script is not None and script.is_file() else ""


def _turns_hash(config: Config) -> str:
    """Returns the hash of the file of known turns, so that an edited one is read again."""
    path = config.diarization_rttm
    return sha256_of(path) if path and path.is_file() else ""


def _series_hash(stage: Stage, job: Job, config: Config) -> str:
    """Returns the hash of what other films of the series left, for the stages that read it."""
    if stage.name not in ("glossary_load", "translation"):
        return ""
    return series_hash(config, job.media_id)


def _speakers_hash(job_dir: Path, stage: Stage) -> str:
    """Returns the hash of what the user says of the voices; an unfilled table says nothing."""
    path = job_dir / FILE_NAME
    if stage.name != "translation" or not path.is_file():
        return ""
    try:
        rows = read_speaker_map(path)
    except InvalidInputError:
        # The stage tells what is wrong with it.
        return sha256_of(path)
    text = "".join(row.model_dump_json() for row in rows)
    return hashlib.sha256(text.encode()).hexdigest() if rows else ""


def _profile_hash(config: Config) -> str:
    """Returns the hash of the user's own subtitle profile, so that an edited one is read again."""
    path = PROJECT_ROOT / Path(config.subtitle_profile).expanduser()
    return sha256_of(path) if path.is_file() else ""


def _reading_settings(config: Config, choices: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Returns what says how much can be read in time, where a translation engine is told that."""
    names = {
        name
        for choice in choices
        for name in (choice["name"], choice["reviser"], *choice["fallbacks"])
    }
    if not any(row.takes_notes and row.name in names for row in engines_for("translation")):
        return []
    rules = (config.subtitle_profile, config.subtitle_audience, config.subtitle_frame_rate)
    return [*rules, _profile_hash(config)]


def stage_fingerprint(job_dir: Path, stage: Stage, job: Job, config: Config) -> str:
    """Computes the fingerprint of a stage from what lies in the job's folder now."""
    active = frozenset(item.name for item in stages_of(config.workflow))
    choices = {
        role: choice.model_dump(mode="json", exclude={"reason"})
        for role, choice in job.engines.items()
        if role in stage.roles or (stage.name == "translation" and role.startswith("translation:"))
    }
    parts: dict[str, Any] = {
        "stage": stage.name,
        "code": code_hash(stage),
        "environment": [_requirements_hash(name) for name in _environments(stage, job)],
        "inputs": upstream_hashes(job_dir, stage, active, config),
        "settings": config.for_stage(stage.name),
        "engines": choices,
        "workflow": config.workflow,
        "media": [job.media_id, job.audio_track] if "media" in stage.packages else [],
        "title": [job.title, job.year, job.media_name] if stage.name == "tmdb" else [],
        "glossaries": _glossary_hashes(config) if stage.name == "glossary_load" else {},
        "script": _script_hash(stage, config),
        "turns": _turns_hash(config) if "diarization" in stage.further_roles else "",
        "series": _series_hash(stage, job, config),
        "speakers": _speakers_hash(job_dir, stage),
        "profile": _profile_hash(config) if stage.name == "subtitle_generation" else "",
        "reading": _reading_settings(config, choices.values()),
        "secret": bool(get_secret(_SECRETS[stage.name])) if stage.name in _SECRETS else None,
    }
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
