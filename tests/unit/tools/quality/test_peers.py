import subprocess
from pathlib import Path

import pytest

from tools.quality import peers


def test_the_environment_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "peers"
    ran: list[list[str]] = []

    def fake_run(command: list[object], **_: object) -> None:
        ran.append([str(part) for part in command])
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "bin" / "python").touch()

    monkeypatch.setattr(peers, "_FOLDER", folder)
    monkeypatch.setattr(subprocess, "run", fake_run)
    assert peers.peers_python() == folder / "bin" / "python"
    assert len(ran) == 3
    assert any("--no-deps" in command and "whisperx==3.8.6" in command for command in ran)
    peers.peers_python()
    assert len(ran) == 3
