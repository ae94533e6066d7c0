"""hallucination_removal as a stage: what goes, what stays, and what fails the job."""

import io
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shared.artifacts import (
    AUDIO,
    CLEANED,
    REMOVED_TEXT,
    SPEECH,
    WITH_LYRICS,
    Segment,
    SpeechRegion,
    SpeechRegions,
    Transcript,
)
from shared.errors import EXIT_FAILURE, EXIT_INVALID
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


def listed(job: Path) -> str:
    return (job / "09_hallucination_removal" / REMOVED_TEXT.file).read_text("utf-8")


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
    assert "kept: मैं जा रहा हूँ।" in listed(job)
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


def test_what_was_removed_comes_back_when_it_is_asked_for(tmp_path: Path) -> None:
    texts = ["Thank you.", "धन्यवाद", "मुझे चाय चाहिए।"]
    for name, wish, left in (
        ("one", "1", [1]),
        ("time", "0:00:07", [2]),
        ("all", "all", [0, 1, 2]),
    ):
        job = prepare(tmp_path / name, texts, spoken=False, hallucination_restore=wish)
        assert run_stage(job) == 0
        assert [segment.id for segment in result(job).segments] == left
        assert manifest_of(job, "hallucination_removal").figures["restored"] == len(left)
        assert manifest_of(job, "hallucination_removal").warnings == []


def test_a_wish_that_means_nothing_is_warned_of(tmp_path: Path) -> None:
    job = prepare(tmp_path, ["मुझे चाय चाहिए।"], hallucination_restore="12")
    assert run_stage(job) == 0
    assert "names 12" in manifest_of(job, "hallucination_removal").warnings[0]


def test_a_wish_that_cannot_be_read_ends_the_stage(tmp_path: Path) -> None:
    job = prepare(tmp_path, ["मुझे चाय चाहिए।"], hallucination_restore="the third one")
    assert run_stage(job) == EXIT_INVALID
    assert "does not understand" in manifest_of(job, "hallucination_removal").errors[0]


def test_sensitivity(tmp_path: Path) -> None:
    for name, left in (("strict", 0), ("normal", 0), ("lenient", 1)):
        job = prepare(
            tmp_path / name, ["मुझे चाय चाहिए।"], spoken=False, hallucination_sensitivity=name
        )
        assert run_stage(job) == 0
        assert len(result(job).segments) == left


def noise(seconds: float, level: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.random.default_rng(1).uniform(-level, level, int(seconds * 16_000))


def test_silence_in_the_audio_condemns_what_is_recognised_surely(tmp_path: Path) -> None:
    """At full confidence text off the speech stays in doubt, unless nothing sounds there."""
    for name, level, left in (("sounding", 0.1, 1), ("silent", 0.0, 0)):
        job = prepare(tmp_path / name, [], spoken=False)
        line = Segment(id=0, start=10, end=12, text="मुझे चाय चाहिए।", confidence=0.95)
        heard = Transcript(language="hi", duration=20, engine="t", segments=(line,))
        put(job, WITH_LYRICS, heard)
        sound = np.concatenate([noise(9, 0.003), noise(4, level), noise(7, 0.003)])
        put(job, AUDIO, wav(sound))
        assert run_stage(job) == 0
        assert len(result(job).segments) == left
        entry = (result(job).segments or [result(job).removed[0].segment])[0]
        assert "level_db" in entry.evidence


def wav(samples: np.ndarray[Any, np.dtype[np.float64]]) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as stream:
        stream.setparams((1, 2, 16_000, 0, "NONE", ""))
        stream.writeframes((samples * 32_767).astype("<i2").tobytes())
    return target.getvalue()


def test_much_that_was_removed_is_warned_of(tmp_path: Path) -> None:
    said = ["चाय लाओ", "दरवाज़ा बंद है", "माँ कहाँ है?", "बारिश होगी", "कल आना", "पैसे दो", "सुनो", "घर चलो"]
    job = prepare(tmp_path, [*said, *["Thank you."] * 4])
    spoken = tuple(SpeechRegion(start=3 * n, end=3 * n + 2) for n in range(8))
    put(job, SPEECH, SpeechRegions(engine="t", duration=36, regions=spoken))
    assert run_stage(job) == 0
    (warning,) = manifest_of(job, "hallucination_removal").warnings
    assert "4 of 12 segments" in warning
    assert "removed.txt" in warning


def test_what_people_wrote_is_left_alone(tmp_path: Path) -> None:
    job = prepare(tmp_path, [])
    lines = tuple(Segment(id=n, start=n, end=n + 1, text="और फिर हम चल दिए।") for n in range(20))
    written = Transcript(language="hi", duration=20, engine="script", segments=lines)
    put(job, WITH_LYRICS, written)
    assert run_stage(job) == 0
    assert result(job) == written
