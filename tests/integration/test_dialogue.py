"""Two people in quick exchange, from the film to its subtitles: who says what is really heard."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from shared.artifacts import ALIGNED, SPEAKERS, SPEAKERS_RTTM, SpeakerTurn, Transcript
from shared.stage_order import get_stage_dir
from tests.support.audio import CLIPS
from tests.support.commands import run
from tests.support.jobs import manifest_of
from tests.support.media import PICTURE, X264, run_ffmpeg

pytestmark = pytest.mark.engines("dev")
SAID: list[dict[str, Any]] = json.loads((CLIPS / "dialogue.json").read_text(encoding="utf-8"))
# So much time around each change, half before and half after, is not judged, as is usual.
COLLAR = 0.25


@pytest.fixture(scope="module")
def job_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished subtitle job of a film with the dialogue."""
    root = tmp_path_factory.mktemp("dialogue")
    film = root / "film.mp4"
    run_ffmpeg(
        "-f", "lavfi", "-i", f"{PICTURE}:duration={SAID[-1]['end'] + 0.8}",
        "-i", CLIPS / "dialogue.opus", "-map", "0:v", "-map", "1:a", *X264, "-c:a", "aac",
        "-metadata:s:a:0", "language=eng", film,
    )  # fmt: skip
    done = run(
        "run-pipeline", "--media", film, "--workflow", "subtitle", "-s", "en", "-t", "en",
        "--output-root", root / "out", "--set", f"CACHE_DIR={root / 'cache'}",
        "--set", "ASR_ENGINE=pocketsphinx", "--set", "DIARIZATION_ENGINE=embeddings",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return next((root / "out").glob("*/*/*/*/*/job.json")).parent


def read(job_dir: Path, stage: str, file: str) -> str:
    return (job_dir / get_stage_dir(stage) / file).read_text(encoding="utf-8")


def turns_of(job_dir: Path) -> list[SpeakerTurn]:
    rows = json.loads(read(job_dir, SPEAKERS.stage, SPEAKERS.file))["turns"]
    return [SpeakerTurn.model_validate(row) for row in rows]


def true_speaker(time: float) -> set[str]:
    """The names that the two voices must have got: the first one heard is 00."""
    names = {"slt": "SPEAKER_00", "rms": "SPEAKER_01"}
    return {names[line["speaker"]] for line in SAID if line["start"] <= time < line["end"]}


def away_from_edges(time: float) -> bool:
    edges = [line[side] for line in SAID for side in ("start", "end")]
    return all(abs(time - edge) > COLLAR / 2 for edge in edges)


def test_the_turns_are_those_of_the_two_voices(job_dir: Path) -> None:
    assert manifest_of(job_dir, "pyannote_vad").engine == "silero, embeddings"
    turns = turns_of(job_dir)
    assert {turn.speaker for turn in turns} == {"SPEAKER_00", "SPEAKER_01"}
    times = [time / 100 for time in range(round(SAID[-1]["end"] * 100))]
    judged = [time for time in times if away_from_edges(time)]
    wrong = [
        time for time in judged
        if {turn.speaker for turn in turns if turn.start <= time < turn.end} != true_speaker(time)
    ]  # fmt: skip
    assert len(wrong) < 0.1 * len(judged), wrong
    assert any(turn.overlapped for turn in turns)


def test_the_rttm_says_the_same(job_dir: Path) -> None:
    lines = read(job_dir, SPEAKERS_RTTM.stage, SPEAKERS_RTTM.file).splitlines()
    rows = [line.split() for line in lines]
    assert {row[1] for row in rows} == {"film"}
    turns = turns_of(job_dir)
    assert [row[7] for row in rows] == [turn.speaker for turn in turns]
    assert [float(row[3]) for row in rows] == pytest.approx([t.start for t in turns], abs=1e-3)


def test_segments_part_where_the_speaker_changes(job_dir: Path) -> None:
    content = read(job_dir, ALIGNED.stage, ALIGNED.file)
    segments = Transcript.model_validate_json(content).segments
    words = [(word, segment.speaker) for segment in segments for word in segment.words]
    assert len(words) > 40
    right = sum(name in true_speaker((word.start + word.end) / 2) for word, name in words)
    assert right > 0.9 * len(words)
    spoken = [segment.speaker for segment in segments]
    changes = sum(one != other for one, other in pairwise(spoken))
    assert changes >= len(SAID) - 3


def test_two_in_one_cue_have_a_dash_each(job_dir: Path) -> None:
    cues = read(job_dir, "subtitle_generation", "subtitles/film.en.srt").strip().split("\n\n")
    texts = [cue.split("\n", 2)[2] for cue in cues]
    dialogues = [text for text in texts if text.startswith("-")]
    assert dialogues
    for text in dialogues:
        assert re.fullmatch(r"-\S[^\n]*\n-\S[^\n]*", text)
    assert any(not text.startswith("-") for text in texts)
