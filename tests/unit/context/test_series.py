from pathlib import Path

from cp_whisperx.context.film import film_context
from cp_whisperx.context.series import genders_in, left_by, registers_in, remember
from shared.artifacts import FilmContext, GlossarySnapshot, GlossaryTerm, Transcript
from shared.series import SeriesAddress, SeriesFilm, SeriesPerson, read_series
from shared.speaker_map import MappedSpeaker
from shared.stage_utils import StageIO
from tests.support import dialogue
from tests.support.jobs import make_job

GLOSSARY = GlossarySnapshot(
    terms=(
        GlossaryTerm(term="Aditi", kind="name", aliases=("अदिति",), source="tmdb"),
        GlossaryTerm(term="Rotlu", kind="name", aliases=("रोतलू",), source="tmdb"),
        GlossaryTerm(term="चाय", source="job"),
        GlossaryTerm(term="घर", source="master"),
    )
)


def transcript() -> Transcript:
    rows = tuple(dialogue.segments())
    return Transcript(language="hi", duration=60, engine="test", segments=rows)


def context() -> FilmContext:
    return film_context(dialogue.segments(), dialogue.cast(), "hi")


def test_what_a_film_leaves_is_sure() -> None:
    film = left_by("One", transcript(), GLOSSARY, context())
    assert [term.term for term in film.terms] == ["Aditi", "चाय"]
    assert {(person.name, person.gender) for person in film.people} == {
        ("Raj", "male"), ("Aditi", "female"),
    }  # fmt: skip
    assert film.addresses == (
        SeriesAddress(speaker="Raj", addressee="Aditi", addressed_as="familiar"),
    )


def test_a_gender_by_grammar_alone_is_not_passed_on() -> None:
    mapped = [MappedSpeaker(speaker="SPEAKER_01", name="Sunita")]
    told = film_context(dialogue.segments(), dialogue.cast(), "hi", mapped)
    people = {row.name: row.gender for row in left_by("One", transcript(), GLOSSARY, told).people}
    assert people["Sunita"] == "unknown"


def test_films_that_differ_tell_nothing() -> None:
    films = [
        SeriesFilm(title=str(n), people=(SeriesPerson(name="Kiran", gender=gender),))
        for n, gender in enumerate(("male", "female"))
    ]
    assert genders_in(films) == {"kiran": "unknown"}


def test_how_people_spoke_before_counts_where_this_film_does_not_tell() -> None:
    mute = {"हाँ राज, आप बैठिए।": "हाँ राज।", "राज, आप क्या कह रहे हैं?": "राज!"}
    rows = [
        row.model_copy(update={"text": mute.get(row.text, row.text)}) for row in dialogue.segments()
    ]
    other = SeriesFilm(
        title="One",
        addresses=(SeriesAddress(speaker="Aditi", addressee="Raj", addressed_as="formal"),),
    )
    alone = film_context(rows, dialogue.cast(), "hi")
    told = film_context(rows, dialogue.cast(), "hi", before=registers_in([other]))
    assert alone.segments[5].addressed_as == "unknown"
    assert told.segments[5].addressed_as == "formal"
    assert told.segments[6].addressed_as == "familiar"


def test_kept_in_the_series_folder(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path, series="Jaane Tu", series_dir=tmp_path / "series")
    io = StageIO("translation", job_dir)
    remember(io, transcript(), GLOSSARY, context())
    assert [film.title for film in read_series(io.config, "another")] == ["film"]


def test_a_folder_that_cannot_be_written_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    job_dir = make_job(tmp_path, series="Jaane Tu", series_dir=tmp_path / "file")
    io = StageIO("translation", job_dir)
    remember(io, transcript(), GLOSSARY, context())
    assert "could not be kept" in io.manifest.warnings[0]
