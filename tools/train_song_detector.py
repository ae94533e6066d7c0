"""Train the song detector's weights, cp_whisperx/lyrics/song_detector.json.

Usage: python -m tools.train_song_detector

Builds scenes of `tools/song_material` from the training half of the recordings, measures them and
fits a softmax regression. The other half stays unheard; `./run-tests.sh --quality songs` reports
on it. The recordings lie in the folder `data` of the shared folder.
"""

import json
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.lyrics.detector import STATES, WEIGHTS
from cp_whisperx.lyrics.listening import COLUMNS, listen
from cp_whisperx.lyrics.measurements import SPAN_SECONDS, Values
from shared.atomic import write_text
from tools.measure_quality import data_folder
from tools.song_material.scenes import Scene, make_scene, shelf
from tools.sound_files import write_sound

SCENES = 16
SEED = 1
# Windows are trained on where they lie in one part, or nearly so.
_INSIDE = SPAN_SECONDS / 2
# How much each kind of part weighs: dialogue over a score is the mistake that must not happen.
SHARES = {"talk": 0.15, "talk over music": 0.4, "music": 0.15, "song": 0.28, "a cappella": 0.12}
STATE_OF = {"talk": 0, "talk over music": 0, "music": 1, "song": 2, "a cappella": 2}
_STRENGTH = 1e-2
_FURTHEST = 3.0
_ROUNDS = 30
_PROCESSES = 4


def examples(scene: Scene) -> tuple[Values, list[str]]:
    """Measures a scene; returns the windows that lie in one part, and what part that is."""
    with tempfile.TemporaryDirectory() as folder:
        heard = listen(write_sound(Path(folder) / "scene.wav", scene.samples), lambda _: None)
    rows: list[Values] = []
    kinds: list[str] = []
    for part in scene.parts:
        after = heard.centres >= part.start + _INSIDE
        inside = after & (heard.centres <= part.end - _INSIDE)
        rows.append(heard.values[inside])
        kinds += [part.kind] * int(inside.sum())
    return np.concatenate(rows), kinds


def _examples_of(number: int) -> tuple[Values, list[str]]:
    return examples(make_scene(shelf(data_folder(), "train"), SEED, number))


def fit(values: Values, kinds: list[str]) -> dict[str, Any]:
    """Fits the regression by Newton's method, with a ridge penalty.

    Args:
        values: Shape (windows, columns).
        kinds: What each window is.

    Returns:
        The file's content.
    """
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    normal = np.clip((values - mean) / scale, -_FURTHEST, _FURTHEST)
    inputs = np.column_stack([normal, np.ones(len(values))])
    states = np.eye(len(STATES))[[STATE_OF[kind] for kind in kinds]]
    counts = {kind: kinds.count(kind) for kind in SHARES}
    shares = np.array([SHARES[kind] / counts[kind] for kind in kinds])
    weights: NDArray[np.floating] = np.zeros((inputs.shape[1], len(STATES)))
    for _ in range(_ROUNDS):
        step = _step(inputs, states, shares, weights)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-5:
            break
    return {
        "columns": list(COLUMNS), "states": list(STATES), "trained_on_windows": counts,
        "mean": mean.round(5).tolist(), "scale": scale.round(5).tolist(),
        "weights": weights[:-1].round(4).tolist(), "bias": weights[-1].round(4).tolist(),
    }  # fmt: skip


def _step(inputs: Values, states: Values, shares: Values, weights: Values) -> Values:
    """Returns Newton's step: the gradient over the curvature, all states at once."""
    scores = inputs @ weights
    chances = np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))
    # The bias is free but for a trace that keeps the system solvable.
    ridge = np.full(len(weights), _STRENGTH)
    ridge[-1] = 1e-6
    slope = inputs.T @ (shares[:, np.newaxis] * (chances - states)) + ridge[:, np.newaxis] * weights
    size, count = weights.shape
    curve = np.zeros((count, size, count, size))
    for one in range(count):
        for other in range(count):
            bend = shares * chances[:, one] * ((one == other) - chances[:, other])
            curve[one, :, other] = (inputs * bend[:, np.newaxis]).T @ inputs
    flat = curve.reshape(count * size, count * size) + np.diag(np.tile(ridge, count))
    return np.asarray(np.linalg.solve(flat, slope.T.ravel()).reshape(count, size).T)


def main() -> int:
    """Trains and writes the weights."""
    data = data_folder()
    if not data.is_dir():
        print(f"error: no folder {data} with recordings to train on.", file=sys.stderr)
        return 2
    with ProcessPoolExecutor(_PROCESSES) as pool:
        made = list(pool.map(_examples_of, range(SCENES)))
    kinds = [kind for _, names in made for kind in names]
    content = fit(np.concatenate([values for values, _ in made]), kinds)
    write_text(WEIGHTS, json.dumps(content, indent=1) + "\n")
    print(f"Written: {WEIGHTS}, from {len(kinds)} windows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
