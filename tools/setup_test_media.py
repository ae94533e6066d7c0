"""Put the standard samples of `in/test_media_index.json` in place.

The films that the index names are not free to ship; the repository carries stand-ins of its own
under the same names. Without options this checks the stand-ins. With `--originals DIR` it puts
your own copies of the originals in their place, and `--stand-ins` undoes that. It needs Python
alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

MEDIA = Path(__file__).resolve().parents[1] / "in"
KEPT = ".stand-ins"
"""Folder below `in/` (ignored by git) where a stand-in waits while an original has its place."""
SUCCESS, INVALID_INPUT, RESOURCE_MISSING = 0, 2, 3


def read_samples(media: Path) -> list[dict[str, Any]]:
    """The entries of the index."""
    index = json.loads((media / "test_media_index.json").read_text(encoding="utf-8"))
    samples: list[dict[str, Any]] = index["test_samples"]
    return samples


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def use_original(sample: dict[str, Any], media: Path, originals: Path) -> None:
    """Link an original into the stand-in's place (copy where links are not allowed)."""
    name = Path(sample["file"]).name
    original = originals / name
    if not original.is_file():
        say(f"{sample['id']}: {originals} has no file {name!r}; the stand-in stays.")
        return
    place, kept = media / sample["file"], media / KEPT / sample["file"]
    if place.is_file() and not place.is_symlink() and checksum(place) == sample["sha256"]:
        kept.parent.mkdir(parents=True, exist_ok=True)
        place.replace(kept)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    try:
        place.symlink_to(original.resolve())
    except OSError:
        shutil.copy2(original, place)


def put_stand_in_back(sample: dict[str, Any], media: Path) -> None:
    """Undo `use_original`; nothing happens where no stand-in was put aside."""
    kept = media / KEPT / sample["file"]
    if kept.is_file():
        kept.replace(media / sample["file"])


def report(sample: dict[str, Any], media: Path) -> bool:
    """Say what lies in a sample's place; returns whether it can be used."""
    place, kept = media / sample["file"], media / KEPT / sample["file"]
    if not place.is_file():
        say(f"{sample['id']}: {place} is missing. Get it back with: git checkout -- in")
        return False
    if checksum(place) == sample["sha256"]:
        say(
            f"{sample['id']}: {place} is the stand-in that the project ships, not the original;"
            " its references are complete. Put your original in place with --originals DIR."
        )
        return True
    if place.is_symlink() or kept.is_file():
        say(
            f"{sample['id']}: {place} is your original. Do not commit it: git shows the file as"
            " changed until you run this with --stand-ins. The shipped references belong to the"
            " stand-in; tests/validate-quality.py takes yours with --references DIR."
        )
        return True
    say(
        f"{sample['id']}: {place} is neither the stand-in (its checksum differs) nor an original"
        " that was put here by this tool. Get the stand-in back with: git checkout -- in"
    )
    return False


def say(sentence: str) -> None:
    """Tell the user."""
    sys.stdout.write(sentence + "\n")


def main() -> int:
    """Command line entry; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--originals", type=Path, help="folder with your copies of the originals")
    parser.add_argument("--stand-ins", action="store_true", help="put the stand-ins back")
    parser.add_argument("--media-root", type=Path, default=MEDIA, help="default: in/")
    arguments = parser.parse_args()
    if arguments.originals and not arguments.originals.is_dir():
        sys.stderr.write(f"There is no folder {arguments.originals}; nothing was changed.\n")
        return INVALID_INPUT
    samples = read_samples(arguments.media_root)
    for sample in samples:
        if arguments.stand_ins:
            put_stand_in_back(sample, arguments.media_root)
        elif arguments.originals:
            use_original(sample, arguments.media_root, arguments.originals)
    usable = [report(sample, arguments.media_root) for sample in samples]
    return SUCCESS if all(usable) else RESOURCE_MISSING


if __name__ == "__main__":
    sys.exit(main())
