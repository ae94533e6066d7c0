"""The plan: what has to run again, and what has not."""

from pathlib import Path

import pytest

from shared.artifacts import AUDIO, ENRICHMENT, SPEECH, Enrichment, SpeechRegions
from shared.config import load_config
from shared.errors import InvalidInputError
from shared.job import load_job
from shared.plan import select_stages, stage_state
from shared.stage_order import get_stage
from shared.stage_runner import SkipStageError, build_stage
from shared.stage_utils import StageIO
from tests.support.jobs import make_job, put

VALUE = SpeechRegions(engine="test", duration=1.0)


def find_speech(io: StageIO) -> None:
    from shared.artifacts import VOCALS

    io.input_file(VOCALS)
    io.write(SPEECH, VALUE)


@pytest.fixture
def job_dir(tmp_path: Path) -> Path:
    made = make_job(tmp_path, engines={"vad": "silero"})
    put(made, AUDIO, b"sound")
    assert build_stage("pyannote_vad", find_speech)(made) == 0
    return made


def state(job_dir: Path, stage: str = "pyannote_vad") -> tuple[bool, str]:
    found = stage_state(job_dir, get_stage(stage), load_job(job_dir), load_config(job_dir))
    return found.done, found.reason


def change_setting(job_dir: Path, name: str, value: str) -> None:
    path = job_dir / ".env.pipeline"
    path.write_text(path.read_text() + f"{name}={value}\n")


def test_what_is_done_is_done(job_dir: Path) -> None:
    assert state(job_dir) == (True, "nothing has changed")


def test_what_never_ran_has_to_run(job_dir: Path) -> None:
    assert state(job_dir, "asr") == (False, "it has not run")


def test_a_setting_that_changes_the_output(job_dir: Path) -> None:
    change_setting(job_dir, "VAD_THRESHOLD", "0.6")
    assert state(job_dir) == (False, "its inputs, settings or code have changed")


def test_a_setting_of_another_stage_or_of_none(job_dir: Path) -> None:
    change_setting(job_dir, "MUX_CONTAINER", "mp4")
    change_setting(job_dir, "LOG_LEVEL", "DEBUG")
    change_setting(job_dir, "TARGET_LANGUAGES", "gu,ta")
    assert state(job_dir)[0]


def test_an_output_that_was_edited_or_removed(job_dir: Path) -> None:
    path = job_dir / "05_pyannote_vad" / "vad_segments.json"
    text = path.read_text()
    path.write_text(text.replace("1.0", "2.0"))
    assert state(job_dir) == (False, "05_pyannote_vad/vad_segments.json has changed or is missing")
    path.write_text(text)
    assert state(job_dir)[0]
    path.unlink()
    assert not state(job_dir)[0]


def test_an_input_that_changed(job_dir: Path) -> None:
    put(job_dir, AUDIO, b"other sound")
    # The newest entry is what the stage would read now.
    manifest = job_dir / "01_demux" / "manifest.json"
    assert manifest.is_file()
    assert not state(job_dir)[0]


def test_a_failed_or_interrupted_stage_runs_again(job_dir: Path) -> None:
    StageIO("pyannote_vad", job_dir).begin()
    assert state(job_dir) == (False, "it ended as running")


def test_another_engine_runs_again(job_dir: Path) -> None:
    job = load_job(job_dir)
    other = job.engines["vad"].model_copy(update={"fallbacks": ("another",)})
    job.model_copy(update={"engines": {"vad": other}}).save(job_dir)
    assert not state(job_dir)[0]


def test_the_reason_for_a_choice_changes_nothing(job_dir: Path) -> None:
    job = load_job(job_dir)
    other = job.engines["vad"].model_copy(update={"reason": "said in other words"})
    job.model_copy(update={"engines": {"vad": other}}).save(job_dir)
    assert state(job_dir)[0]


def test_a_skipped_stage_stays_skipped_until_its_secret_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def skip(_io: StageIO) -> None:
        raise SkipStageError("no key")

    monkeypatch.delenv("TMDB_API_KEY", raising=False)
    made = make_job(tmp_path)
    build_stage("tmdb", skip)(made)
    assert state(made, "tmdb")[0]
    monkeypatch.setenv("TMDB_API_KEY", "a-key-that-is-there")
    assert not state(made, "tmdb")[0]


def test_what_a_service_did_not_answer_is_asked_again(tmp_path: Path) -> None:
    made = make_job(tmp_path)

    def degraded(io: StageIO) -> None:
        io.write(ENRICHMENT, Enrichment())
        io.mark_degraded("TMDB did not answer.", retry=True)

    build_stage("tmdb", degraded)(made)
    assert state(made, "tmdb") == (False, "a service did not answer last time")


def test_selecting_stages() -> None:
    names = [stage.name for stage in select_stages("translate", "alignment", None)]
    assert names == ["alignment", "translation"]
    with pytest.raises(InvalidInputError, match="no stage 'mux'"):
        select_stages("transcribe", None, "mux")
    with pytest.raises(InvalidInputError, match="comes after"):
        select_stages("subtitle", "mux", "demux")
