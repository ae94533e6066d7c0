"""What a run needs is there before it starts, or it does not start."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.config import Config, load_config
from shared.environment_manager import EnvironmentManager
from shared.errors import ModelMissingError
from shared.job import EngineChoice, Job, load_job
from shared.model_store import locate
from shared.plan import State
from shared.preflight import make_ready, missing_parts
from shared.stage_order import Stage, get_stage
from tests.support.jobs import make_job

NOBODY = {"MODEL_HUB_URL": "http://127.0.0.1:9"}
NLLB = EngineChoice(name="nllb", reason="test")


class Manager:
    """Says that every environment is there and remembers which ones were wanted."""

    wanted: list[str]

    def __init__(self, say: object = None) -> None: ...

    def ensure(self, name: str) -> Path:
        Manager.wanted.append(name)
        return Path(name)


@pytest.fixture
def environments(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Building real environments takes minutes; their manager has tests of its own."""
    Manager.wanted = []
    monkeypatch.setattr("shared.preflight.EnvironmentManager", Manager)
    return Manager.wanted


def job_of(tmp_path: Path, targets: str, **engines: EngineChoice) -> tuple[Path, Job]:
    job_dir = make_job(tmp_path, target_languages=targets)
    choices = {f"translation:{code}": choice for code, choice in engines.items()}
    return job_dir, load_job(job_dir).model_copy(update={"engines": choices})


def config_of(job_dir: Path, **more: str) -> Config:
    values = {"CACHE_DIR": str(job_dir.parent / "cache")} | NOBODY
    return load_config(job_dir, values | more)


def ready(job_dir: Path, job: Job, config: Config, *stages: Stage) -> list[str]:
    said: list[str] = []
    make_ready(job_dir, job, config, stages or (get_stage("translation"),), said.append)
    return said


def test_nothing_is_fetched_for_engines_without_a_model(
    tmp_path: Path, environments: list[str]
) -> None:
    job_dir, job = job_of(tmp_path, "hi", hi=EngineChoice(name="copy", reason="test"))
    assert ready(job_dir, job, config_of(job_dir)) == []
    assert environments == ["common", "common"]


def test_a_folder_with_a_model_will_do(
    tmp_path: Path, nllb_micro: Path, environments: list[str]
) -> None:
    job_dir, job = job_of(tmp_path, "en", en=NLLB)
    assert ready(job_dir, job, config_of(job_dir, NLLB_MODEL=str(nllb_micro))) == []
    assert environments == ["common", "nllb"]


def test_targets_that_cannot_be_made_are_named_with_what_to_do(
    tmp_path: Path, environments: list[str]
) -> None:
    copy = EngineChoice(name="copy", reason="test")
    job_dir, job = job_of(tmp_path, "hi,en,gu", hi=copy, en=NLLB, gu=NLLB)
    with pytest.raises(ModelMissingError) as error:
        ready(job_dir, job, config_of(job_dir))
    assert error.value.message.startswith(
        "No translation into en, gu can be made. The model nllb-200-distilled-600M"
    )
    assert error.value.hint.startswith("With a network: ./bootstrap.sh --models nllb-200")
    assert error.value.hint.endswith(
        f"Or go on without: ./prepare-job.sh --job-dir '{job_dir}' -t hi."
    )
    assert "nllb" not in environments


def test_the_settings_may_allow_that(tmp_path: Path, environments: list[str]) -> None:
    job_dir, job = job_of(tmp_path, "en,gu", en=NLLB, gu=NLLB)
    said = ready(job_dir, job, config_of(job_dir, TRANSLATION_ALLOW_MISSING="true"))
    assert len(said) == 1
    assert said[0].startswith("Warning: there will be no translation into en, gu. The model")


def test_the_next_engine_of_a_chain_takes_the_place(
    tmp_path: Path, environments: list[str]
) -> None:
    chain = EngineChoice(name="nllb", reason="test", fallbacks=("apertium",))
    job_dir, job = job_of(tmp_path, "en", en=chain)
    said = ready(job_dir, job, config_of(job_dir))
    assert said[0].startswith("Warning: apertium is used for en. The model nllb-200")
    assert environments == ["common", "common"]


def test_a_model_of_many_targets_is_looked_at_once(
    tmp_path: Path, environments: list[str], nllb_micro: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    def counted(name: str, config: Config, report: Callable[[float], None]) -> Path:
        looked_at.append(name)
        return locate(name, config, report)

    monkeypatch.setattr("shared.preflight.locate", counted)
    job_dir, job = job_of(tmp_path, "en,gu,ta", en=NLLB, gu=NLLB, ta=NLLB)
    assert ready(job_dir, job, config_of(job_dir, NLLB_MODEL=str(nllb_micro))) == []
    assert looked_at == [str(nllb_micro)]


def test_a_stage_that_is_done_needs_its_model_only_if_it_is_forced(
    tmp_path: Path, environments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.preflight.stage_state", lambda *_: State(True, "it is done"))
    job_dir, job = job_of(tmp_path, "en", en=NLLB)
    config, stages = config_of(job_dir), (get_stage("translation"),)
    make_ready(job_dir, job, config, stages, print)
    assert environments == []
    with pytest.raises(ModelMissingError):
        make_ready(job_dir, job, config, stages, print, force=True)


def test_a_role_without_another_engine_fails_at_once(
    tmp_path: Path, environments: list[str]
) -> None:
    job_dir = make_job(tmp_path, engines={"asr": "faster_whisper"})
    with pytest.raises(ModelMissingError, match="whisper-tiny"):
        ready(job_dir, load_job(job_dir), config_of(job_dir, WHISPERX_MODEL="tiny"),
              get_stage("asr"))  # fmt: skip


def test_what_is_missing_is_told_in_words(
    tmp_path: Path, nllb_micro: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, name: name == "common")
    job_dir = make_job(tmp_path, engines={"asr": "faster_whisper", "translation:en": "nllb",
                                          "vad": "silero"})  # fmt: skip
    config = config_of(job_dir, WHISPERX_MODEL="tiny", NLLB_MODEL=str(nllb_micro))
    assert missing_parts(load_job(job_dir), config) == [
        "the environment whisperx",
        "the model whisper-tiny (about 78 MB)",
        "the environment nllb",
    ]


def test_each_direction_has_its_own_model_and_a_reviser_its_environment(
    tmp_path: Path, indictrans_micro: Path, environments: list[str]
) -> None:
    indic = EngineChoice(name="indictrans2", reason="test", fallbacks=("nllb",), reviser="llm")
    job_dir, job = job_of(tmp_path, "en,gu", en=indic, gu=indic)
    config = config_of(job_dir, INDICTRANS2_INDIC_EN_MODEL=str(indictrans_micro))
    with pytest.raises(ModelMissingError) as error:
        ready(job_dir, job, config)
    assert environments == ["common", "indictrans2", "llm", "llm"]
    assert error.value.message.startswith("No translation into gu can be made.")
    assert "indictrans2-indic-indic-dist-320M" in error.value.message
    # What is gated says how to get it: the page, the token, the check.
    page = "https://huggingface.co/ai4bharat/indictrans2-indic-indic-dist-320M"
    tokens = "https://huggingface.co/settings/tokens"
    for part in (page, tokens, "HF_TOKEN", "./bootstrap.sh --check"):
        assert part in error.value.hint
