"""The writers of other tools run only in the environment that the measuring builds."""

import json
import subprocess
from pathlib import Path

import pytest

from shared.paths import PROJECT_ROOT
from tools.quality import cues_elsewhere

PEERS = PROJECT_ROOT / "venv" / "quality-peers" / "bin" / "python"
TEXT = "Where did you put the red book?"
WORDS = [
    {"word": word, "start": n * 0.5, "end": n * 0.5 + 0.4} for n, word in enumerate(TEXT.split())
]
SEGMENT = {"id": 0, "start": 0.0, "end": 3.4, "text": TEXT,
           "words": WORDS}  # fmt: skip


@pytest.mark.skipif(not PEERS.is_file(), reason="the other tools are not set up")
def test_other_tools_write_the_same_words(tmp_path: Path) -> None:
    reference = "1\n00:00:00,000 --> 00:00:03,400\nWhere did you put the red book?\n"
    row = {"name": "a", "language": "en", "segments": [SEGMENT], "width": 16, "ours": reference,
           "reference": reference}  # fmt: skip
    task, answer = tmp_path / "task.json", tmp_path / "answer.json"
    task.write_text(json.dumps([row]), encoding="utf-8")
    subprocess.run([PEERS, cues_elsewhere.__file__, task, answer], check=True)
    made = json.loads(answer.read_text(encoding="utf-8"))[0]
    assert made["suber"]["ours"] == 0
    assert len(made["srt"]) == 4
    for text in made["srt"].values():
        assert "Where" in text
        assert "book?" in text
