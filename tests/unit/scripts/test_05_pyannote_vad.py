from pathlib import Path

from shared.artifacts import AUDIO, SPEECH, SpeechRegions
from shared.errors import EXIT_INVALID, EXIT_OK
from shared.stage_order import get_stage_dir
from tests.support.jobs import load_stage, make_job, manifest_of, put
from tests.support.wav import silence, write_wav

NAME = "pyannote_vad"


def job_with(root: Path, audio: Path) -> Path:
    job_dir = make_job(root, engines={"vad": "silero"}, workflow="transcribe")
    put(job_dir, AUDIO, audio.read_bytes())
    return job_dir


def result_of(job_dir: Path) -> SpeechRegions:
    path = job_dir / get_stage_dir(NAME) / SPEECH.file
    return SpeechRegions.model_validate_json(path.read_bytes())


def test_writes_the_regions(tmp_path: Path, spoken_hindi: Path) -> None:
    job_dir = job_with(tmp_path, spoken_hindi)
    assert load_stage(NAME)(job_dir) == EXIT_OK
    assert len(result_of(job_dir).regions) == 3
    manifest = manifest_of(job_dir, NAME)
    assert manifest.status == "success"
    assert manifest.warnings == []
    assert manifest.figures["regions"] == 3
    assert manifest.config["engine"] == "silero"


def test_warns_where_nobody_speaks(tmp_path: Path) -> None:
    job_dir = job_with(tmp_path, write_wav(tmp_path / "quiet.wav", silence(4)))
    assert load_stage(NAME)(job_dir) == EXIT_OK
    assert result_of(job_dir).regions == ()
    assert "Nobody speaks" in manifest_of(job_dir, NAME).warnings[0]


def test_audio_that_is_none(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, engines={"vad": "silero"}, workflow="transcribe")
    put(job_dir, AUDIO, b"this is no audio")
    assert load_stage(NAME)(job_dir) == EXIT_INVALID
    manifest = manifest_of(job_dir, NAME)
    assert manifest.status == "failed"
    assert "cannot be read as WAV" in manifest.errors[0]


def test_audio_that_was_not_made(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, engines={"vad": "silero"}, workflow="transcribe")
    assert load_stage(NAME)(job_dir) == EXIT_INVALID
    assert "has not been made" in manifest_of(job_dir, NAME).errors[0]
