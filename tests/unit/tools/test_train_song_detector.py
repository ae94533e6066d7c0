"""The regression learns what can be learnt, and writes what the detector reads."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import check_grad

from cp_whisperx.lyrics.detector import load_detector
from cp_whisperx.lyrics.listening import COLUMNS
from tools import train_song_detector
from tools.song_material.scenes import Part, Scene
from tools.train_song_detector import SHARES, STATE_OF, UNITS, _loss, examples, fit


def test_states_that_lie_apart_are_told_apart(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    kinds = [kind for kind in SHARES for _ in range(40)]
    middles = rng.normal(0, 3, (3, len(COLUMNS)))
    values = middles[[STATE_OF[kind] for kind in kinds]] + rng.normal(0, 1, (240, len(COLUMNS)))
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(fit(values, kinds)), encoding="utf-8")
    found = load_detector(path).judge(values).argmax(axis=1)
    assert np.mean(found == [STATE_OF[kind] for kind in kinds]) > 0.98


def test_the_network_learns_what_no_straight_line_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Song where a measurement lies in the middle, talk on either side of it."""
    monkeypatch.setattr(train_song_detector, "UNITS", 6)
    rng = np.random.default_rng(0)
    values = rng.normal(0, 1, (900, len(COLUMNS)))
    states = np.where(np.abs(values[:, 0]) < 0.7, 2, 0)
    states[:200], values[:200, 1] = 1, 6
    named = [[kind for kind in SHARES if STATE_OF[kind] == state] for state in range(3)]
    kinds = [named[state][number % 2] for number, state in enumerate(states)]
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(fit(values, kinds)), encoding="utf-8")
    assert np.mean(load_detector(path).judge(values).argmax(axis=1) == states) > 0.9


def test_the_gradient_is_that_of_the_loss() -> None:
    rng = np.random.default_rng(0)
    weights = rng.normal(0, 0.3, 5 * UNITS + 3 * (UNITS + 1))
    states = np.eye(3)[rng.integers(0, 3, 20)]
    more = (rng.normal(0, 1, (20, 4)), states, rng.uniform(0, 1, 20))
    assert (
        check_grad(lambda at: _loss(at, *more)[0], lambda at: _loss(at, *more)[1], weights) < 1e-5
    )


def test_windows_over_a_border_teach_nothing() -> None:
    silence = np.zeros(20 * 16_000, np.float32)
    scene = Scene(silence, silence, (Part(0, 10, "talk"), Part(10, 20, "music")))
    values, kinds = examples(scene)
    assert len(values) == len(kinds)
    assert 11 <= kinds.count("talk") <= 15
    assert 11 <= kinds.count("music") <= 15
