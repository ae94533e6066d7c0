"""The command that writes docs/quality.md: sections are replaced one by one."""

import types
from pathlib import Path

import pytest

from tools import measure_quality


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report of two sections, over a folder of recordings that is there."""
    (tmp_path / "shared" / "data").mkdir(parents=True)
    monkeypatch.setenv("CP_WHISPERX_SHARED", str(tmp_path / "shared"))
    monkeypatch.setattr(measure_quality, "PROJECT_ROOT", tmp_path)
    monkeypatch.setattr(measure_quality, "REPORT", tmp_path / "quality.md")
    monkeypatch.setattr(measure_quality, "SECTIONS", ("first", "second"))
    monkeypatch.setattr(measure_quality, "load_section", _section)
    return tmp_path / "quality.md"


def _section(name: str) -> types.SimpleNamespace:
    return types.SimpleNamespace(TITLE=name.title(), measure=lambda data: f"{name} in {data.name}")


def test_all_sections_are_written_in_order(report: Path) -> None:
    assert measure_quality.main([]) == 0
    text = report.read_text(encoding="utf-8")
    assert text.index("## First\n\nfirst in data") < text.index("## Second\n\nsecond in data")


def test_a_section_alone_leaves_the_others_as_they_are(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure_quality.main([])
    again = types.SimpleNamespace(TITLE="Second", measure=lambda _data: "measured again")
    monkeypatch.setattr(measure_quality, "load_section", lambda _name: again)
    assert measure_quality.main(["second"]) == 0
    text = report.read_text(encoding="utf-8")
    assert "first in data" in text
    assert "measured again" in text
    assert "second in data" not in text


@pytest.mark.usefixtures("report")
def test_an_unknown_section_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert measure_quality.main(["third"]) == 2
    assert "no section third" in capsys.readouterr().err


def test_without_recordings_it_says_so(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CP_WHISPERX_SHARED", str(report.parent / "nowhere"))
    assert measure_quality.main([]) == 2
    assert "no folder" in capsys.readouterr().err
