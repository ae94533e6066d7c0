"""Reads what a job knows of its film, tells who speaks to whom, and keeps it for the user."""

from collections.abc import Sequence
from pathlib import Path

from cp_whisperx.context.cast import cast_of
from cp_whisperx.context.film import film_context
from cp_whisperx.context.series import genders_in, registers_in
from cp_whisperx.context.template import template_of
from shared.artifacts import (
    CONTEXT,
    ENRICHMENT,
    FilmContext,
    GlossarySnapshot,
    Person,
    Transcript,
)
from shared.atomic import write_text
from shared.series import read_series
from shared.speaker_map import FILE_NAME, MappedSpeaker, read_speaker_map
from shared.stage_utils import StageIO


def keep_context(io: StageIO, transcript: Transcript, glossary: GlossarySnapshot) -> FilmContext:
    """Tells who is who and who speaks to whom, and writes it.

    Where voices were told apart and the user has named none, `speakers.tsv` is put into the job's
    folder to be filled in.

    Raises:
        InvalidInputError: If `speakers.tsv` is malformed.
    """
    path = io.output_base / FILE_NAME
    mapped = _mapped(io, path)
    films = read_series(io.config, io.job.media_id)
    cast = cast_of(glossary, io.read_optional(ENRICHMENT), genders_in(films))
    language = transcript.language or io.job.source_language
    context = film_context(transcript.segments, cast, language, mapped, before=registers_in(films))
    _warn_of_strangers(io, mapped, context.people)
    if context.people and not mapped:
        write_text(path, template_of(context.people, transcript.segments))
        io.logger.info(f"Voices may be named in {path}; later stages then run again.")
    io.write(CONTEXT, context)
    return context


def _mapped(io: StageIO, path: Path) -> tuple[MappedSpeaker, ...]:
    if not path.is_file():
        return ()
    mapped = read_speaker_map(path)
    if mapped:
        io.track_input(path, "speakers", format="tsv")
    return mapped


def _warn_of_strangers(
    io: StageIO, mapped: Sequence[MappedSpeaker], people: Sequence[Person]
) -> None:
    known = {person.speaker for person in people}
    strange = [row.speaker for row in mapped if row.speaker not in known]
    if strange:
        io.add_warning(
            f"{FILE_NAME} names voices that this film has not: {', '.join(strange)}. "
            f"It has: {', '.join(sorted(known)) or 'none that are told apart'}."
        )
