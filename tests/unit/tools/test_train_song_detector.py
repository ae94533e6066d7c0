"""The regression learns what can be learnt, and writes what the detector reads."""

import json
from pathlib import Path

import numpy as np

from cp_whisperx.lyrics.detector import load_detector
from cp_whisperx.lyrics.listening import COLUMNS
from tools.song_material.scenes import Part, Scene
from tools.train_song_detector import SHARES, STATE_OF, examples, fit


def test_states_that_lie_apart_are_told_apart(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    kinds = [kind for kind in SHARES for _ in range(40)]
    middles = rng.normal(0, 3, (3, len(COLUMNS)))
    values = middles[[STATE_OF[kind] for kind in kinds]] + rng.normal(0, 1, (200, len(COLUMNS)))
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(fit(values, kinds)), encoding="utf-8")
    found = load_detector(path).judge(values).argmax(axis=1)
    assert np.mean(found == [STATE_OF[kind] for kind in kinds]) > 0.98


def test_windows_over_a_border_teach_nothing() -> None:
    silence = np.zeros(20 * 16_000, np.float32)
    scene = Scene(silence, silence, (Part(0, 10, "talk"), Part(10, 20, "music")))
    values, kinds = examples(scene)
    assert len(values) == len(kinds)
    assert 11 <= kinds.count("talk") <= 15
    assert 11 <= kinds.count("music") <= 15
