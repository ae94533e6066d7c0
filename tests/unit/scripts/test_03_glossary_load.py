"""The stage merges what there is, tells of conflicts, and refuses bad files."""

from pathlib import Path
from typing import Any

from shared.artifacts import (
    ENRICHMENT,
    GLOSSARY,
    Character,
    Enrichment,
    GlossarySnapshot,
    GlossaryTerm,
)
from shared.config import load_config
from shared.paths import PROJECT_ROOT
from shared.series import SeriesFilm, write_film
from tests.support.jobs import load_stage, make_job, manifest_of, put

JAI = Enrichment(found=True, characters=(Character(name="Jai Rathore"), Character(name="Goon #1")))


def glossary(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def snapshot_of(job_dir: Path) -> GlossarySnapshot:
    path = job_dir / "03_glossary_load" / GLOSSARY.file
    return GlossarySnapshot.model_validate_json(path.read_bytes())


def test_job_file_tmdb_and_master_merge_in_this_order(tmp_path: Path) -> None:
    own = glossary(tmp_path, "own.tsv", "term\ten\nyaar\tdude\nJai\tJay\n")
    master = glossary(
        tmp_path,
        "master.tsv",
        "term\tkind\ten\nyaar\taddress\tbuddy\njai\tidiom\thail\nji\tkeep\tji",
    )
    job_dir = make_job(tmp_path, glossary_files=own, glossary_master=master)
    put(job_dir, ENRICHMENT, JAI)
    assert load_stage("glossary_load")(job_dir) == 0
    terms = {term.term: term for term in snapshot_of(job_dir).terms}
    assert set(terms) == {"yaar", "Jai", "Jai Rathore", "ji"}
    assert (terms["yaar"].translations["en"], terms["yaar"].kind) == ("dude", "address")
    assert (terms["Jai"].translations["en"], terms["Jai"].kind) == ("Jay", "name")
    manifest = manifest_of(job_dir, "glossary_load")
    assert manifest.figures["terms"] == 4
    assert manifest.figures["terms_tmdb"] == 2
    assert manifest.figures["conflicts"] == len(snapshot_of(job_dir).conflicts) == 3
    assert {Path(entry.path).name for entry in manifest.inputs} >= {"own.tsv", "master.tsv"}
    log = (job_dir / "03_glossary_load" / "stage.log").read_text(encoding="utf-8")
    assert "Conflict at 'yaar', en: 'dude' (job) wins over 'buddy' (master)" in log


def test_without_tmdb_and_with_a_missing_master_it_warns_and_succeeds(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, glossary_master=tmp_path / "none.tsv")
    assert load_stage("glossary_load")(job_dir) == 0
    assert snapshot_of(job_dir).terms == ()
    assert "is missing" in manifest_of(job_dir, "glossary_load").warnings[0]


def test_no_master_wanted_is_no_warning(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, glossary_master="")
    assert load_stage("glossary_load")(job_dir) == 0
    assert manifest_of(job_dir, "glossary_load").warnings == []


def test_switched_off_the_snapshot_is_empty(tmp_path: Path) -> None:
    own = glossary(tmp_path, "own.tsv", "term\ten\nyaar\tdude\n")
    job_dir = make_job(tmp_path, glossary_enabled="false", glossary_files=own)
    assert load_stage("glossary_load")(job_dir) == 0
    assert snapshot_of(job_dir).terms == ()


def test_a_bad_job_file_fails_with_its_line(tmp_path: Path) -> None:
    own = glossary(tmp_path, "own.tsv", "term\tkind\nyaar\tnoun\n")
    job_dir = make_job(tmp_path, glossary_files=own)
    assert load_stage("glossary_load")(job_dir) == 2
    assert "own.tsv:2" in manifest_of(job_dir, "glossary_load").errors[0]
    assert not (job_dir / "03_glossary_load" / GLOSSARY.file).exists()


def test_relative_paths_start_at_the_project(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, glossary_files="none/own.tsv", glossary_master="")
    assert load_stage("glossary_load")(job_dir) == 2
    assert str(PROJECT_ROOT / "none/own.tsv") in manifest_of(job_dir, "glossary_load").errors[0]


def test_what_other_films_of_the_series_left_yields_to_the_job_s_own(tmp_path: Path) -> None:
    own = glossary(tmp_path, "own.tsv", "term\ten\nyaar\tdude\n")
    settings: dict[str, Any] = {"series": "Jaane Tu", "series_dir": tmp_path / "series"}
    config = load_config(None, {name.upper(): str(value) for name, value in settings.items()})
    terms = (
        GlossaryTerm(term="yaar", translations={"en": "mate"}),
        GlossaryTerm(term="Rotlu", kind="name"),
    )
    write_film(config, "another", SeriesFilm(title="One", terms=terms))
    job_dir = make_job(tmp_path, glossary_files=own, glossary_master="", **settings)
    assert load_stage("glossary_load")(job_dir) == 0
    found = {term.term: (term.source, term.translations) for term in snapshot_of(job_dir).terms}
    assert found == {"yaar": ("job", {"en": "dude"}), "Rotlu": ("series", {})}
    assert manifest_of(job_dir, "glossary_load").figures["terms_series"] == 2
