"""A recogniser that went astray, as seen in the field: never shipped as a success."""

import shutil
from pathlib import Path

import pytest

from shared.paths import PROJECT_ROOT
from tests.support.audio import CLIPS
from tests.support.jobs import manifest_of
from tests.support.media import PICTURE, X264, run_ffmpeg
from tests.support.project_copy import ProjectCopy

FAKE = PROJECT_ROOT / "tests" / "support" / "fake_recogniser.py"
CHINESE = "我们今天一起去看电影吧\n他昨天没有来学校上课\n这个问题非常重要\n"


@pytest.fixture(scope="module")
def minute(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film with a minute of Hindi speech."""
    film = tmp_path_factory.mktemp("minute") / "minute.mp4"
    run_ffmpeg(
        "-f", "lavfi", "-i", f"{PICTURE}:duration=60", "-stream_loop", "-1",
        "-i", CLIPS / "hindi.opus", "-t", "60", "-map", "0:v", "-map", "1:a", *X264,
        "-c:a", "aac", film,
    )  # fmt: skip
    return film


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("बलिया\n" * 84, "84 of 84 sentences (100% of the text) are the same, 'बलिया'"),
        (CHINESE * 5, "of the letters are in the script of Hindi"),
    ],
    ids=["one sentence 84 times over", "another script"],
)
def test_the_job_fails_its_quality_gate(
    lines: str, words: str, minute: Path, short_options: list[str], tmp_path: Path
) -> None:
    project = ProjectCopy(tmp_path / "project")
    shutil.copy(FAKE, project.root / "cp_whisperx" / "asr" / "faster_whisper.py")
    (project.root / "cp_whisperx" / "asr" / "lines.txt").write_text(lines, "utf-8")
    options = ["--media", str(minute), *short_options[2:], "--output-root", tmp_path / "out"]
    code, said = project.run("run-pipeline", *options)
    assert code == 1, said
    assert "Recognition failed" in said
    assert words in " ".join(said.split())
    job_dir = next((tmp_path / "out").rglob("job.json")).parent
    assert manifest_of(job_dir, "hallucination_removal").status == "failed"
    assert words in manifest_of(job_dir, "hallucination_removal").errors[-1]
    assert list(job_dir.rglob("*.mkv")) == list(job_dir.rglob("*.srt")) == []
    # Running it again changes nothing: it is not done, and it is not let through.
    code, said = project.run("run-pipeline", "--job-dir", job_dir)
    assert (code, "Recognition failed" in said) == (1, True)
