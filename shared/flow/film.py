"""What is known of a film: its audio, its people, its terms."""

from typing import Literal

from pydantic import Field

from shared.flow.base import Frozen

TermKind = Literal["name", "keep", "translate", "transliterate", "idiom", "address"]


class AudioInfo(Frozen):
    """What demux found and did. `start_offset` is added to every subtitle time.

    Attributes:
        duration: Seconds of audio that were decoded.
        declared_duration: Seconds the container claims for the chosen range, if it does.
        start_offset: Seconds to add to a time in the audio to get the film's: the clip's start, or
            the track's if it starts later. The film's clock is 0 where its earliest track starts.
        track: Index of the chosen track among the audio tracks.
        partial: Whether less was decoded than declared, and the settings allowed it.
    """

    sample_rate: int
    channels: int
    duration: float
    declared_duration: float | None = None
    start_offset: float = 0.0
    track: int = 0
    language: str | None = None
    codec: str = ""
    clip_start: float | None = None
    clip_end: float | None = None
    partial: bool = False


class Character(Frozen):
    """A role in the film and who plays it."""

    name: str
    actor: str = ""
    gender: Literal["female", "male", "other", "unknown"] = "unknown"


class Enrichment(Frozen):
    """Facts about the film. `found` is false where nothing was asked or nothing matched."""

    found: bool = False
    source: str = ""
    tmdb_id: int | None = None
    title: str = ""
    original_title: str = ""
    original_language: str | None = None
    year: int | None = None
    overview: str = ""
    genres: tuple[str, ...] = ()
    characters: tuple[Character, ...] = ()
    crew: tuple[str, ...] = ()


class GlossaryTerm(Frozen):
    """A term with its renderings.

    Attributes:
        term: As it occurs in the source language.
        kind: How translation treats it.
        translations: Rendering per BCP-47 target code.
        aliases: Other spellings that mean the same term.
        source: Which glossary it came from: master, tmdb, series or job.
    """

    term: str
    kind: TermKind = "translate"
    translations: dict[str, str] = Field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    source: str = "job"
    note: str = ""


class GlossaryConflict(Frozen):
    """Two glossaries that disagree on a term, and who won."""

    term: str
    field: str
    kept: str
    kept_source: str
    dropped: str
    dropped_source: str


class GlossarySnapshot(Frozen):
    """The job's merged glossary, frozen."""

    terms: tuple[GlossaryTerm, ...] = ()
    conflicts: tuple[GlossaryConflict, ...] = ()
