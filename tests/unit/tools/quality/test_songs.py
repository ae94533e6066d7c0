"""Songs found are compared with the truth second by second."""

from pathlib import Path

import numpy as np
import pytest

from shared.artifacts import SongPassage
from tools.quality import songs
from tools.quality.songs import Tally
from tools.song_material.scenes import Part, Scene

NOTHING = np.zeros(0, np.float32)
PARTS = (
    Part(0, 20, "talk"),
    Part(20, 40, "talk over music", 5),
    Part(40, 60, "song", 3),
    Part(62, 80, "song", 3),
    Part(80, 90, "music"),
)


def tally(*spans: tuple[float, float]) -> Tally:
    found = Tally()
    passages = [SongPassage(start=start, end=end) for start, end in spans]
    found.add(Scene(NOTHING, NOTHING, PARTS), passages)
    return found


def test_all_found() -> None:
    found = tally((40, 80))
    assert found.recall == pytest.approx(1)
    assert found.precision == pytest.approx(38 / 40, abs=0.01)
    assert (found.passages, found.missed) == (1, 0)
    assert found.errors == [0, 0]


def test_talk_over_music_is_counted_by_level() -> None:
    found = tally((30, 60))
    assert found.share("talk over music") == pytest.approx(0.5)
    assert found.share("talk over music, voice +5 dB") == pytest.approx(0.5)
    assert found.share("talk") == 0
    assert found.errors == [10, 20]


def test_nothing_found() -> None:
    found = tally()
    assert (found.recall, found.missed) == (0, 1)


@pytest.mark.slow
def test_section(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(songs, "SCENES", 1)
    text = songs.measure(shared_data)
    assert "synthetic" in text
    assert "| **talk over music taken for song** |" in text
    assert all(row.count("|") == 4 for row in text.splitlines() if row.startswith("|"))
    assert text.count("\n| ") > 10
