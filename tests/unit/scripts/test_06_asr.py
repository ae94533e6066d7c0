from pathlib import Path
from typing import Any

import pytest

from shared.artifacts import (
    AUDIO,
    AUDIO_INFO,
    GLOSSARY,
    SEGMENTS,
    SPEECH,
    AudioInfo,
    GlossarySnapshot,
    GlossaryTerm,
    SpeechRegion,
    SpeechRegions,
    Transcript,
)
from shared.errors import EXIT_FAILURE, EXIT_INVALID, EXIT_OK, EXIT_RESOURCE
from shared.progress import reporting_to
from shared.stage_order import get_stage_dir
from shared.wav import duration_of
from tests.support.audio import said_in
from tests.support.fake_engines import (
    CrashingFakeRecogniser,
    LoopingFakeRecogniser,
    MisspellingFakeRecogniser,
    RecordingFakeRecogniser,
    RepentantFakeRecogniser,
    RomanisingFakeRecogniser,
    UnloadableFakeEngine,
    use_fake,
)
from tests.support.jobs import load_stage, make_job, manifest_of, put

NAME = "asr"


def job_with(root: Path, clip: Path, engine: str, **settings: object) -> Path:
    values: dict[str, Any] = {"workflow": "transcribe", "cache_dir": root / "cache"} | settings
    job_dir = make_job(root, engines={"asr": engine}, **values)
    put(job_dir, AUDIO, clip.read_bytes())
    return job_dir


def put_speech(job_dir: Path, clip: Path, *spans: tuple[float, float]) -> None:
    regions = tuple(SpeechRegion(start=start, end=end) for start, end in spans)
    speech = SpeechRegions(engine="test", duration=duration_of(clip), regions=regions)
    put(job_dir, SPEECH, speech)
    info = AudioInfo(sample_rate=16_000, channels=1, duration=speech.duration)
    put(job_dir, AUDIO_INFO, info)


def spans_of(name: str) -> list[tuple[float, float]]:
    return [(said.start, said.end) for said in said_in(name)]


def result_of(job_dir: Path) -> Transcript:
    path = job_dir / get_stage_dir(NAME) / SEGMENTS.file
    return Transcript.model_validate_json(path.read_bytes())


def test_hindi_with_a_real_model(tmp_path: Path, spoken_hindi: Path, whisper_micro: Path) -> None:
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper", whisperx_model=whisper_micro)
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    shares: list[float] = []
    with reporting_to(lambda share, _text: shares.append(share)):
        assert load_stage(NAME)(job_dir) == EXIT_OK
    assert [s.text for s in result_of(job_dir).segments] == [
        said.text for said in said_in("hindi.opus")
    ]
    manifest = manifest_of(job_dir, NAME)
    assert manifest.figures["segments"] == 3
    assert manifest.figures["language"] == "hi"
    assert len(manifest.inputs) == 3
    assert shares[-1] == 1.0


def test_names_of_the_glossary_are_hotwords(
    tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake(monkeypatch, RecordingFakeRecogniser)
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper")
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    term = GlossaryTerm(term="दिल्ली", kind="name", source="job")
    put(job_dir, GLOSSARY, GlossarySnapshot(terms=(term,)))
    assert load_stage(NAME)(job_dir) == EXIT_OK
    request = RecordingFakeRecogniser.requests[0]
    assert request.hotwords == ("दिल्ली",)
    assert request.language == "hi"
    assert len(manifest_of(job_dir, NAME).inputs) == 4
    assert "no word was understood" in manifest_of(job_dir, NAME).warnings[0]


def test_nobody_speaks_no_engine_is_loaded(
    tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake(monkeypatch, UnloadableFakeEngine)
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper")
    put_speech(job_dir, spoken_hindi)
    assert load_stage(NAME)(job_dir) == EXIT_OK
    assert result_of(job_dir).segments == ()
    assert "transcript is empty" in manifest_of(job_dir, NAME).warnings[0]


def test_missing_model(tmp_path: Path, spoken_hindi: Path) -> None:
    job_dir = job_with(
        tmp_path, spoken_hindi, "faster_whisper", whisperx_model="small",
        model_hub_url="http://127.0.0.1:9",
    )  # fmt: skip
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    assert load_stage(NAME)(job_dir) == EXIT_RESOURCE
    error = manifest_of(job_dir, NAME).errors[0]
    assert "whisper-small (Systran/faster-whisper-small, about 486 MB)" in error
    assert "./bootstrap.sh --models whisper-small" in error


def test_engine_that_does_not_speak_the_language(tmp_path: Path, spoken_hindi: Path) -> None:
    job_dir = job_with(tmp_path, spoken_hindi, "pocketsphinx")
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    assert load_stage(NAME)(job_dir) == EXIT_INVALID
    assert "English alone" in manifest_of(job_dir, NAME).errors[0]


def test_crash_ends_in_the_manifest_and_can_be_resumed(
    tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper")
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    use_fake(monkeypatch, CrashingFakeRecogniser)
    assert load_stage(NAME)(job_dir) == EXIT_FAILURE
    manifest = manifest_of(job_dir, NAME)
    assert manifest.status == "failed"
    assert manifest.outputs == []
    assert "the decoder fell over" in manifest.errors[0]
    use_fake(monkeypatch, RecordingFakeRecogniser)
    assert load_stage(NAME)(job_dir) == EXIT_OK


def test_what_went_astray_is_tried_once_more_in_another_way(
    tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake(monkeypatch, RepentantFakeRecogniser)
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper")
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    assert load_stage(NAME)(job_dir) == EXIT_OK
    assert len(result_of(job_dir).segments) == 1
    assert "tried once more" in manifest_of(job_dir, NAME).warnings[0]


def test_a_loop_that_stays_is_handed_on_whole_to_be_judged(
    tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake(monkeypatch, LoopingFakeRecogniser)
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper", workflow="subtitle")
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    assert load_stage(NAME)(job_dir) == EXIT_OK
    assert len(result_of(job_dir).segments) == 84


def test_a_transcript_that_is_a_loop_is_no_success(
    tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake(monkeypatch, LoopingFakeRecogniser)
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper", workflow="transcribe")
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    assert load_stage(NAME)(job_dir) == EXIT_FAILURE
    assert "84 of 84 sentences" in manifest_of(job_dir, NAME).errors[0]


def test_romanised_hindi_is_the_written_form_of_a_real_recognition(
    tmp_path: Path, spoken_hindi: Path, whisper_micro: Path
) -> None:
    job_dir = job_with(
        tmp_path, spoken_hindi, "faster_whisper", whisperx_model=whisper_micro,
        source_language="hi-Latn",
    )  # fmt: skip
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    assert load_stage(NAME)(job_dir) == EXIT_OK
    found = result_of(job_dir)
    assert [segment.text for segment in found.segments] == [
        "Namaste, aap kaise hain?", "Mujhe ek cup chai chahiye.", "Aaj mausam bahut accha hai.",
    ]  # fmt: skip
    assert {repair.method for repair in found.repairs} == {"transliterated"}
    assert manifest_of(job_dir, NAME).warnings == []


@pytest.mark.parametrize("workflow", ["subtitle", "transcribe", "translate"])
def test_wrong_script_is_heard_again_with_the_script_pinned(
    tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch, workflow: str
) -> None:
    use_fake(monkeypatch, RomanisingFakeRecogniser)
    RomanisingFakeRecogniser.requests.clear()
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper", workflow=workflow)
    put_speech(job_dir, spoken_hindi, spans_of("hindi.opus")[0])
    assert load_stage(NAME)(job_dir) == EXIT_OK
    found = result_of(job_dir)
    assert [segment.text for segment in found.segments] == ["नमस्ते, आप कैसे हैं?"]
    assert [repair.before for repair in found.repairs] == ["namaste, aap kaise hain?"]
    assert {word.language for word in found.segments[0].words} == {"hi"}
    first, again = RomanisingFakeRecogniser.requests
    assert (first.script, again.script) == (None, "Deva")
    assert len(again.regions.regions) == 1
    assert (again.regions.regions[0].start, again.regions.regions[0].end) == (
        found.segments[0].start, found.segments[0].end,
    )  # fmt: skip


@pytest.mark.parametrize("workflow", ["subtitle", "transcribe"])
@pytest.mark.parametrize(
    ("line", "doubted"), [("चलो यहाँ से चलें।", False), ("Where did you put the book?", True)]
)
def test_a_given_text_is_taken_as_it_is_and_doubted_in_another_script(
    tmp_path: Path, spoken_hindi: Path, workflow: str, line: str, doubted: bool
) -> None:
    script = tmp_path / "lines.txt"
    script.write_text(f"{line}\n" * 12, encoding="utf-8")
    job_dir = job_with(
        tmp_path, spoken_hindi, "script", workflow=workflow, alignment_script=str(script)
    )
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    assert load_stage(NAME)(job_dir) == EXIT_OK
    assert [segment.text for segment in result_of(job_dir).segments] == [line] * 12
    warnings = " ".join(manifest_of(job_dir, NAME).warnings)
    assert ("only 0% of the letters are in the script of Hindi" in warnings) == doubted


@pytest.mark.parametrize(("wanted", "text"), [(True, "रोतलू आया है"), (False, "रोत्लू आया है")])
def test_misspelt_names_are_mended_unless_that_is_off(
    tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch, wanted: bool, text: str
) -> None:
    use_fake(monkeypatch, MisspellingFakeRecogniser)
    job_dir = job_with(tmp_path, spoken_hindi, "faster_whisper", name_repair=wanted)
    put_speech(job_dir, spoken_hindi, *spans_of("hindi.opus"))
    term = GlossaryTerm(term="रोतलू", kind="name", source="job")
    put(job_dir, GLOSSARY, GlossarySnapshot(terms=(term,)))
    assert load_stage(NAME)(job_dir) == EXIT_OK
    result = result_of(job_dir)
    assert result.segments[0].text == text
    assert [repair.kind for repair in result.repairs] == (["name"] if wanted else [])
