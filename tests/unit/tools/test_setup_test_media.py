"""Tests of putting the standard samples in place."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup_test_media as tool

PROJECT = Path(__file__).resolve().parents[3]
CLIP = "test_clips/jaane_tu_test_clip.mp4"


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "in", tmp_path / "in"))


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    folder = tmp_path / "originals"
    folder.mkdir()
    (folder / "jaane_tu_test_clip.mp4").write_bytes(b"the real film")
    return folder


def run(monkeypatch: pytest.MonkeyPatch, media: Path, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["setup", "--media-root", str(media), *arguments])
    return tool.main()


def test_the_shipped_stand_ins_are_recognised(
    monkeypatch: pytest.MonkeyPatch, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, media) == 0
    assert capsys.readouterr().out.count("is the stand-in") == 2


@pytest.mark.parametrize("links", [True, False])
def test_an_original_takes_the_place_and_gives_it_back(
    monkeypatch: pytest.MonkeyPatch, media: Path, originals: Path, links: bool
) -> None:
    stand_in = (media / CLIP).read_bytes()
    if not links:

        def refuse(*_: object) -> None:
            raise OSError("links are not allowed")

        monkeypatch.setattr(Path, "symlink_to", refuse)
    for _ in range(2):
        assert run(monkeypatch, media, "--originals", str(originals)) == 0
        assert (media / CLIP).read_bytes() == b"the real film"
        assert (media / CLIP).is_symlink() is links
    assert run(monkeypatch, media, "--stand-ins") == 0
    assert (media / CLIP).read_bytes() == stand_in
    assert (originals / "jaane_tu_test_clip.mp4").read_bytes() == b"the real film"


def test_a_sample_without_original_keeps_its_stand_in(
    monkeypatch: pytest.MonkeyPatch,
    media: Path,
    originals: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, media, "--originals", str(originals)) == 0
    said = capsys.readouterr().out
    assert "the stand-in stays" in said
    assert "is your original" in said


def test_a_damaged_or_missing_stand_in_is_an_error(
    monkeypatch: pytest.MonkeyPatch, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (media / CLIP).write_bytes(b"cut short")
    (media / "Energy Demand in AI.mp4").unlink()
    assert run(monkeypatch, media) == 3
    said = capsys.readouterr().out
    assert "is missing" in said
    assert "its checksum differs" in said


def test_an_absent_originals_folder_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, media, "--originals", str(media / "absent")) == 2
    assert "nothing was changed" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="the shell script has a PowerShell twin")
def test_the_shell_script_hands_over() -> None:
    command = ["sh", str(PROJECT / "tools/setup-test-media.sh"), "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "--originals" in shown
