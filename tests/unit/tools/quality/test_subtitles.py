from pathlib import Path

import numpy as np
import pytest

from tools.quality import subtitle_material, subtitles
from tools.quality.subtitles import nearest, set_alike


def test_times_are_compared_with_the_nearest() -> None:
    found = nearest(np.array([1.0, 5.0]), np.array([0.5, 1.25, 9.0]))
    assert found.tolist() == [0.25, 3.75]


def test_texts_are_set_alike_before_they_are_compared() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n\u202bRun!!!\u202c\nNow...\n"
    assert "Run!\nNow…" in set_alike(text, "en")


def test_the_report_has_a_row_for_each_film(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake_peers(material: list[object], ours: list[str]) -> list[dict[str, object]]:
        return [{"suber": {"ours": 10.0}} for _ in ours]

    material = [next(subtitle_material.films(shared_data))]
    monkeypatch.setattr(subtitles, "films", lambda _: material)
    monkeypatch.setattr(subtitles, "ask_peers", fake_peers)
    report = subtitles.measure(shared_data)
    assert "| mean | | | 10.0 |" in report
    assert "| start |" in report
