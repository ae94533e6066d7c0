"""The section on speakers: its material is what it says, its tables add up."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shared.wav import duration_of
from tools.quality.speakers import Clip, _clip, _page, _splice


def test_spliced_turns_lie_where_they_say() -> None:
    people = [np.full(160_000, level, dtype=np.float32) for level in (0.1, 0.2)]
    samples, turns = _splice(people, np.random.default_rng(1))
    assert {speaker for _, _, speaker in turns} == {"person0", "person1"}
    for start, end, _ in turns:
        part = samples[round(start * 16_000) : round(end * 16_000)]
        assert part == pytest.approx(0.06, abs=1e-3)
    assert sum(end - start for start, end, _ in turns) > 18
    pauses = [b[0] - a[1] for a, b in itertools.pairwise(turns)]
    assert 0.09 < min(pauses) <= max(pauses) < 0.61


def test_a_clip_is_written_in_the_pipelines_form(tmp_path: Path) -> None:
    clip = _clip("quiet", "test", "dialogues", np.zeros(32_000, np.float32), [], tmp_path)
    assert duration_of(Path(clip.audio)) == clip.duration == 2.0
    assert clip.silero == []


def test_the_tables_add_up() -> None:
    der = {"total": 10.0, "missed detection": 1.0, "false alarm": 0.5, "confusion": 2.0}
    speech = {"total": 10.0, "miss": 1.0, "false alarm": 0.5}
    lenient = {"total": 8.0, "missed detection": 0.4, "false alarm": 0.0, "confusion": 0.4}
    row: dict[str, Any] = {"diarization": der, "silero": speech, "pyannote": speech}
    row["diarization with collar"] = lenient
    clips = [Clip(name, "test", "dialogues", "", 10.0, [], []) for name in ("a", "b")]
    page = _page(
        [row | {"name": "a", "found": 2, "there": 2}, row | {"name": "b", "found": 1, "there": 2}],
        clips,
    )
    assert "| test | dialogues | 20 s | 35.0% | 10.0% | 5.0% | 20.0% | 10.0% | 1/2 |" in page
    assert "| test | dialogues | silero | 20 s | 10.0% | 5.0% | 15.0% |" in page
    assert "a 2/2, b 1/2." in page
