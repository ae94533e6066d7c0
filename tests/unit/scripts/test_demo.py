"""The demo chooses what is on this machine, and says so."""

from pathlib import Path

import pytest

from shared.config import load_config
from shared.job import load_job
from shared.script_loader import load_script

DEMO = load_script("demo")
Said = pytest.CaptureFixture[str]


def settings(**overrides: str) -> dict[str, str]:
    made: dict[str, str] = DEMO.offline_settings(load_config(overrides=overrides))
    return made


def test_without_models_nothing_is_wanted_that_is_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert settings(CACHE_DIR=str(tmp_path)) == {
        "ASR_ENGINE": "pocketsphinx",
        "TRANSLATION_ENGINE": "copy,romanise,apertium",
        "TARGET_LANGUAGES": "",
    }


def test_a_model_that_is_here_is_used(nllb_micro: Path) -> None:
    made = settings(NLLB_MODEL=str(nllb_micro))
    assert made["TRANSLATION_ENGINE"] == "copy,romanise,nllb,apertium"
    assert made["TARGET_LANGUAGES"] == "hi,gu,ta,es,ru,zh,ar"


def test_the_offline_demo_is_prepared_and_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "cache"))
    job = load_job(DEMO.prepare_demo(tmp_path / "out", full=False))
    assert (job.workflow, job.source_language, job.target_languages) == ("subtitle", "en", ())
    assert job.engines["asr"].name == "pocketsphinx"
    assert job.engines["translation:en"].name == "copy"
    said = capsys.readouterr().out
    assert "Recognition: pocketsphinx. Translations: none besides English." in said
    assert "--demo --full fetches Whisper small" in said


def test_the_full_demo_makes_eight_tracks(tmp_path: Path, capsys: Said) -> None:
    job_dir = DEMO.prepare_demo(tmp_path / "out", full=True)
    job = load_job(job_dir)
    assert job.engines["asr"].name == "faster_whisper"
    assert {f"translation:{code}" for code in DEMO.EIGHT} <= set(job.engines)
    assert load_config(job_dir).whisperx_model == "small"
    assert "need no download" not in capsys.readouterr().out
