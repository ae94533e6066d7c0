"""What makes a stage run again, and what does not."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from shared.artifacts import AUDIO, ENRICHMENT, VOCALS, Enrichment
from shared.config import load_config
from shared.fingerprint import (
    code_hash,
    stage_environment,
    stage_fingerprint,
    upstream_hashes,
)
from shared.job import EngineChoice, Job, load_job
from shared.paths import PROJECT_ROOT
from shared.stage_order import get_stage, stages_of
from tests.support.jobs import make_job, put

ACTIVE = frozenset(stage.name for stage in stages_of("subtitle"))


@pytest.fixture
def job_dir(tmp_path: Path) -> Path:
    return make_job(tmp_path, engines={"asr": "faster_whisper", "vad": "silero"})


def fingerprint(job_dir: Path, stage: str, job: Job | None = None, **settings: Any) -> str:
    overrides = {name.upper(): str(value) for name, value in settings.items()}
    config = load_config(job_dir, overrides)
    return stage_fingerprint(job_dir, get_stage(stage), job or load_job(job_dir), config)


def test_the_same_is_the_same(job_dir: Path) -> None:
    assert fingerprint(job_dir, "asr") == fingerprint(job_dir, "asr")
    assert len({fingerprint(job_dir, name) for name in ACTIVE}) == len(ACTIVE)


def test_a_scripts_content_counts_and_not_its_path(job_dir: Path, tmp_path: Path) -> None:
    without = fingerprint(job_dir, "asr")
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    for path in (first, second):
        path.write_text("Hello.", encoding="utf-8")
    with_script = fingerprint(job_dir, "asr", alignment_script=first)
    assert with_script != without
    assert fingerprint(job_dir, "asr", alignment_script=second) == with_script
    first.write_text("Goodbye.", encoding="utf-8")
    assert fingerprint(job_dir, "asr", alignment_script=first) != with_script
    assert fingerprint(job_dir, "alignment", alignment_script=first) == fingerprint(
        job_dir, "alignment"
    )


@pytest.mark.parametrize(
    ("stage", "setting", "value", "changes"),
    [
        ("asr", "whisperx_model", "small", True),
        ("asr", "source_language", "en", True),
        ("asr", "target_languages", "gu", False),
        ("asr", "log_level", "DEBUG", False),
        ("asr", "whisperx_batch_size", 4, False),
        ("demux", "end_time", 12, True),
        ("pyannote_vad", "vad_threshold", 0.4, True),
        ("pyannote_vad", "whisperx_model", "small", False),
        ("translation", "target_languages", "gu", True),
        ("mux", "mux_container", "mp4", True),
    ],
)
def test_settings_count_where_they_change_the_output(
    job_dir: Path, stage: str, setting: str, value: Any, changes: bool
) -> None:
    before = fingerprint(job_dir, stage)
    assert (fingerprint(job_dir, stage, None, **{setting: value}) != before) is changes


def test_another_engine_counts_for_its_own_stage(job_dir: Path) -> None:
    job = load_job(job_dir)
    other = job.engines | {"asr": EngineChoice(name="pocketsphinx", reason="test")}
    changed = job.model_copy(update={"engines": other})
    assert fingerprint(job_dir, "asr", changed) != fingerprint(job_dir, "asr")
    assert fingerprint(job_dir, "pyannote_vad", changed) == fingerprint(job_dir, "pyannote_vad")
    reworded = job.engines | {"asr": EngineChoice(name="faster_whisper", reason="other words")}
    same = job.model_copy(update={"engines": reworded})
    assert fingerprint(job_dir, "asr", same) == fingerprint(job_dir, "asr")


def test_an_engine_brings_its_environment(job_dir: Path) -> None:
    job = load_job(job_dir)
    assert stage_environment(get_stage("asr"), job) == "whisperx"
    assert stage_environment(get_stage("demux"), job) == "common"


def test_the_film_and_its_track_count_for_demux(job_dir: Path) -> None:
    job = load_job(job_dir)
    for change in ({"media_id": "other"}, {"audio_track": 1}):
        changed = job.model_copy(update=change)
        assert fingerprint(job_dir, "demux", changed) != fingerprint(job_dir, "demux")
        assert fingerprint(job_dir, "translation", changed) == fingerprint(job_dir, "translation")


def test_a_key_that_has_come_runs_the_lookup_again(
    job_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMDB_API_KEY", raising=False)
    before = fingerprint(job_dir, "tmdb"), fingerprint(job_dir, "asr")
    monkeypatch.setenv("TMDB_API_KEY", "0123456789abcdef")
    assert fingerprint(job_dir, "tmdb") != before[0]
    assert fingerprint(job_dir, "asr") == before[1]


def test_an_edited_glossary_is_loaded_again(job_dir: Path, tmp_path: Path) -> None:
    glossary = tmp_path / "own.tsv"
    glossary.write_text("term\ten\nyaar\tbuddy\n", "utf-8")
    before = fingerprint(job_dir, "glossary_load", glossary_files=glossary)
    glossary.write_text("term\ten\nyaar\tfriend\n", "utf-8")
    assert fingerprint(job_dir, "glossary_load", glossary_files=glossary) != before


def test_inputs_are_followed_through_stand_ins(job_dir: Path) -> None:
    aligner = get_stage("alignment")
    assert upstream_hashes(job_dir, aligner, ACTIVE, load_config(job_dir)) == {}
    put(job_dir, AUDIO, b"sound")
    stood_in = upstream_hashes(job_dir, aligner, ACTIVE, load_config(job_dir))
    assert list(stood_in) == ["01_demux/audio.wav"]
    put(job_dir, VOCALS, b"voice")
    assert list(upstream_hashes(job_dir, aligner, ACTIVE, load_config(job_dir))) == [
        "04_source_separation/vocals.wav"
    ]


def test_only_the_sound_that_is_heard_counts(job_dir: Path) -> None:
    put(job_dir, AUDIO, b"sound")
    put(job_dir, VOCALS, b"voice")
    hears_mix = fingerprint(job_dir, "alignment", alignment_audio="mix")
    hears_vocals = fingerprint(job_dir, "alignment", alignment_audio="vocals")
    songs = fingerprint(job_dir, "lyrics_detection", alignment_audio="mix")
    assert hears_mix != hears_vocals
    put(job_dir, VOCALS, b"another voice")
    assert fingerprint(job_dir, "alignment", alignment_audio="mix") == hears_mix
    assert fingerprint(job_dir, "alignment", alignment_audio="vocals") != hears_vocals
    assert fingerprint(job_dir, "lyrics_detection", alignment_audio="vocals") == songs


def test_another_input_counts(job_dir: Path) -> None:
    put(job_dir, ENRICHMENT, Enrichment())
    before = fingerprint(job_dir, "glossary_load")
    put(job_dir, ENRICHMENT, Enrichment(found=True, title="Film"))
    path = job_dir / "02_tmdb" / "manifest.json"
    assert path.is_file()
    assert fingerprint(job_dir, "glossary_load") != before


def test_every_file_of_a_stage_s_packages_and_what_they_import_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "project"
    for folder in ("cp_whisperx", "shared"):
        shutil.copytree(PROJECT_ROOT / folder, copy / folder)
    monkeypatch.setattr("shared.fingerprint.PROJECT_ROOT", copy)
    before = code_hash.__wrapped__(get_stage("asr"))
    names = ["cp_whisperx/asr/__init__.py", "cp_whisperx/hallucination/__init__.py",
             "cp_whisperx/hallucination/phrases.json", "shared/unicode_scripts.py"]  # fmt: skip
    for name in names:
        path = copy / name
        path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
        after = code_hash.__wrapped__(get_stage("asr"))
        assert after != before, name
        before = after
    (copy / "shared/romanised.json").write_text("{}")
    assert code_hash.__wrapped__(get_stage("asr")) != before
    before = code_hash.__wrapped__(get_stage("asr"))
    (copy / "cp_whisperx/subtitles/cues.py").write_text("# another stage's\n")
    assert code_hash.__wrapped__(get_stage("asr")) == before


def test_voices_count_for_translation_once_they_are_named(job_dir: Path) -> None:
    before = {name: fingerprint(job_dir, name) for name in ACTIVE}
    table = job_dir / "speakers.tsv"
    table.write_text("speaker\tname\tgender\nSPEAKER_00\t\t\n", encoding="utf-8")
    assert {name: fingerprint(job_dir, name) for name in ACTIVE} == before
    table.write_text("speaker\tname\tgender\nSPEAKER_00\tJai\tm\n", encoding="utf-8")
    changed = {name for name in ACTIVE if fingerprint(job_dir, name) != before[name]}
    assert changed == {"translation"}
    table.write_text("name\nJai\n", encoding="utf-8")
    assert fingerprint(job_dir, "translation") != before["translation"]
