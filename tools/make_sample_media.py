"""Make the two sample films of `in/test_media_index.json` and their references anew.

Run from the project root: `python -m tools.make_sample_media`. Needs espeak-ng with its library,
flite, and the packages numpy, pillow and imageio-ffmpeg. The same versions of these tools give the
same bytes; others give the same words at slightly different times, which is why films and
references are always written together.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from tools.sample_media.film import encode, plan_shots
from tools.sample_media.references import update_index, write_references
from tools.sample_media.script import load_script
from tools.sample_media.soundtrack import make_soundtrack

SCRIPTS = ("energy", "station")
PROJECT = Path(__file__).resolve().parents[1]
RESOURCE_MISSING = 3


def make(name: str, media: Path) -> Path:
    """Make one film with its references and enter it in the index.

    Args:
        name: A script of `tools/sample_media/scripts`.
        media: The folder `in/`, with `test_media_index.json` in it.

    Returns:
        The film.
    """
    script = load_script(name)
    track = make_soundtrack(script)
    shots = plan_shots(script, track)
    film = media / script.film
    encode(script, track, shots, film)
    write_references(script, track, shots, media / "references" / script.sample_id)
    update_index(script, track, film, media / "test_media_index.json")
    return film


def main() -> int:
    """Command line entry; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--media-root", type=Path, default=PROJECT / "in", help="default: in/")
    parser.add_argument("--only", choices=SCRIPTS, help="make one film instead of both")
    arguments = parser.parse_args()
    missing = [tool for tool in ("espeak-ng", "flite") if shutil.which(tool) is None]
    if missing:
        tools = " and ".join(missing)
        sys.stderr.write(f"{tools} not found. Install with: sudo apt install {' '.join(missing)}\n")
        return RESOURCE_MISSING
    for name in [arguments.only] if arguments.only else SCRIPTS:
        film = make(name, arguments.media_root)
        sys.stdout.write(f"{film}: {film.stat().st_size / 1e6:.2f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
