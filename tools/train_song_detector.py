"""Train the song detector's weights, cp_whisperx/lyrics/song_detector.json.

Usage: python -m tools.train_song_detector

Builds scenes of `tools/song_material` from a third of the recordings, measures them and fits a
network. On another third the operating point was chosen: what each kind of part weighs here, and
the constants of `cp_whisperx/lyrics/passages.py` and `clues.py`. The last stays unheard;
`./run-tests.sh --quality songs` reports on both. The recordings lie in the folder `data` of the
shared folder.
"""

import json
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from cp_whisperx.lyrics.detector import STATES, WEIGHTS, normalised
from cp_whisperx.lyrics.listening import COLUMNS, listen
from cp_whisperx.lyrics.measurements import SPAN_SECONDS, Values
from shared.atomic import write_text
from tools.measure_quality import data_folder
from tools.song_material.scenes import Scene, make_scene, shelf
from tools.sound_files import write_sound

SCENES = 20
SEED = 1
# Windows are trained on where they lie in one part, or nearly so.
_INSIDE = SPAN_SECONDS / 2
# How much each kind of part weighs: dialogue over a score is the mistake that must not happen.
SHARES = {
    "talk": 0.2, "talk over music": 0.46, "music": 0.3, "noise": 0.04, "song": 0.3,
    "a cappella": 0.08,
}  # fmt: skip
STATE_OF = {
    "talk": 0, "talk over music": 0, "music": 1, "noise": 1, "song": 2, "a cappella": 2,
}  # fmt: skip
# A voice or none, held or gliding: two units do. More learn what the material has alone.
UNITS = 2
_STRENGTH = 3e-3
_ROUNDS = 600
# Spread of the weights before the first round.
_FIRST = 0.2
_PROCESSES = 2


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
    """Fits the network by L-BFGS on all windows at once, with weight decay.

    Args:
        values: Shape (windows, columns).
        kinds: What each window is.

    Returns:
        The file's content.
    """
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    inputs = normalised(values, mean, scale)
    states = np.eye(len(STATES))[[STATE_OF[kind] for kind in kinds]]
    counts = {kind: kinds.count(kind) for kind in SHARES}
    shares = np.array([SHARES[kind] / counts[kind] for kind in kinds])
    size = (inputs.shape[1] + 1) * UNITS + (UNITS + 1) * len(STATES)
    found = minimize(
        _loss, np.random.default_rng(SEED).normal(0, _FIRST, size), (inputs, states, shares),
        method="L-BFGS-B", jac=True, options={"maxiter": _ROUNDS},
    )  # fmt: skip
    names = ("inner", "inner_bias", "outer", "outer_bias")
    return {
        "columns": list(COLUMNS), "states": list(STATES), "trained_on_windows": counts,
        "mean": mean.round(5).tolist(), "scale": scale.round(5).tolist(),
        **{name: part.round(4).tolist() for name, part in zip(names, _parts(found.x), strict=True)},
    }  # fmt: skip


def _parts(flat: Values) -> tuple[Values, Values, Values, Values]:
    """Returns views of all weights: inner, its bias, outer, its bias."""
    inner, bias, outer, last = np.split(
        flat, np.cumsum([-len(STATES) - UNITS * (len(STATES) + 1), UNITS, UNITS * len(STATES)])
    )
    return inner.reshape(-1, UNITS), bias, outer.reshape(UNITS, -1), last


def _loss(flat: Values, inputs: Values, states: Values, shares: Values) -> tuple[float, Values]:
    """Returns the weighted cross entropy with its penalty, and its gradient."""
    inner, inner_bias, outer, outer_bias = _parts(flat)
    units = np.tanh(inputs @ inner + inner_bias)
    scores = units @ outer + outer_bias
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    loss = -(shares * (states * logs).sum(axis=1)).sum()
    penalty = _STRENGTH / 2 * ((inner**2).sum() + (outer**2).sum())
    wrong = shares[:, np.newaxis] * (np.exp(logs) - states)
    back = (wrong @ outer.T) * (1 - units**2)
    slopes = (
        inputs.T @ back + _STRENGTH * inner, back.sum(axis=0),
        units.T @ wrong + _STRENGTH * outer, wrong.sum(axis=0),
    )  # fmt: skip
    return float(loss + penalty), np.concatenate([slope.ravel() for slope in slopes])


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
