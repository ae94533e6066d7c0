"""Judges each half second: talk, music alone, or song.

A softmax regression over the measurements of `listening`. Its weights lie in a JSON file beside
this module, made by `tools/train_song_detector.py`, which says on what they were trained.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cp_whisperx.lyrics.listening import COLUMNS
from cp_whisperx.lyrics.measurements import Values
from shared.errors import InvalidInputError

STATES = ("talk", "music", "song")
TALK, MUSIC, SONG = range(3)
WEIGHTS = Path(__file__).with_name("song_detector.json")
# A measurement that lies further out than any in training says no more than those did.
_FURTHEST = 3.0


@dataclass(frozen=True)
class Detector:
    """Weights for each measurement and state.

    Attributes:
        mean: Of each measurement in training, shape (columns,).
        scale: Its standard deviation, shape (columns,).
        weights: Shape (columns, 3), columns as `STATES`.
        bias: Shape (3,).
    """

    mean: Values
    scale: Values
    weights: Values
    bias: Values

    def judge(self, values: Values) -> Values:
        """Returns the log likelihood of each state, up to a constant a row.

        Args:
            values: Measurements, shape (windows, columns), columns as `COLUMNS`.

        Returns:
            Shape (windows, 3).
        """
        normal = np.clip((values - self.mean) / self.scale, -_FURTHEST, _FURTHEST)
        scores: Values = normal @ self.weights + self.bias
        return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


def load_detector(path: Path = WEIGHTS) -> Detector:
    """Reads the weights.

    Raises:
        InvalidInputError: If they are for other measurements than this version makes.
    """
    table = json.loads(path.read_text(encoding="utf-8"))
    if tuple(table["columns"]) != COLUMNS or tuple(table["states"]) != STATES:
        raise InvalidInputError(
            f"The song detector's weights in {path} are for other measurements.",
            "Make them again: python -m tools.train_song_detector",
        )
    parts = {name: np.array(table[name]) for name in ("mean", "scale", "weights", "bias")}
    return Detector(**parts)
