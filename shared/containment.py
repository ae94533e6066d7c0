"""Keeps a job inside its folder, whatever its record says and wherever a link points."""

import unicodedata
from pathlib import Path

from shared.errors import InvalidInputError
from shared.stage_order import STAGE_ORDER, get_stage_dir

_IN_PLACE = ("logs", ".lock")


def refuse_links(job_dir: Path) -> None:
    """Refuses a job in which a link stands where its stages write in place.

    Everything else is renamed into its place, which replaces a link instead of following it.

    Raises:
        InvalidInputError: If there is such a link.
    """
    folders = [get_stage_dir(stage) for stage in STAGE_ORDER]
    names = [*_IN_PLACE, *folders, *(f"{folder}/stage.log" for folder in folders)]
    logs = [path.relative_to(job_dir).as_posix() for path in job_dir.glob("logs/*.log")]
    for name in [*names, *logs]:
        if (job_dir / name).is_symlink():
            raise InvalidInputError(
                f"{job_dir / name} is a symbolic link: the job would write outside its folder.",
                "Remove the link, and run the job again.",
            )


def require_inside(path: Path, folder: Path) -> Path:
    """Returns a path that lies in a folder, links in it followed.

    Raises:
        InvalidInputError: If it leads out of the folder.
    """
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise InvalidInputError(
            f"{path} leads out of {folder}.", "Prepare the job again: its record was changed."
        )
    return path


def require_file_name(name: str, what: str) -> None:
    """Makes sure that a text can be part of a file's name.

    Raises:
        InvalidInputError: If it has a separator, a control character, or stands for a folder.
    """
    control = any(unicodedata.category(letter)[0] == "C" for letter in name)
    if control or set(name) & {"/", "\\"} or name.strip(". ") == "":
        raise InvalidInputError(
            f"{what} {name!r} cannot be part of a file's name.", "Prepare the job again."
        )
