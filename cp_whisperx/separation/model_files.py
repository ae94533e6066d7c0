"""Finds a Demucs model's files in a folder and makes sure that loading them runs nothing foreign.

A folder holds one model (`NAME.safetensors` or `NAME.th`), or a bag: `NAME.yaml` that lists the
signatures of several. A `.th` whose name has a `-` carries the beginning of its SHA-256 there.

A `.safetensors` file names the class that is made of it; a `.th` file is a pickle, which can name
any. Only Demucs' own classes are let through, whatever the file asks for.
"""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.atomic import sha256_of
from shared.errors import InvalidInputError, ResourceUnavailableError

CLASSES = (
    "demucs.demucs.Demucs",
    "demucs.hdemucs.HDemucs",
    "demucs.htdemucs.HTDemucs",
)
_LARGEST_HEADER = 50_000_000
_AGAIN = "Fetch it again: ./bootstrap.sh --models NAME, or put an undamaged file there."


@dataclass(frozen=True)
class Member:
    """One model of a bag.

    Attributes:
        signature: Its name within the bag.
        path: Its file; None if the folder lacks it.
        weights: What it counts for in each source; None where all count alike.
    """

    signature: str
    path: Path | None
    weights: tuple[float, ...] | None = None


def find_members(folder: Path) -> tuple[Member, ...]:
    """Returns the models of a folder.

    Raises:
        InvalidInputError: If it holds no model, or does not say which of several.
    """
    files = {_signature(path): path for path in sorted(folder.iterdir()) if _is_model(path)}
    bags = sorted(folder.glob("*.yaml"))
    if len(bags) == 1:
        return _read_bag(bags[0], files)
    if len(files) == 1 and not bags:
        return tuple(Member(name, path) for name, path in files.items())
    found = ", ".join(path.name for path in (*bags, *files.values())) or "nothing of the kind"
    raise InvalidInputError(
        f"{folder} is no folder with one Demucs model: it holds {found}.",
        "Put one NAME.safetensors or NAME.th there, or one NAME.yaml with the files it lists.",
    )


def _is_model(path: Path) -> bool:
    return path.suffix in (".th", ".safetensors")


def _signature(path: Path) -> str:
    return path.stem.rsplit("-", 1)[0] if path.suffix == ".th" else path.stem


def _read_bag(path: Path, files: dict[str, Path]) -> tuple[Member, ...]:
    import yaml

    try:
        bag = yaml.safe_load(path.read_text(encoding="utf-8"))
        signatures = [str(name) for name in bag["models"]]
        weights = bag.get("weights") or [None] * len(signatures)
        return tuple(
            Member(name, files.get(name), None if row is None else tuple(map(float, row)))
            for name, row in zip(signatures, weights, strict=True)
        )
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InvalidInputError(f"{path} lists no models: {reason}.", _AGAIN) from error


def check_file(path: Path) -> None:
    """Compares a file with the checksum in its name, and reads which class it asks for.

    Raises:
        ResourceUnavailableError: If it is damaged.
        InvalidInputError: If it asks for a class that is not Demucs' own.
    """
    if path.suffix == ".safetensors":
        _check_header(path)
    elif not zipfile.is_zipfile(path):
        raise damaged(path, "it is no file that torch wrote")
    elif "-" in path.stem and not sha256_of(path).startswith(path.stem.rsplit("-", 1)[1]):
        raise damaged(path, "it differs from the checksum in its name")


def damaged(path: Path, reason: str) -> ResourceUnavailableError:
    """Makes the error that says that a model's file cannot be used, and what to do."""
    short = " ".join(reason.split())[:200].rstrip(".")
    return ResourceUnavailableError(f"The Demucs model {path} is damaged: {short}.", _AGAIN)


def _check_header(path: Path) -> None:
    about = _metadata(path)
    if about.get("klass") not in CLASSES:
        raise InvalidInputError(
            f"{path} asks for the class {about.get('klass')!r}, which is none of Demucs'; it was "
            "not loaded.",
            "Use a model that was exported by Demucs.",
        )
    if "structure" in about:
        raise InvalidInputError(
            f"{path} is a quantised Demucs model, which is not supported.",
            "Use htdemucs or htdemucs_ft.",
        )


def _metadata(path: Path) -> dict[str, Any]:
    """Reads the head of a safetensors file: its length in 8 bytes, then JSON."""
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        head = stream.read(length) if 0 < length <= _LARGEST_HEADER else b""
    try:
        about = json.loads(head)["__metadata__"]
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(path, "its head cannot be read") from error
    return about if isinstance(about, dict) else {}
