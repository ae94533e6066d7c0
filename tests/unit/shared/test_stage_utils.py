"""StageIO: typed reading and writing, the manifest, stand-ins."""

from pathlib import Path

import pytest

from shared.artifacts import (
    ALIGNED,
    AUDIO,
    AUDIO_INFO,
    DIALOGUE,
    ENRICHMENT,
    GLOSSARY,
    SPEECH,
    SUBTITLES,
    TRANSLATED,
    VOCALS,
    AudioInfo,
    Enrichment,
    GlossarySnapshot,
    SpeechRegion,
    SpeechRegions,
    Transcript,
)
from shared.errors import InvalidInputError
from shared.stage_manifest import StageManifest
from shared.stage_utils import StageIO
from tests.support.jobs import make_job, manifest_of, put

INFO = AudioInfo(sample_rate=16000, channels=1, duration=1.0)
SPEECH_VALUE = SpeechRegions(
    engine="test", duration=2.0, regions=(SpeechRegion(start=0.5, end=1.5),)
)


def test_the_attributes_that_the_owner_names(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    io = StageIO("asr", job_dir, enable_manifest=True)
    assert io.stage_dir == job_dir / "06_asr"
    assert io.output_base == job_dir
    assert io.logs_dir == job_dir / "logs"
    assert io.stage_log == job_dir / "06_asr" / "stage.log"
    assert io.manifest_path == job_dir / "06_asr" / "manifest.json"
    assert io.get_input_path("x.json") == job_dir / "05_pyannote_vad" / "x.json"
    assert io.get_input_path("audio.wav", from_stage="demux") == job_dir / "01_demux" / "audio.wav"
    assert io.get_output_path("segments.json") == job_dir / "06_asr" / "segments.json"


def test_written_artifacts_come_back_and_are_in_the_manifest(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    put(job_dir, AUDIO, b"RIFF")
    writer = StageIO("pyannote_vad", job_dir)
    writer.begin()
    writer.input_file(VOCALS)
    writer.write(SPEECH, SPEECH_VALUE)
    writer.set_config({"threshold": 0.5})
    writer.add_config("engine", "test")
    writer.set_resources(gpu_utilized=False)
    writer.add_warning("quiet")
    writer.finalize("success", regions=1)
    assert StageIO("asr", job_dir).read(SPEECH) == SPEECH_VALUE
    manifest = manifest_of(job_dir, "pyannote_vad")
    assert [e.path for e in manifest.inputs] == ["01_demux/audio.wav"]
    assert [e.path for e in manifest.outputs] == ["05_pyannote_vad/vad_segments.json"]
    assert all(len(e.sha256) == 64 for e in manifest.inputs + manifest.outputs)
    assert manifest.config == {"threshold": 0.5, "engine": "test"}
    assert manifest.resources["gpu_utilized"] is False
    assert manifest.warnings == ["quiet"]
    assert manifest.figures == {"regions": 1}
    assert manifest.fingerprint


def test_the_manifest_has_every_field_of_the_contract(tmp_path: Path) -> None:
    io = StageIO("demux", make_job(tmp_path))
    io.begin()
    io.finalize("success")
    fields = set(manifest_of(io.output_base, "demux").model_dump())
    assert fields >= {
        "stage", "stage_number", "timestamp", "status", "duration_seconds", "completed_at",
        "inputs", "outputs", "intermediate_files", "config", "resources", "errors", "warnings",
    }  # fmt: skip


def test_a_missing_input_says_which_stage_makes_it(tmp_path: Path) -> None:
    io = StageIO("asr", make_job(tmp_path))
    with pytest.raises(InvalidInputError, match="pyannote_vad, which has not been made"):
        io.read(SPEECH)


def test_optional_input_is_none_where_its_stage_did_not_run(tmp_path: Path) -> None:
    io = StageIO("glossary_load", make_job(tmp_path))
    assert io.read_optional(ENRICHMENT) is None
    put(io.output_base, ENRICHMENT, Enrichment(title="Film"))
    found = io.read_optional(ENRICHMENT)
    assert found is not None
    assert found.title == "Film"


def test_a_stand_in_takes_the_place_of_what_was_not_made(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    audio = put(job_dir, AUDIO, b"mix")
    io = StageIO("pyannote_vad", job_dir)
    assert io.input_file(VOCALS) == audio
    vocals = put(job_dir, VOCALS, b"voice")
    assert io.input_file(VOCALS) == vocals


def test_a_stage_hears_what_its_parameter_says(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, alignment_audio="mix")
    audio = put(job_dir, AUDIO, b"mix")
    assert StageIO("asr", job_dir).heard_audio() == audio
    put(job_dir, VOCALS, b"voice")
    dialogue = put(job_dir, DIALOGUE, b"both")
    assert StageIO("asr", job_dir).heard_audio() == dialogue
    assert StageIO("pyannote_vad", job_dir).heard_audio() == dialogue
    assert StageIO("alignment", job_dir).heard_audio() == audio
    io = StageIO("lyrics_detection", job_dir)
    assert io.heard_audio() == audio
    assert [entry.path for entry in io.manifest.inputs] == ["01_demux/audio.wav"]
    with pytest.raises(ValueError, match="mux hears nothing"):
        StageIO("mux", job_dir).heard_audio()


def test_a_file_that_no_manifest_claims_is_not_read(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    put(job_dir, AUDIO, b"mix")
    stale = job_dir / "04_source_separation" / "vocals.wav"
    stale.parent.mkdir()
    stale.write_bytes(b"of an earlier run")
    assert StageIO("asr", job_dir).input_file(VOCALS).name == "audio.wav"


def test_the_translate_workflow_reads_the_aligned_transcript(tmp_path: Path) -> None:
    from shared.artifacts import CLEANED

    job_dir = make_job(tmp_path, workflow="translate")
    value = Transcript(language="hi", duration=1.0, engine="test")
    put(job_dir, ALIGNED, value)
    assert StageIO("translation", job_dir).read(CLEANED) == value


def test_damaged_json_is_told_with_what_to_do(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    path = put(job_dir, SPEECH, SPEECH_VALUE)
    path.write_text('{"engine": 3}')
    with pytest.raises(InvalidInputError, match="damaged.*--from-stage pyannote_vad --force"):
        StageIO("asr", job_dir).read(SPEECH)


def test_a_stage_writes_its_own_artifacts_alone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not write"):
        StageIO("asr", make_job(tmp_path)).write(GLOSSARY, GlossarySnapshot())


@pytest.mark.parametrize("language", ["a/../../../x", "link/x"])
def test_nothing_is_written_outside_the_stage_folder(tmp_path: Path, language: str) -> None:
    io = StageIO("subtitle_generation", make_job(tmp_path))
    (io.stage_dir / "subtitles").mkdir()
    (io.stage_dir / "subtitles" / "film.link").symlink_to(tmp_path)
    with pytest.raises(InvalidInputError, match="leads out of"):
        io.write_text(SUBTITLES, "text", track=language, suffix="srt")
    assert list(tmp_path.rglob("x*")) == []


def test_a_new_file_is_there_only_when_it_is_whole(tmp_path: Path) -> None:
    io = StageIO("demux", make_job(tmp_path))
    with pytest.raises(RuntimeError), io.new_file(AUDIO) as temporary:
        temporary.write_bytes(b"half")
        raise RuntimeError
    assert not (io.stage_dir / "audio.wav").exists()
    with io.new_file(AUDIO) as temporary:
        temporary.write_bytes(b"whole")
    assert (io.stage_dir / "audio.wav").read_bytes() == b"whole"


def test_variants_and_intermediate_files(tmp_path: Path) -> None:
    from shared.artifacts import TranslatedTranscript

    io = StageIO("translation", make_job(tmp_path))
    io.write(TRANSLATED, TranslatedTranscript(language="gu", source_language="hi"), language="gu")
    scratch = io.get_output_path("scratch.bin")
    scratch.write_bytes(b"1")
    io.track_intermediate(scratch, retained=True, reason="for looking at")
    io.begin()
    io.finalize("success")
    manifest = manifest_of(io.output_base, "translation")
    assert manifest.outputs[0].path == "10_translation/transcript_gu.json"
    assert manifest.intermediate_files[0].reason == "for looking at"


def test_outputs_of_the_run_before_do_not_linger(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    old = put(job_dir, VOCALS, b"voice")
    io = StageIO("source_separation", job_dir)
    io.begin()
    io.finalize("success")
    assert not old.exists()


def test_debug_goes_to_the_stage_log_alone(tmp_path: Path) -> None:
    io = StageIO("demux", make_job(tmp_path, log_level="DEBUG"))
    io.logger.debug("a detail")
    io.logger.info("a fact")
    io.add_error("it broke", ValueError("inside"))
    stage_log = io.stage_log.read_text()
    pipeline_log = next(io.logs_dir.glob("99_pipeline_*.log")).read_text()
    assert "a detail" in stage_log
    assert "a detail" not in pipeline_log
    assert "ValueError: inside" in stage_log
    assert "Traceback" not in pipeline_log
    assert "[demux] [INFO] [job-20260101-tester-0001] a fact" in pipeline_log


def test_a_running_manifest_ends_an_earlier_success(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    put(job_dir, AUDIO_INFO, INFO)
    StageIO("demux", job_dir).begin()
    manifest = StageManifest.load(job_dir / "01_demux" / "manifest.json")
    assert manifest is not None
    assert manifest.status == "running"


def test_unfinished_work_stays_until_the_stage_has_succeeded(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    for status in ("failed", "cancelled", "success"):
        io = StageIO("asr", job_dir)
        io.begin()
        assert io.unfinished_dir.is_dir() == (status != "failed")
        io.unfinished_dir.mkdir(exist_ok=True)
        io.finalize(status)
    assert not io.unfinished_dir.exists()


def test_the_key_of_work_follows_its_inputs_and_settings(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, workflow="transcribe", engines={"asr": "faster_whisper"})

    def key(speech: SpeechRegions) -> str:
        put(job_dir, SPEECH, speech)
        io = StageIO("asr", job_dir)
        io.begin()
        io.read(SPEECH)
        return io.work_key

    first = key(SPEECH_VALUE)
    assert key(SPEECH_VALUE) == first
    assert key(SPEECH_VALUE.model_copy(update={"duration": 3.0})) != first
