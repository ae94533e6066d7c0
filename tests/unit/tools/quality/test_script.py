from pathlib import Path

import pytest

from tools.quality import script
from tools.quality.hinglish import hinglish_lines


def test_every_figure_says_on_how_much(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "_foreign_spellings", lambda _texts: {})
    report = script.measure(shared_data)
    assert "| Hindi reference texts | 58 | 0 |" in report
    assert "| reference texts romanised by the project's own rule | 58 | 58 |" in report
    assert "| unseen | 190 | " in report
    assert report.count("\n\n| ") == 4


def test_labelled_lines_are_whole() -> None:
    lines = hinglish_lines()
    assert {line.kind for line in lines} == {"hi", "mixed", "en"}
    for line in lines:
        assert len(line.words) == len(line.languages)
        assert bool(line.devanagari) == (line.kind != "en")
        assert not line.devanagari or len(line.devanagari.split()) == len(line.words)
