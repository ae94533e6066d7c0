"""Preparing jobs: what is checked, what is frozen."""

from pathlib import Path

import pytest

from shared.config import load_config, parse_env_file
from shared.errors import ConfigurationError, InvalidInputError
from shared.job import load_job
from shared.job_preparation import (
    JobRequest,
    MediaFacts,
    check_media,
    create_job,
    refresh_job,
    resolve_config,
)
from shared.settings import NAMES

FACTS = MediaFacts(duration=60.0, audio_track=1, warnings=("the dub was the default",))


@pytest.fixture
def media(tmp_path: Path) -> Path:
    path = tmp_path / "film.mkv"
    path.write_bytes(b"film")
    return path


def request(media: Path, tmp_path: Path, **settings: str) -> JobRequest:
    values = {"OUTPUT_ROOT": str(tmp_path / "out")} | {k.upper(): v for k, v in settings.items()}
    return JobRequest(media=media, settings=values, title="Film", year=2008)


def test_a_job_freezes_its_configuration_and_choices(media: Path, tmp_path: Path) -> None:
    wanted = request(media, tmp_path, source_language="hi", target_languages="en,gu")
    job, job_dir = create_job(wanted, resolve_config(wanted), FACTS)
    assert job_dir.is_relative_to(tmp_path / "out")
    assert load_job(job_dir) == job
    assert (job.title, job.year, job.audio_track) == ("Film", 2008, 1)
    assert job.warnings == FACTS.warnings
    assert set(job.engines) >= {"asr", "translation:hi", "translation:en", "translation:gu"}
    assert all(choice.reason for choice in job.engines.values())
    frozen = parse_env_file(job_dir / ".env.pipeline")
    assert set(frozen) == set(NAMES)
    assert load_config(job_dir).target_languages == ("en", "gu")


def test_a_script_is_copied_into_the_job(media: Path, tmp_path: Path) -> None:
    script = tmp_path / "dialogue.SRT"
    script.write_text("as it is now", encoding="utf-8")
    wanted = request(media, tmp_path, source_language="hi", target_languages="en",
                     alignment_script=str(script), asr_engine="script")  # fmt: skip
    job, job_dir = create_job(wanted, resolve_config(wanted), FACTS)
    assert job.engines["asr"].name == "script"
    own = load_config(job_dir).alignment_script
    assert own == job_dir / "script.srt"
    script.write_text("as it is later", encoding="utf-8")
    again = JobRequest(media=media, settings={"TARGET_LANGUAGES": "gu"}, job_dir=job_dir)
    create_job(again, resolve_config(again), FACTS)
    assert own.read_text(encoding="utf-8") == "as it is now"


def test_a_script_needs_a_language_and_a_file(media: Path, tmp_path: Path) -> None:
    settings = {"workflow": "transcribe", "asr_engine": "script"}
    unnamed = request(media, tmp_path, source_language="auto",
                      alignment_script=str(media), **settings)  # fmt: skip
    with pytest.raises(ConfigurationError, match="name it as SOURCE_LANGUAGE"):
        resolve_config(unnamed)
    with pytest.raises(ConfigurationError, match="needs a script"):
        resolve_config(request(media, tmp_path, source_language="hi", **settings))
    gone = request(media, tmp_path, source_language="hi",
                   alignment_script=str(tmp_path / "none.txt"), **settings)  # fmt: skip
    with pytest.raises(InvalidInputError, match=r"There is no script .*none\.txt"):
        create_job(gone, resolve_config(gone), FACTS)


def test_preparing_again_keeps_the_folder(media: Path, tmp_path: Path) -> None:
    first = request(media, tmp_path, target_languages="en")
    job, job_dir = create_job(first, resolve_config(first), FACTS)
    second = JobRequest(media=media, settings={"TARGET_LANGUAGES": "en,ru"}, job_dir=job_dir)
    again, again_dir = create_job(second, resolve_config(second), FACTS)
    assert (again.job_id, again_dir) == (job.job_id, job_dir)
    assert again.target_languages == ("en", "ru")
    assert load_config(job_dir).target_languages == ("en", "ru")


def test_an_edited_configuration_brings_the_record_up(media: Path, tmp_path: Path) -> None:
    wanted = request(media, tmp_path, source_language="en", target_languages="hi")
    job, job_dir = create_job(wanted, resolve_config(wanted), FACTS)
    assert refresh_job(job, load_config(job_dir)) is job
    edited = load_config(job_dir, {"TARGET_LANGUAGES": "hi,gu", "ASR_ENGINE": "pocketsphinx"})
    fresh = refresh_job(job, edited)
    assert fresh.target_languages == ("hi", "gu")
    assert fresh.engines["asr"].name == "pocketsphinx"
    assert "translation:gu" in fresh.engines
    assert fresh.job_id == job.job_id


def test_all_language_problems_come_at_once(media: Path, tmp_path: Path) -> None:
    wanted = request(
        media, tmp_path, source_language="xx", target_languages="yy", start_time="9", end_time="3"
    )
    with pytest.raises(ConfigurationError) as raised:
        resolve_config(wanted)
    for part in ("'xx'", "'yy'", "must be after START_TIME"):
        assert part in str(raised.value)


def test_auto_is_for_transcripts(media: Path, tmp_path: Path) -> None:
    resolve_config(request(media, tmp_path, source_language="auto", workflow="transcribe"))
    with pytest.raises(ConfigurationError, match="transcribe workflow alone"):
        resolve_config(request(media, tmp_path, source_language="auto"))


def test_translating_into_the_source_alone_makes_nothing(media: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no language other than the source"):
        resolve_config(
            request(media, tmp_path, source_language="en", target_languages="en",
                    workflow="translate")
        )  # fmt: skip


def test_a_refused_job_leaves_no_folder(media: Path, tmp_path: Path) -> None:
    wanted = request(media, tmp_path, asr_engine="nonsense")
    with pytest.raises(ConfigurationError):
        create_job(wanted, resolve_config(wanted), FACTS)
    assert not (tmp_path / "out").exists()


def test_media_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="There is no file"):
        check_media(tmp_path / "missing.mkv")
    with pytest.raises(InvalidInputError, match="is not a file"):
        check_media(tmp_path)
    (tmp_path / "empty.mkv").touch()
    with pytest.raises(InvalidInputError, match="is empty"):
        check_media(tmp_path / "empty.mkv")
