"""alignment as a stage: what it writes, with each engine, and where it falls back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.artifacts import ALIGNED, SEGMENTS, SPEECH, TRANSCRIPT, VOCALS, Segment, Transcript
from shared.errors import EXIT_INVALID, EXIT_RESOURCE
from tests.support.ctc_model import CTC_MICRO, Spoken, start_errors
from tests.support.jobs import load_stage, make_job, manifest_of, put

run_stage = load_stage("alignment")


def prepare(root: Path, spoken: Spoken, engine: str, **settings: Any) -> Path:
    job = make_job(root, engines={"alignment": engine}, **settings)
    put(job, VOCALS, spoken.audio.read_bytes())
    put(job, SPEECH, spoken.regions)
    put(job, SEGMENTS, spoken.transcript)
    return job


def aligned(job: Path) -> Transcript:
    path = job / "07_alignment" / ALIGNED.file
    return Transcript.model_validate_json(path.read_bytes())


@pytest.mark.parametrize(
    ("engine", "clip_name", "limit"),
    [
        ("ctc", "english", 0.03),
        ("ctc", "hindi", 0.03),
        ("pocketsphinx", "flite_words", 0.1),
        ("recogniser", "hindi", 1.0),
    ],
)
def test_every_engine_to_the_end(
    tmp_path: Path, clip: Callable[[str], Spoken], engine: str, clip_name: str, limit: float
) -> None:
    spoken = clip(clip_name)
    job = prepare(tmp_path, spoken, engine, alignment_model=CTC_MICRO)
    assert run_stage(job) == 0
    assert start_errors(aligned(job), spoken.truth).max() < limit
    manifest = manifest_of(job, "alignment")
    assert manifest.status == "success"
    assert manifest.engine == engine
    assert manifest.figures["segments"] == 3
    assert manifest.figures["aligned_poorly"] == 0
    assert manifest.warnings == []


def test_transcript_is_exported(tmp_path: Path, clip: Callable[[str], Spoken]) -> None:
    spoken = clip("hindi")
    job = prepare(tmp_path, spoken, "recogniser", alignment_paragraph_pause=0.8)
    assert run_stage(job) == 0
    text = (job / "07_alignment" / "transcript.txt").read_text(encoding="utf-8")
    assert text == "नमस्ते, आप कैसे हैं?\nमुझे एक कप चाय चाहिए।\nआज मौसम बहुत अच्छा है।\n"
    stored = (job / "07_alignment" / TRANSCRIPT.file).read_bytes()
    exported = Transcript.model_validate_json(stored)
    assert exported == aligned(job)
    assert all(segment.words for segment in exported.segments)


def test_empty_transcript(tmp_path: Path, clip: Callable[[str], Spoken]) -> None:
    spoken = clip("english")
    job = prepare(tmp_path, spoken, "ctc", alignment_model=CTC_MICRO)
    nothing = {"segments": (), "language": "und"}
    put(job, SEGMENTS, spoken.transcript.model_copy(update=nothing))
    assert run_stage(job) == 0
    assert manifest_of(job, "alignment").warnings == []
    assert aligned(job).segments == ()
    assert (job / "07_alignment" / "transcript.txt").read_text(encoding="utf-8") == ""


def test_detected_language_that_the_engine_does_not_serve(
    tmp_path: Path, clip: Callable[[str], Spoken]
) -> None:
    job = prepare(tmp_path, clip("hindi"), "pocketsphinx", workflow="transcribe",
                  source_language="auto")  # fmt: skip
    assert run_stage(job) == 0
    manifest = manifest_of(job, "alignment")
    assert manifest.engine == "recogniser"
    assert "pocketsphinx does not serve the language 'hi'" in manifest.warnings[0]


def test_text_that_fits_nowhere_is_told(tmp_path: Path, clip: Callable[[str], Spoken]) -> None:
    spoken = clip("english")
    wrong = tuple(
        segment.model_copy(update={"text": "Do not forget to close the door."})
        for segment in spoken.transcript.segments
    )
    job = prepare(tmp_path, spoken, "ctc", alignment_model=CTC_MICRO)
    put(job, SEGMENTS, spoken.transcript.model_copy(update={"segments": wrong}))
    assert run_stage(job) == 0
    manifest = manifest_of(job, "alignment")
    assert manifest.figures["aligned_poorly"] == 3
    assert "3 of 3 segments could not be aligned" in manifest.warnings[0]


@pytest.mark.parametrize(
    ("model", "code"), [("", EXIT_INVALID), ("/nowhere/at/all", EXIT_RESOURCE)]
)
def test_missing_model_is_told(
    tmp_path: Path, clip: Callable[[str], Spoken], model: str, code: int
) -> None:
    job = prepare(tmp_path, clip("english"), "ctc", alignment_model=model)
    assert run_stage(job) == code
    manifest = manifest_of(job, "alignment")
    assert manifest.status == "failed"
    assert "ALIGNMENT_MODEL" in manifest.errors[0]
    assert not (job / "07_alignment" / ALIGNED.file).exists()


def test_same_input_gives_the_same_bytes(tmp_path: Path, clip: Callable[[str], Spoken]) -> None:
    written = []
    for name in ("first", "second"):
        job = prepare(tmp_path / name, clip("hindi"), "ctc", alignment_model=CTC_MICRO)
        assert run_stage(job) == 0
        written.append((job / "07_alignment" / ALIGNED.file).read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("engine", "clip_name"), [("ctc", "hindi"), ("pocketsphinx", "flite_words")]
)
def test_a_script_without_times_is_placed_and_its_strange_line_told(
    tmp_path: Path, clip: Callable[[str], Spoken], engine: str, clip_name: str
) -> None:
    spoken = clip(clip_name)
    texts = [segment.text for segment in spoken.transcript.segments]
    texts.insert(1, "Seventeen purple elephants were dancing on the old bridge.")
    duration = spoken.transcript.duration
    lines = tuple(
        Segment(id=n, start=0, end=duration, text=text, flags=("rough_time",))
        for n, text in enumerate(texts)
    )
    script = spoken.transcript.model_copy(update={"segments": lines, "engine": "script"})
    job = prepare(tmp_path, spoken, engine, alignment_model=CTC_MICRO)
    put(job, SEGMENTS, script)
    assert run_stage(job) == 0
    assert [segment.id for segment in aligned(job).segments] == [0, 2, 3]
    assert start_errors(aligned(job), spoken.truth).max() < 0.1
    manifest = manifest_of(job, "alignment")
    assert manifest.figures["not_heard"] == 1
    assert "1 line of the script not heard" in manifest.warnings[0]
