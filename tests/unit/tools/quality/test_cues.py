from pathlib import Path

import pytest

from cp_whisperx.subtitles.timing import Cue
from tools.quality import cues, subtitle_material
from tools.quality.cues import Tally, count, read_srt

SRT = "1\n00:00:01,000 --> 00:00:03,000\nOne\ntwo.\n\n2\n00:00:04,000 --> 00:00:04,100\nNo...\n"


def test_cues_are_read_as_players_show_them() -> None:
    assert read_srt(SRT) == [Cue(1.0, 3.0, ("One", "two.")), Cue(4.0, 4.1, ("No...",))]


def test_a_cue_counts_once_for_a_rule() -> None:
    tally = Tally()
    count(tally, read_srt(SRT), "en")
    assert (tally.cues, tally.clean, tally.share) == (2, 1, 0.5)
    assert tally.rules["ellipsis"] == tally.rules["min_duration"] == 1


def test_the_report_has_every_tool_and_language(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake_peers(material: list[object], ours: object = ()) -> list[dict[str, object]]:
        return [{"srt": {"another tool": SRT}} for _ in material]

    films = list(subtitle_material.films(shared_data))[:1]
    monkeypatch.setattr(cues, "films", lambda _: films)
    monkeypatch.setattr(cues, "news", lambda _: [])
    monkeypatch.setattr(cues, "ask_peers", fake_peers)
    report = cues.measure(shared_data)
    assert "| another tool | 50.0% | 50.0% |" in report
    assert "| ours |" in report
    assert "`ellipsis`" in report
