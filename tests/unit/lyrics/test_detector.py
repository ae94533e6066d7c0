"""The detector's weights are those of its measurements, and judge what they should."""

import json
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.lyrics.detector import STATES, WEIGHTS, Detector, load_detector
from cp_whisperx.lyrics.listening import COLUMNS
from shared.errors import InvalidInputError


def detector(*weights: float) -> Detector:
    """Looks at one measurement alone."""
    one = np.ones((1, 1))
    return Detector(np.zeros(1), np.ones(1), one, np.zeros(1), np.array([weights]), np.zeros(3))


def test_shipped_weights_fit() -> None:
    shipped = load_detector()
    assert shipped.inner.shape[0] == len(COLUMNS)
    assert shipped.outer.shape == (len(shipped.inner_bias), len(STATES))
    assert (shipped.scale > 0).all()


def test_likelihoods_are_those_of_a_softmax() -> None:
    found = detector(-1, 0, 1).judge(np.array([[1.0], [-1.0]]))
    assert np.exp(found).sum(axis=1) == pytest.approx([1, 1])
    assert found.argmax(axis=1).tolist() == [2, 0]


def test_far_out_is_no_more_than_far() -> None:
    judge = detector(-1, 0, 1).judge
    assert judge(np.array([[50.0]])) == pytest.approx(judge(np.array([[3.0]])))
    assert judge(np.array([[3.0]])) != pytest.approx(judge(np.array([[2.0]])), abs=0.01)


def test_weights_for_other_measurements_are_refused(tmp_path: Path) -> None:
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    table["columns"][0] = "brightness"
    path = tmp_path / "other.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="for other measurements"):
        load_detector(path)
