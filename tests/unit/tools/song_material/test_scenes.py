"""Scenes know what is heard when, and no speaker is heard in both halves."""

from pathlib import Path

import numpy as np
import pytest

from tools.song_material.scenes import make_scene, shelf


def test_halves_share_no_recording(shared_data: Path) -> None:
    train, test = (shelf(shared_data, half) for half in ("train", "test"))
    assert min(len(train.talk), len(test.talk)) > 20
    beginnings = {clip[:4_000].tobytes() for clip in train.talk}
    assert not beginnings & {clip[:4_000].tobytes() for clip in test.talk}


@pytest.mark.slow
def test_a_scene_and_its_truth(shared_data: Path) -> None:
    scene = make_scene(shelf(shared_data, "test"), 7, 0)
    assert len(scene.samples) == len(scene.voices)
    assert scene.parts[-1].end <= len(scene.samples) / 16_000
    assert all(part.start < part.end for part in scene.parts)
    assert {"talk", "talk over music", "music", "song", "a cappella"} == {
        part.kind for part in scene.parts
    }
    for part in scene.parts:
        voice = scene.voices[round(part.start * 16_000) : round(part.end * 16_000)]
        assert bool(np.abs(voice).max() > 0.001) == (part.kind != "music")
