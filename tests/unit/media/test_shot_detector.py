import numpy as np
import pytest

from cp_whisperx.media.shot_detector import HEIGHT, WIDTH, ShotDetector

CHANCE = np.random.default_rng(7)


def _scene(length: int, level: int, motion: float = 0.0) -> np.ndarray:
    """A scene of one texture, moved a little from picture to picture."""
    texture = CHANCE.integers(0, 60, (HEIGHT, WIDTH, 3)).astype(np.float64) + level
    moved = [np.roll(texture, round(i * motion), axis=1) for i in range(length)]
    return np.stack(moved) if moved else texture[None][:0]


def _cuts(*scenes: np.ndarray, threshold: float = 6.0, chunk: int = 1000) -> list[int]:
    data = np.clip(np.concatenate(scenes), 0, 255).astype(np.uint8).tobytes()
    seen: list[int] = []
    detector = ShotDetector(threshold, seen.append)
    for place in range(0, len(data), chunk):
        detector(data[place : place + chunk])
    cuts = detector.finish()
    assert seen == sorted(seen)
    assert seen[-1] == sum(map(len, scenes))
    return cuts


@pytest.mark.parametrize("chunk", [1000, 1 << 16])
def test_cuts_are_found_at_their_frame_also_over_batches(chunk: int) -> None:
    lengths = [30, 40, 500, 509, 100, 12, 3000, 20]
    scenes = [_scene(length, 20 + 70 * (n % 3)) for n, length in enumerate(lengths)]
    assert _cuts(*scenes, chunk=chunk) == np.cumsum(lengths)[:-1].tolist()


def test_a_flash_is_no_cut() -> None:
    scene = _scene(100, 50)
    for place in (30, 60, 61):
        scene[place] = 250
    assert _cuts(scene) == []


def test_a_fade_a_dissolve_and_a_fast_pan_are_no_cuts() -> None:
    first, second = _scene(60, 20), _scene(60, 150)
    weight = np.linspace(0, 1, 20)[:, None, None, None]
    dissolve = first[-20:] * (1 - weight) + second[:20] * weight
    assert _cuts(first, dissolve, second) == []
    assert _cuts(first, first[-20:] * (1 - weight)) == []
    assert _cuts(_scene(100, 80, motion=5)) == []


def test_a_higher_threshold_passes_cuts_between_alike_scenes() -> None:
    scenes = _scene(40, 60), _scene(40, 75)
    assert _cuts(*scenes) == [40]
    assert _cuts(*scenes, threshold=60) == []


@pytest.mark.parametrize("length", [0, 1, 2, 5])
def test_short_films(length: int) -> None:
    assert _cuts(_scene(length, 60)) == []
