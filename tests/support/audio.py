"""The spoken clips that the project carries, and what is said in them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from tests.support.wav import SAMPLE_RATE, write_wav

CLIPS = Path(__file__).resolve().parents[1] / "fixtures" / "audio"


@dataclass(frozen=True)
class Said:
    """A sentence of a clip, with its times where they are known."""

    text: str
    start: float
    end: float
    words: tuple[tuple[str, float, float], ...]


def decode(path: Path) -> NDArray[np.float32]:
    """Decodes any audio file to 16 kHz mono samples from -1 to 1."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    parts = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            parts += [f.to_ndarray()[0] for f in resampler.resample(frame)]
    parts += [f.to_ndarray()[0] for f in resampler.resample(None)]
    return np.concatenate(parts)


def decode_to_wav(path: Path, target: Path) -> Path:
    """Decodes any audio file to the pipeline's own form."""
    return write_wav(target, decode(path))


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
