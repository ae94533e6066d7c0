"""How many shot changes are found, on made films whose cuts are known."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from cp_whisperx.media.shots import look_at_picture
from shared.config import load_config
from tests.support.shot_film import RATE, ShotFilm, make_shot_film

TITLE = "Shot changes"
INTRODUCTION = """\
Made films of textured scenes with grain, a moving camera (up to fast pans) and a moving figure,
joined by cuts, dissolves and fades; a part of the scenes has flashes of one frame, every third
scene keeps the colours of the one before. A cut counts as found at its very frame. The films are
others than those that the detector's contrast was chosen on.
"""
_SEEDS = (101, 102)
_SCENES = 40
_HEAD = "| film | frames | cuts | found | found where none is | of these in dissolves and fades |"


def measure(data: Path) -> str:
    """Makes films and looks for their cuts."""
    del data
    rows, frames, seconds = [], 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        for seed in _SEEDS:
            film = make_shot_film(Path(name) / f"{seed}.mp4", _SCENES, seed)
            began = time.monotonic()
            shots = look_at_picture(load_config(), film.path, lambda _share: None)
            seconds += time.monotonic() - began
            frames += film.frames
            rows.append(row(seed, film, [round(start * RATE) for start in shots.starts]))
    speed = f"{frames / seconds:.0f} frames a second of 160 x 90 pixels, with what else ran then."
    return "\n".join([INTRODUCTION, _HEAD, "| --- |" + " ---: |" * 5, *rows, "", f"Speed: {speed}"])


def row(seed: int, film: ShotFilm, found: Sequence[int]) -> str:
    """Makes a row of the table."""
    cuts = set(film.cuts)
    extra = [frame for frame in found if frame not in cuts]
    soft = sum(any(first <= frame <= last for first, last in film.soft) for frame in extra)
    hits = len(cuts & set(found))
    return f"| {seed} | {film.frames} | {len(cuts)} | {hits} | {len(extra)} | {soft} |"
