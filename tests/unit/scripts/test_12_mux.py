from pathlib import Path
from typing import Any

import pytest

from cp_whisperx.media.probe import inspect
from shared.artifacts import (
    AUDIO_INFO,
    SUBTITLE_INDEX,
    SUBTITLES,
    AudioInfo,
    MuxReport,
    SubtitleIndex,
    SubtitleTrack,
)
from shared.errors import EXIT_FAILURE, EXIT_INVALID, EXIT_OK
from shared.job import safe_stem
from tests.support.jobs import load_stage, make_job, manifest_of, put
from tests.support.media import make_film, srt, subtitle_text, truncate

run_stage = load_stage("mux")
TEXTS = {"hi": "नमस्ते", "en": "Hello", "zh": "你好"}


def job_with(
    tmp_path: Path,
    film: Path,
    contents: dict[str, bytes],
    partial: bool = False,
    **settings: Any,
) -> Path:
    job = make_job(tmp_path, film, **settings)
    put(job, AUDIO_INFO, AudioInfo(sample_rate=16000, channels=1, duration=3.0, partial=partial))
    for language, content in contents.items():
        put(job, SUBTITLES, content, language=language, media=safe_stem(film))
    tracks = [
        SubtitleTrack(language=code, file=f"subtitles/{film.stem}.{code}.{kind}", format=kind)
        for code in contents
        for kind in ("srt", "vtt")
    ]
    put(job, SUBTITLE_INDEX, SubtitleIndex(tracks=tuple(tracks)))
    return job


def some(*codes: str) -> dict[str, bytes]:
    return {code: srt((0.5, 1.5, TEXTS[code])) for code in codes}


@pytest.mark.parametrize(("container", "chinese"), [("mkv", "chi"), ("mp4", "zho")])
def test_all_tracks_are_in_the_film(tmp_path: Path, container: str, chinese: str) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(
        tmp_path, film, some("hi", "en", "zh"), target_languages="en,zh", mux_container=container
    )
    assert run_stage(job) == EXIT_OK
    made = job / f"12_mux/film_subtitled.{container}"
    subtitles = inspect(made).of_kind("subtitle")
    assert [t.language for t in subtitles] == ["hin", "eng", chinese]
    assert [t.default for t in subtitles] == [False, True, False]
    assert "नमस्ते" in subtitle_text(made, 0)
    report = MuxReport.model_validate_json((job / "12_mux/mux_report.json").read_bytes())
    assert report.file == made.name
    assert report.container == container
    manifest = manifest_of(job, "mux")
    assert f"12_mux/{made.name}" in [entry.path for entry in manifest.outputs]
    assert not manifest.warnings


def test_the_default_language_can_be_set(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(tmp_path, film, some("hi", "en"), mux_default_language="hi")
    assert run_stage(job) == EXIT_OK
    made = inspect(job / "12_mux/film_subtitled.mkv")
    assert [t.default for t in made.of_kind("subtitle")] == [True, False]


def test_a_default_language_without_a_track_is_warned_of(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(tmp_path, film, some("en"), mux_default_language="gu")
    assert run_stage(job) == EXIT_OK
    assert "MUX_DEFAULT_LANGUAGE gu has no track" in manifest_of(job, "mux").warnings[0]


def test_an_empty_track_is_left_out_with_a_warning(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(tmp_path, film, {"hi": b"", **some("en")})
    assert run_stage(job) == EXIT_OK
    assert "The hi subtitles have no cue" in manifest_of(job, "mux").warnings[0]
    assert len(inspect(job / "12_mux/film_subtitled.mkv").of_kind("subtitle")) == 1


def test_a_job_without_any_cue_fails_plainly(tmp_path: Path) -> None:
    job = job_with(tmp_path, make_film(tmp_path / "film.mkv"), {"hi": b"", "en": b"\n"})
    assert run_stage(job) == EXIT_FAILURE
    assert "No subtitle file has a cue" in manifest_of(job, "mux").errors[0]


def test_subtitles_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(tmp_path, film, {"en": srt((0.5, 1.0, "x")) + b"\xff\xfe"})
    assert run_stage(job) == EXIT_INVALID
    assert "not UTF-8" in manifest_of(job, "mux").errors[0]


def test_a_result_that_is_not_what_was_asked_for_is_not_left(tmp_path: Path) -> None:
    film = truncate(make_film(tmp_path / "film.mkv", seconds=20), 0.5)
    job = job_with(tmp_path, film, some("en"))
    assert run_stage(job) != EXIT_OK
    assert sorted(p.name for p in (job / "12_mux").iterdir()) == ["manifest.json", "stage.log"]


def test_a_film_known_to_be_damaged_is_muxed_and_flagged(tmp_path: Path) -> None:
    film = truncate(make_film(tmp_path / "film.mkv", seconds=20), 0.5)
    job = job_with(tmp_path, film, some("en"), partial=True)
    assert run_stage(job) == EXIT_OK
    manifest = manifest_of(job, "mux")
    assert manifest.degraded
    assert any("instead of 20.0 s" in warning for warning in manifest.warnings)


def test_markup_and_fake_cues_in_a_text_stay_text(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    text = "1 --> 2 {\\p1}<b>x</b>\\N"
    job = job_with(tmp_path, film, {"en": srt((0.5, 1.5, text), (1.6, 2.5, "next"))})
    assert run_stage(job) == EXIT_OK
    out = subtitle_text(job / "12_mux/film_subtitled.mkv", 0)
    assert out.count("-->") == 3


@pytest.mark.parametrize(
    "name",
    ["-y.mkv", "a:b.mkv", ";$(id).mkv", "line\nbreak.mkv", "[a]'\"%d.mkv", "x" * 251 + ".mkv"],
)
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    film = make_film(tmp_path / "plain.mkv", seconds=2).rename(tmp_path / "in" / name)
    job = job_with(tmp_path, film, some("en"))
    assert run_stage(job) == EXIT_OK
    made = job / f"12_mux/{safe_stem(film)}_subtitled.mkv"
    assert len(inspect(made).of_kind("subtitle")) == 1
