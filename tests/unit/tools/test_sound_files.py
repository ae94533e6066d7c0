"""What is written is read again."""

from pathlib import Path

import numpy as np
import pytest

from shared.wav import read_samples
from tests.support.wav import tone
from tools.sound_files import read_sound, write_sound


def test_written_in_the_pipelines_form_and_read_by_both(tmp_path: Path) -> None:
    samples = tone(0.5)
    path = write_sound(tmp_path / "x.wav", samples)
    assert read_samples(path) == pytest.approx(samples, abs=1e-4)
    assert read_sound(path) == pytest.approx(samples, abs=1e-4)


def test_too_loud_is_cut_off(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "x.wav", np.full(100, 3.0, np.float32))
    assert read_samples(path).max() == pytest.approx(1, abs=1e-4)
