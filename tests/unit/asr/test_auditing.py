from pathlib import Path
from typing import Any, ClassVar

import pytest

from cp_whisperx.asr.auditing import audit, engines_beside
from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.hearing import Hearing
from shared.artifacts import AUDIO, SPEECH, VOCALS, SpeechRegion, SpeechRegions, Transcript
from shared.config import load_config
from shared.errors import ResourceUnavailableError
from shared.stage_utils import StageIO
from tests.support.fake_engines import RecordingFakeRecogniser, use_fake
from tests.support.jobs import make_job, put

SPEECH_VALUE = SpeechRegions(engine="t", duration=3, regions=(SpeechRegion(start=0.7, end=2.8),))
NOTHING = Transcript(language="en", duration=3, engine="t")


class Listener(RecordingFakeRecogniser):
    """The engine of the job."""

    requests: ClassVar[list[RecognitionRequest]] = []


class Beside(RecordingFakeRecogniser):
    """Another engine."""

    requests: ClassVar[list[RecognitionRequest]] = []


class Unavailable(RecordingFakeRecogniser):
    """Another engine that has no room."""

    def __init__(self, config: Any) -> None:
        raise ResourceUnavailableError("The memory does not suffice.")


@pytest.fixture
def io(tmp_path: Path, spoken_english: Path) -> StageIO:
    Listener.requests.clear()
    Beside.requests.clear()
    job_dir = make_job(
        tmp_path, engines={"asr": "faster_whisper"}, source_language="en", asr_uncovered_share=4
    )
    put(job_dir, AUDIO, spoken_english.read_bytes())
    put(job_dir, VOCALS, spoken_english.read_bytes())
    put(job_dir, SPEECH, SPEECH_VALUE)
    return StageIO("asr", job_dir)


def audited(io: StageIO) -> Transcript:
    request = RecognitionRequest(io.input_file(VOCALS), SPEECH_VALUE, "en")
    hearing = Hearing(Listener(load_config()), request, lambda _: None)
    return audit(io, hearing, NOTHING, lambda _text, _language: False)


def test_every_way_is_tried_in_turn(io: StageIO, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fake(monkeypatch, Beside)
    monkeypatch.setattr("cp_whisperx.asr.auditing.engines_beside", lambda *_: ["other"])
    found = audited(io)
    alone, careful, elsewhere = Listener.requests
    assert (alone.careful, careful.careful, elsewhere.careful) == (False, True, False)
    assert [request.audio.name for request in Listener.requests] == [
        "vocals.wav", "vocals.wav", "audio.wav",
    ]  # fmt: skip
    assert {request.language for request in Beside.requests} == {"en"}
    assert len(Beside.requests) == 1
    assert [(s.start, s.end) for s in found.uncovered] == [(0.7, 2.8)]


def test_an_engine_that_cannot_be_loaded_is_told_and_left(
    io: StageIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake(monkeypatch, Unavailable)
    monkeypatch.setattr("cp_whisperx.asr.auditing.engines_beside", lambda *_: ["other"])
    assert len(audited(io).uncovered) == 1
    assert io.manifest.warnings == [
        "other could not hear again what has no words: The memory does not suffice."
    ]


def test_engines_of_the_same_environment_that_are_ready(whisper_micro: Path) -> None:
    ready = load_config(overrides={"WHISPERX_MODEL": str(whisper_micro)})
    assert "pocketsphinx" not in engines_beside("faster_whisper", "en", ready)
    assert "faster_whisper" not in engines_beside("faster_whisper", "en", ready)
    assert engines_beside("pocketsphinx", "hi", ready) == []
    # WhisperX would ask the same model again.
    assert "whisperx" not in engines_beside("faster_whisper", "hi", ready)
