"""Judges each half second: talk, music alone, or song.

A network of one small hidden layer over the measurements of `listening`: a held note says one
thing beside syllables and another beside a chord. Its weights lie in a JSON file beside this
module, made by `tools/train_song_detector.py`, which says on what they were trained.
"""

import json
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from cp_whisperx.lyrics.listening import COLUMNS
from cp_whisperx.lyrics.measurements import Values
from shared.errors import InvalidInputError

STATES = ("talk", "music", "song")
TALK, MUSIC, SONG = range(3)
WEIGHTS = Path(__file__).with_name("song_detector.json")
# Standard deviations.
_FURTHEST = 3.0


@dataclass(frozen=True)
class Detector:
    """The network's weights.

    Attributes:
        mean: Of each measurement in training, shape (columns,).
        scale: Its standard deviation, shape (columns,).
        inner: Weights of the hidden units, shape (columns, units).
        inner_bias: Shape (units,).
        outer: Weights of the states, shape (units, 3), columns as `STATES`.
        outer_bias: Shape (3,).
    """

    mean: Values
    scale: Values
    inner: Values
    inner_bias: Values
    outer: Values
    outer_bias: Values

    def judge(self, values: Values) -> Values:
        """Returns the log likelihood of each state, up to a constant a row.

        Args:
            values: Measurements, shape (windows, columns), columns as `COLUMNS`.

        Returns:
            Shape (windows, 3).
        """
        normal = normalised(values, self.mean, self.scale)
        units = np.tanh(normal @ self.inner + self.inner_bias)
        scores: Values = units @ self.outer + self.outer_bias
        return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


def normalised(values: Values, mean: Values, scale: Values) -> Values:
    """Brings measurements to one scale. One far out says no more than those of training did."""
    normal: Values = np.clip((values - mean) / scale, -_FURTHEST, _FURTHEST)
    return normal


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
    return Detector(**{part.name: np.array(table[part.name]) for part in fields(Detector)})
