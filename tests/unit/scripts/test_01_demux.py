import wave
from pathlib import Path

import pytest

from shared.artifacts import AudioInfo
from shared.errors import EXIT_INVALID, EXIT_OK
from tests.support.jobs import load_stage, make_job, manifest_of
from tests.support.media import make_film, overwrite, truncate

run_stage = load_stage("demux")


def test_the_audio_and_its_facts_are_written(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv", languages=("eng", "hin"))
    job = make_job(tmp_path, film, job_fields={"audio_track": 1})
    assert run_stage(job) == EXIT_OK
    info = AudioInfo.model_validate_json((job / "01_demux/metadata.json").read_bytes())
    assert (info.track, info.language, info.partial) == (1, "hin", False)
    with wave.open(str(job / "01_demux/audio.wav")) as wav:
        assert wav.getnframes() / 16_000 == pytest.approx(info.duration, abs=0.001)
    manifest = manifest_of(job, "demux")
    assert [entry.path for entry in manifest.outputs] == [
        "01_demux/audio.wav", "01_demux/metadata.json",
    ]  # fmt: skip
    assert [entry.path for entry in manifest.inputs] == [str(film)]
    assert (manifest.warnings, manifest.errors) == ([], [])


def test_a_broken_film_fails_and_leaves_no_audio(tmp_path: Path) -> None:
    film = truncate(make_film(tmp_path / "film.mkv", seconds=20), 0.5)
    job = make_job(tmp_path, film)
    assert run_stage(job) == EXIT_INVALID
    assert sorted(p.name for p in (job / "01_demux").iterdir()) == ["manifest.json", "stage.log"]
    assert "is damaged" in manifest_of(job, "demux").errors[0]


def test_a_broken_film_that_is_allowed_is_flagged(tmp_path: Path) -> None:
    film = overwrite(make_film(tmp_path / "film.mkv", seconds=20), 0.3, 0.7)
    job = make_job(tmp_path, film, demux_allow_partial="true")
    assert run_stage(job) == EXIT_OK
    info = AudioInfo.model_validate_json((job / "01_demux/metadata.json").read_bytes())
    assert info.partial
    manifest = manifest_of(job, "demux")
    assert manifest.degraded
    assert any("is damaged" in warning for warning in manifest.warnings)


NAMES = [
    "-y.mkv", "a:b.mkv", ";$(id).mkv", "line\nbreak.mkv", "right\u202eto left.mkv", "'\"`.mkv",
    "[a]{b}%d.mkv", "film%20name?.mkv", "हिन्दी फ़िल्म.mkv", "\\back|slash.mkv", "x" * 251 + ".mkv",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_works_and_forges_no_log(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    film = make_film(tmp_path / "plain.mkv", seconds=1).rename(tmp_path / "in" / name)
    job = make_job(tmp_path, film)
    assert run_stage(job) == EXIT_OK
    log = (job / "01_demux/stage.log").read_text(encoding="utf-8")
    assert "\u202e" not in log
    assert all(line.startswith(("[", "    ")) for line in log.splitlines())


@pytest.mark.parametrize("name", ["film\n[2026] [demux] [ERROR] forged.mkv", "a\u202eb.mkv"])
def test_an_error_about_a_strange_name_stays_on_its_line(tmp_path: Path, name: str) -> None:
    film = tmp_path / name
    film.write_bytes(b"no film")
    job = make_job(tmp_path, film)
    assert run_stage(job) == EXIT_INVALID
    log = (job / "01_demux/stage.log").read_text(encoding="utf-8")
    assert "\n[2026]" not in log
    assert "\u202e" not in log
