"""A film's script (`scripts/*.json`): who says what, after what pause, over which picture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent / "scripts"


@dataclass(frozen=True)
class Line:
    """One spoken or sung line.

    Attributes:
        speaker: A key of the script's `speakers`.
        kind: "speech" or "song".
        language: ISO 639-1 code of the words.
        pause: Seconds of silence before it.
        shot: The picture that begins shortly before it; None keeps the picture.
        text: The words.
        notes: For a song, per word its notes as (semitones over the tonic, beats).
        translations: Per language the line in it; the own language has the line itself.
    """

    speaker: str
    kind: str
    language: str
    pause: float
    shot: str | None
    text: str
    notes: tuple[tuple[tuple[float, float], ...], ...]
    translations: dict[str, str]


@dataclass(frozen=True)
class MusicPart:
    """Music from some beats before a line's start to some beats after a line's end.

    Attributes:
        kind: "song" or "bed".
        first_line: Number (from 1) of the first line over it.
        last_line: Number of the last one.
        lead_beats: Beats before the first line.
        tail_beats: Beats after the last line.
        gain: Peak amplitude.
    """

    kind: str
    first_line: int
    last_line: int
    lead_beats: float
    tail_beats: float
    gain: float


@dataclass(frozen=True)
class Script:
    """A whole film; the fields are those of the JSON file.

    Attributes:
        film: File name below `in/`.
        speakers: Per speaker engine, voices by language, and the engine's settings.
        settings: The remaining figures: rates, title, tail, tempo.
        glossary: Terms with their rendering per language.
    """

    sample_id: str
    film: str
    language: str
    lines: tuple[Line, ...]
    music: tuple[MusicPart, ...]
    speakers: dict[str, dict[str, Any]]
    glossary: tuple[dict[str, str], ...]
    settings: dict[str, Any]


def load_script(name: str) -> Script:
    """Read `scripts/NAME.json`."""
    raw = json.loads((SCRIPTS / f"{name}.json").read_text(encoding="utf-8"))
    return Script(
        sample_id=raw.pop("id"),
        film=raw.pop("file"),
        language=raw.pop("language"),
        lines=tuple(_line(line) for line in raw.pop("lines")),
        music=tuple(MusicPart(**part) for part in raw.pop("music")),
        speakers=raw.pop("speakers"),
        glossary=tuple(raw.pop("glossary")),
        settings=raw,
    )


def _line(raw: dict[str, Any]) -> Line:
    notes = tuple(tuple((note[0], note[1]) for note in word) for word in raw.pop("notes", []))
    return Line(shot=raw.pop("shot", None), notes=notes, **raw)
