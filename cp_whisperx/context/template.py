"""The table of voices that the user may fill in: who speaks how long, and says what."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from cp_whisperx.context.scenes import is_said
from shared.artifacts import Person, Segment
from shared.speaker_map import speaker_table

_LINES, _LONGEST = 3, 60
_FEWEST_WORDS = 3


def template_of(people: Sequence[Person], segments: Sequence[Segment]) -> str:
    """Writes the table, who speaks longest on top.

    Args:
        people: The film's voices.
        segments: Its lines.
    """
    seconds: Counter[str] = Counter()
    said: defaultdict[str, list[str]] = defaultdict(list)
    for segment in segments:
        if segment.speaker and is_said(segment):
            seconds[segment.speaker] += segment.end - segment.start  # type: ignore[assignment]
            if len(segment.text.split()) >= _FEWEST_WORDS:
                said[segment.speaker].append(segment.text[:_LONGEST])
    rows = sorted(people, key=lambda person: -seconds[person.speaker])
    return speaker_table(
        (row.speaker, "", "", _known(row), f"{seconds[row.speaker]:.0f}",
         " / ".join(said[row.speaker][:_LINES]))
        for row in rows
    )  # fmt: skip


def _known(person: Person) -> str:
    """Says what was found out, for the user to confirm or correct."""
    name = f"{person.name} ({person.name_known})" if person.name else "not named"
    gender = f"{person.gender} ({person.gender_known})" if person.gender_known else ""
    return ", ".join(filter(None, (name, gender)))
