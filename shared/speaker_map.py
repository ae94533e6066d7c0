"""`speakers.tsv`: which of a film's voices is whom, as the user fills it in.

A table with tabs: `speaker`, `name`, `gender`, then columns that help to fill it and are not read.
Rows without a name and a gender count as not filled.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from shared.artifacts import Frozen, Gender
from shared.errors import InvalidInputError

FILE_NAME = "speakers.tsv"
COLUMNS = ("speaker", "name", "gender", "known", "seconds", "says")
_HOW = "It wants a line `speaker<TAB>name<TAB>gender` on top; gender is female, male or other."
_SHORT = {"f": "female", "m": "male", "w": "female", "": "unknown"}


class MappedSpeaker(Frozen):
    """A voice that the user has named or told the gender of."""

    speaker: str
    name: str = ""
    gender: Gender = "unknown"


def read_speaker_map(path: Path) -> tuple[MappedSpeaker, ...]:
    """Reads the rows that are filled.

    Raises:
        InvalidInputError: If the file cannot be read or a row is wrong; it says which.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{path} cannot be read: {error}.", _HOW) from error
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if "speaker" not in (rows.fieldnames or ()):
        raise InvalidInputError(f"{path} has no column `speaker`.", _HOW)
    found: dict[str, MappedSpeaker] = {}
    for row in rows:
        mapped = _mapped(row, f"{path}, line {rows.line_num}")
        if mapped.speaker in found:
            raise InvalidInputError(f"{path} names {mapped.speaker} twice.", "Keep one row.")
        found[mapped.speaker] = mapped
    return tuple(row for row in found.values() if row.name or row.gender != "unknown")


def _mapped(row: dict[str, str | None], where: str) -> MappedSpeaker:
    speaker, name, gender = ((row.get(key) or "").strip() for key in COLUMNS[:3])
    if not speaker:
        raise InvalidInputError(f"{where}: the speaker is missing.", _HOW)
    plain = gender.lower()
    try:
        told = _SHORT.get(plain, plain)
        return MappedSpeaker.model_validate({"speaker": speaker, "name": name, "gender": told})
    except ValidationError as error:
        raise InvalidInputError(f"{where}: {gender!r} is no gender.", _HOW) from error


def speaker_table(rows: Iterable[Iterable[str]]) -> str:
    """Writes a table for the user to fill; tabs and line ends within cells become spaces."""
    lines = [COLUMNS, *rows]
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)
