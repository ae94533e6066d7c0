"""hallucination_removal as a stage: what goes, what stays, and what fails the job."""

from pathlib import Path
from typing import Any

import pytest

from shared.artifacts import (
    CLEANED,
    SPEECH,
    WITH_LYRICS,
    Segment,
    SpeechRegion,
    SpeechRegions,
    Transcript,
)
from shared.errors import EXIT_FAILURE
from tests.support.jobs import load_stage, make_job, manifest_of, put

run_stage = load_stage("hallucination_removal")


def prepare(root: Path, texts: list[str], spoken: bool = True, **settings: Any) -> Path:
    """Every text takes two seconds and a second of pause."""
    segments = tuple(
        Segment(id=n, start=3 * n, end=3 * n + 2, text=text) for n, text in enumerate(texts)
    )
    regions = tuple(SpeechRegion(start=s.start, end=s.end) for s in segments) if spoken else ()
    duration = 3.0 * len(texts)
    job = make_job(root, **settings)
    put(job, SPEECH, SpeechRegions(engine="t", duration=duration, regions=regions))
    put(
        job,
        WITH_LYRICS,
        Transcript(language="hi", duration=duration, engine="t", segments=segments),
    )
    return job


def cleaned(job: Path) -> Path:
    return job / "09_hallucination_removal" / CLEANED.file


def result(job: Path) -> Transcript:
    return Transcript.model_validate_json(cleaned(job).read_bytes())


def test_clean_text_passes_unchanged(tmp_path: Path) -> None:
    texts = ["नमस्ते, आप कैसे हैं?", "मुझे चाय चाहिए।", "नहीं नहीं नहीं!", "Thank you."]
    job = prepare(tmp_path, texts)
    assert run_stage(job) == 0
    assert [segment.text for segment in result(job).segments] == texts
    assert result(job).removed == ()
    assert manifest_of(job, "hallucination_removal").warnings == []


def test_loop_is_cut_and_noted(tmp_path: Path) -> None:
    loop = ("मैं जा रहा हूँ। " * 7).strip()
    job = prepare(tmp_path, ["नमस्ते।", loop, "मुझे चाय चाहिए।"], log_level="DEBUG")
    assert run_stage(job) == 0
    found = result(job)
    assert found.segments[1].text == "मैं जा रहा हूँ।"
    assert found.removed[0].segment.text == loop
    assert manifest_of(job, "hallucination_removal").figures["removed"] == 1
    assert "मैं जा रहा" in (job / "09_hallucination_removal/stage.log").read_text("utf-8")


def test_setting_changes_how_often_a_sentence_may_come(tmp_path: Path) -> None:
    texts = ["हाँ चलो", *["मुझे नहीं पता क्या हुआ"] * 4, "ठीक है"]
    for name, limit, left in (("few", 2, 3), ("many", 6, 6)):
        job = prepare(tmp_path / name, texts, hallucination_max_repeats=limit)
        assert run_stage(job) == 0
        assert len(result(job).segments) == left


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["और फिर हम चल दिए।"] * 84, "84 of 84 sentences"),
        (["آپ کیسے ہیں؟ میں ٹھیک ہوں۔", "مجھے چائے چاہیے۔"], "script of Hindi"),
        (["aap kaise hain? main theek hoon", "mujhe chai chahiye"], "script of Hindi"),
    ],
)
def test_transcript_that_must_not_be_shipped(
    tmp_path: Path, texts: list[str], message: str
) -> None:
    job = prepare(tmp_path, texts)
    assert run_stage(job) == EXIT_FAILURE
    manifest = manifest_of(job, "hallucination_removal")
    assert manifest.status == "failed"
    assert message in manifest.errors[0]
    assert "SOURCE_LANGUAGE" in manifest.errors[0]
    assert manifest.outputs == []
    assert not cleaned(job).exists()


def test_earlier_success_is_not_left_as_one(tmp_path: Path) -> None:
    job = prepare(tmp_path, ["नमस्ते।"])
    assert run_stage(job) == 0
    looping = tuple(Segment(id=n, start=n, end=n + 1, text="और फिर हम चल दिए।") for n in range(84))
    put(
        job,
        WITH_LYRICS,
        Transcript(language="hi", duration=84, engine="t", segments=looping),
    )
    assert run_stage(job) == EXIT_FAILURE
    assert manifest_of(job, "hallucination_removal").status == "failed"


def test_nothing_left_is_told(tmp_path: Path) -> None:
    job = prepare(tmp_path, ["Thank you.", "धन्यवाद"], spoken=False)
    assert run_stage(job) == 0
    assert result(job).segments == ()
    assert "nothing to subtitle" in manifest_of(job, "hallucination_removal").degraded[0]


def test_empty(tmp_path: Path) -> None:
    job = prepare(tmp_path, [])
    assert run_stage(job) == 0
    assert result(job).segments == ()
    assert manifest_of(job, "hallucination_removal").degraded == []
