"""The quickstart compares two jobs by what their own files say."""

from pathlib import Path

import pytest

from shared.artifacts import (
    GLOSSARY,
    TRANSCRIPT,
    TRANSLATED,
    GlossarySnapshot,
    GlossaryTerm,
    Segment,
    Transcript,
    TranslatedSegment,
    TranslatedTranscript,
)
from shared.glossary_files import read_glossary_file
from shared.script_loader import load_script
from tests.support.jobs import make_job, put

QUICKSTART = load_script("test-glossary-quickstart")
TERMS = GlossarySnapshot(terms=(GlossaryTerm(term="यार", translations={"en": "buddy"}),))


def finished(folder: Path, text: str, glossary: GlossarySnapshot) -> Path:
    folder.mkdir()
    job_dir = make_job(folder, workflow="translate")
    segment = Segment(id=1, start=0, end=1, text="यार, सुन")
    row = TranslatedSegment(
        id=1, start=0, end=1, text=text, source_text=segment.text, engine="copy"
    )
    put(job_dir, GLOSSARY, glossary)
    put(job_dir, TRANSCRIPT, Transcript(language="hi", duration=1, engine="x", segments=(segment,)))
    translated = TranslatedTranscript(language="en", source_language="hi", segments=(row,))
    put(job_dir, TRANSLATED, translated, language="en")
    return job_dir


def test_two_jobs_are_compared_by_the_second_ones_glossary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = finished(tmp_path / "a", "Listen, friend", GlossarySnapshot())
    after = finished(tmp_path / "b", "Listen, buddy", TERMS)
    assert QUICKSTART.main(["--compare", str(before), str(after)]) == 0
    table = capsys.readouterr().out
    assert "0 of 1 (0%)" in table
    assert "1 of 1 (100%)" in table
    assert str(before) in table


def test_an_unfinished_job_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job_dir = make_job(tmp_path)
    assert QUICKSTART.main(["--compare", str(job_dir), str(job_dir)]) == 2
    assert "not finished" in capsys.readouterr().err


def test_a_film_needs_a_glossary(capsys: pytest.CaptureFixture[str]) -> None:
    assert QUICKSTART.main(["--media", "film.mkv"]) == 2
    assert "--glossary" in capsys.readouterr().err


def test_the_jobs_options_follow_the_arguments() -> None:
    words = ["--media", "f.mkv", "--glossary", "g.tsv", "-t", "en,gu", "--set", "ASR_ENGINE=x"]
    options = QUICKSTART.job_options(QUICKSTART.build_parser().parse_args(words))
    assert options == [
        *("--media", "f.mkv", "--source-language", "hi", "--workflow", "translate"),
        *("--target-languages", "en,gu", "--set=ASR_ENGINE=x"),
    ]


def test_the_samples_glossary_is_there() -> None:
    assert QUICKSTART.SAMPLE.is_file()
    assert read_glossary_file(QUICKSTART.SAMPLE_GLOSSARY)


def test_an_option_that_sets_nothing_is_refused_and_an_empty_value_is_passed_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    film = ["--media", "f.mkv", "--glossary", "g.tsv"]
    assert QUICKSTART.main([*film, "--set", "GLOSSARY_MASTER"]) == 2
    assert "'GLOSSARY_MASTER' is not NAME=VALUE" in capsys.readouterr().err
    words = [*film, "--set", "glossary_master="]
    options = QUICKSTART.job_options(QUICKSTART.build_parser().parse_args(words))
    assert options[-1] == "--set=GLOSSARY_MASTER="
