from pathlib import Path

from shared.artifacts import AUDIO, SPEAKERS, SPEECH, SpeakerTurns, SpeechRegions
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


def speakers_of(job_dir: Path) -> SpeakerTurns:
    path = job_dir / get_stage_dir(NAME) / SPEAKERS.file
    return SpeakerTurns.model_validate_json(path.read_bytes())


def test_everybody_is_one_speaker_where_nobody_can_tell(tmp_path: Path, spoken_hindi: Path) -> None:
    engines = {"vad": "silero", "diarization": "one_speaker"}
    job_dir = make_job(tmp_path, engines=engines, workflow="transcribe")
    put(job_dir, AUDIO, spoken_hindi.read_bytes())
    assert load_stage(NAME)(job_dir) == EXIT_OK
    speakers = speakers_of(job_dir)
    assert [turn.speaker for turn in speakers.turns] == ["SPEAKER_00"] * 3
    assert speakers.reason
    warning = manifest_of(job_dir, NAME).warnings[0]
    assert "./bootstrap.sh --envs pyannote" in warning
    assert "DIARIZATION_ENGINE=embeddings" in warning


def test_known_turns_are_read(tmp_path: Path, spoken_hindi: Path) -> None:
    known = tmp_path / "known.rttm"
    known.write_text("SPEAKER a 1 2.0 1.5 <NA> <NA> ravi <NA> <NA>\n"
                     "SPEAKER a 1 0.5 1.0 <NA> <NA> meena <NA> <NA>\n")  # fmt: skip
    job_dir = make_job(tmp_path, engines={"vad": "silero"}, workflow="transcribe",
                       diarization_rttm=known)  # fmt: skip
    put(job_dir, AUDIO, spoken_hindi.read_bytes())
    assert load_stage(NAME)(job_dir) == EXIT_OK
    turns = speakers_of(job_dir).turns
    assert [(t.start, t.end, t.speaker) for t in turns] == [
        (0.5, 1.5, "SPEAKER_00"), (2.0, 3.5, "SPEAKER_01")]  # fmt: skip
    rttm = (job_dir / get_stage_dir(NAME) / "speakers.rttm").read_text()
    assert rttm.splitlines()[0] == "SPEAKER film 1 0.500 1.000 <NA> <NA> SPEAKER_00 <NA> <NA>"
    assert manifest_of(job_dir, NAME).figures["speakers"] == 2


def test_a_file_of_turns_that_is_none(tmp_path: Path, spoken_hindi: Path) -> None:
    job_dir = make_job(tmp_path, engines={"vad": "silero"}, workflow="transcribe",
                       diarization_rttm=tmp_path / "gone.rttm")  # fmt: skip
    put(job_dir, AUDIO, spoken_hindi.read_bytes())
    assert load_stage(NAME)(job_dir) == EXIT_INVALID
    assert "DIARIZATION_RTTM" in manifest_of(job_dir, NAME).errors[0]
