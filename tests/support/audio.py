"""The spoken clips that the project carries, and what is said in them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.wav import write_wav
from tools.sound_files import read_sound

CLIPS = Path(__file__).resolve().parents[1] / "fixtures" / "audio"


@dataclass(frozen=True)
class Said:
    """A sentence of a clip, with its times where they are known."""

    text: str
    start: float
    end: float
    words: tuple[tuple[str, float, float], ...]


def decode_to_wav(path: Path, target: Path) -> Path:
    """Decodes any audio file to the pipeline's own form."""
    return write_wav(target, read_sound(path))


def said_in(name: str) -> list[Said]:
    """Returns what is said in a clip."""
    clips: dict[str, Any] = json.loads((CLIPS / "clips.json").read_text(encoding="utf-8"))
    return [
        Said(
            row["text"],
            row.get("start", 0.0),
            row.get("end", 0.0),
            tuple((w, a, b) for w, a, b in row.get("words", ())),
        )
        for row in clips[name]["sentences"]
    ]
