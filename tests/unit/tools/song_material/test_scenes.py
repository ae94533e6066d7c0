"""Scenes know what is heard when, and no speaker is heard in two thirds."""

from pathlib import Path

import numpy as np
import pytest

from tools.song_material.scenes import make_scene, shelf


def test_thirds_share_no_recording(shared_data: Path) -> None:
    shelves = [shelf(shared_data, third) for third in ("train", "tune", "test")]
    clips = [clip[:4_000].tobytes() for of_one in shelves for clip in of_one.talk]
    assert all(len(of_one.talk) > 8 for of_one in shelves)
    assert len(set(clips)) == len(clips)
    assert len({of_one.music[:4_000].tobytes() for of_one in shelves}) == 3


@pytest.mark.slow
def test_a_scene_and_its_truth(shared_data: Path) -> None:
    scene = make_scene(shelf(shared_data, "test"), 7, 0)
    assert len(scene.samples) == len(scene.voices)
    assert scene.parts[-1].end <= len(scene.samples) / 16_000 + 1e-6
    assert all(part.start < part.end for part in scene.parts)
    assert {"talk", "talk over music", "music", "noise", "song", "a cappella"} == {
        part.kind for part in scene.parts
    }
    for part in scene.parts:
        voice = scene.voices[round(part.start * 16_000) : round(part.end * 16_000)]
        assert bool(np.abs(voice).max() > 0.001) == (part.kind not in {"music", "noise"})
