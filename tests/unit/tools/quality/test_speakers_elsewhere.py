"""The part of the section on speakers that runs in the environment pyannote."""

import json
from pathlib import Path

import pytest

from tests.support.wav import silence, write_wav


@pytest.mark.engines("pyannote")
def test_silence_misses_all_and_confuses_nobody(tmp_path: Path) -> None:
    from tools.quality.speakers_elsewhere import main

    audio = write_wav(tmp_path / "quiet.wav", silence(6))
    clip = {"name": "quiet", "audio": str(audio), "duration": 6.0, "turns": [[1.0, 3.0, "a"]],
            "silero": [[1.0, 2.0]]}  # fmt: skip
    (tmp_path / "clips.json").write_text(json.dumps([clip]))
    main(str(tmp_path / "clips.json"), str(tmp_path / "figures.json"))
    (figures,) = json.loads((tmp_path / "figures.json").read_text())
    assert figures["found"] == 0
    assert figures["diarization"]["missed detection"] == pytest.approx(2.0)
    assert figures["silero"]["miss"] == pytest.approx(1.0)
    assert figures["diarization"]["confusion"] == 0.0
