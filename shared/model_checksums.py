"""Checksums of model folders: engines load a damaged file without a word, so each is compared.

The record of a model in the cache lies in its folder. A folder of the user's own is never written
to: its record lies in the cache.
"""

import hashlib
import json
from pathlib import Path

from shared.atomic import sha256_of, write_json
from shared.errors import ResourceUnavailableError

RECORD_NAME = "model.sha256.json"


def record_path(folder: Path, models_dir: Path) -> Path:
    """Returns where the checksums of a folder are kept."""
    if folder.resolve().is_relative_to(models_dir.resolve()):
        return folder / RECORD_NAME
    identity = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return models_dir / ".checksums" / f"{folder.name}-{identity}.json"


def write_record(folder: Path, record: Path) -> None:
    """Writes the checksum of every file of a model."""
    files = {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RECORD_NAME
    }
    record.parent.mkdir(parents=True, exist_ok=True)
    write_json(record, {"folder": str(folder), "files": files})


def damaged_files(folder: Path, record: Path) -> list[str]:
    """Returns the files that are missing or differ from the record.

    Raises:
        ResourceUnavailableError: If the record itself is damaged.
    """
    try:
        files: dict[str, str] = json.loads(record.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceUnavailableError(
            f"The checksum record {record} is damaged.",
            "Remove it if you trust the model's folder; it is then written anew.",
        ) from error
    return [name for name, digest in files.items() if not _matches(folder / name, digest)]


def _matches(path: Path, digest: str) -> bool:
    return path.is_file() and sha256_of(path) == digest
