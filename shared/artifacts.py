"""Each thing that flows between stages, and the file it lies in.

One of the four tables. Times are in seconds from the start of the extracted audio;
confidences are between 0 and 1. `io.read(ARTIFACT)` and `io.write(ARTIFACT, value)` are typed
by the row's model. To add one: a model, a row in `ARTIFACTS`, and the stages that use it.
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """Base of everything that flows: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Confidence = float | None
SegmentKind = Literal["speech", "song", "mixed"]
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
        source: Which glossary it came from: master, tmdb or job.
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


class SeparationDecision(Frozen):
    """Whether vocals were separated, and the measurement that decided."""

    engine: str
    separated: bool
    snr_db: float | None
    threshold_db: float
    reason: str


class SpeechRegion(Frozen):
    """A stretch of time in which somebody speaks."""

    start: float
    end: float
    confidence: Confidence = None
    speaker: str | None = None


class SpeechRegions(Frozen):
    """All speech regions of the audio, ordered and not overlapping per speaker."""

    engine: str
    duration: float
    regions: tuple[SpeechRegion, ...] = ()


class Word(Frozen):
    """One word and when it is said."""

    text: str
    start: float
    end: float
    confidence: Confidence = None
    language: str | None = None


class Segment(Frozen):
    """A sentence or phrase by one speaker.

    Attributes:
        id: Stable within the job from recognition to subtitles.
        kind: Speech, song or mixed, from song detection on.
        evidence: Measurements behind a judgement, by name.
        flags: Names of what is doubtful about it, such as `aligned_poorly`.
    """

    id: int
    start: float
    end: float
    text: str
    language: str | None = None
    confidence: Confidence = None
    words: tuple[Word, ...] = ()
    speaker: str | None = None
    kind: SegmentKind = "speech"
    evidence: dict[str, float] = Field(default_factory=dict)
    flags: tuple[str, ...] = ()


class RemovedSegment(Frozen):
    """A segment that was set aside, why, and what took its place."""

    segment: Segment
    reasons: tuple[str, ...]
    kept_text: str = ""


class Transcript(Frozen):
    """Segments in order of time, with where they came from."""

    language: str
    duration: float
    engine: str
    model: str = ""
    segments: tuple[Segment, ...] = ()
    removed: tuple[RemovedSegment, ...] = ()


class TermUse(Frozen):
    """Whether a glossary term that occurs in a segment was applied in its translation."""

    term: str
    expected: str
    applied: bool


class TranslatedSegment(Frozen):
    """A segment in the target language. `engine` says which one produced it."""

    id: int
    start: float
    end: float
    text: str
    source_text: str
    engine: str
    speaker: str | None = None
    kind: SegmentKind = "speech"
    terms: tuple[TermUse, ...] = ()
    flags: tuple[str, ...] = ()


class TranslatedTranscript(Frozen):
    """A transcript in a target language."""

    language: str
    source_language: str
    segments: tuple[TranslatedSegment, ...] = ()


class TargetReport(Frozen):
    """How one target language came about."""

    language: str
    engines: dict[str, int]
    chain: tuple[str, ...]
    segments: int
    terms_occurred: int = 0
    terms_applied: int = 0
    warnings: tuple[str, ...] = ()


class TranslationMetadata(Frozen):
    """Figures over all targets. `missing` says why a target was not made."""

    source_language: str
    targets: tuple[TargetReport, ...] = ()
    missing: dict[str, str] = Field(default_factory=dict)


class SubtitleTrack(Frozen):
    """One subtitle file, relative to the stage folder; without cues it is empty."""

    language: str
    file: str
    format: str = "srt"
    cues: int = 0


class SubtitleIndex(Frozen):
    """All subtitle files of a job; those in SRT are muxed, in this order."""

    tracks: tuple[SubtitleTrack, ...] = ()


class StyleViolation(Frozen):
    """A style rule that a cue breaks. `cue` counts from 1."""

    cue: int
    start: float
    rule: str
    value: float
    limit: float
    text: str


class TrackStyle(Frozen):
    """The style check of one track."""

    language: str
    profile: str
    cues: int
    clean_cues: int
    violations: tuple[StyleViolation, ...] = ()


class StyleReport(Frozen):
    """The style check of all tracks."""

    tracks: tuple[TrackStyle, ...] = ()


class MuxedTrack(Frozen):
    """A stream as probed in the finished file."""

    index: int
    kind: str
    codec: str
    language: str | None = None
    title: str = ""
    default: bool = False


class MuxReport(Frozen):
    """The finished file as it was probed after writing. `file` is relative to the stage folder."""

    file: str
    container: str
    duration: float
    tracks: tuple[MuxedTrack, ...] = ()


Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Artifact(Generic[Model]):
    """A JSON file of a known model. `file` may hold `{language}` and `{media}`."""

    name: str
    stage: str
    file: str
    model: type[Model]


@dataclass(frozen=True)
class FileArtifact:
    """A file that is no JSON: audio, video, text, subtitles."""

    name: str
    stage: str
    file: str
    kind: str


AUDIO = FileArtifact("audio", "demux", "audio.wav", "audio")
AUDIO_INFO = Artifact("audio_info", "demux", "metadata.json", AudioInfo)
ENRICHMENT = Artifact("enrichment", "tmdb", "enrichment.json", Enrichment)
GLOSSARY = Artifact("glossary", "glossary_load", "glossary_snapshot.json", GlossarySnapshot)
VOCALS = FileArtifact("vocals", "source_separation", "vocals.wav", "audio")
SEPARATION = Artifact("separation", "source_separation", "separation.json", SeparationDecision)
SPEECH = Artifact("speech", "pyannote_vad", "vad_segments.json", SpeechRegions)
SEGMENTS = Artifact("segments", "asr", "segments.json", Transcript)
ALIGNED = Artifact("aligned", "alignment", "aligned_segments.json", Transcript)
TRANSCRIPT_TEXT = FileArtifact("transcript_text", "alignment", "transcript.txt", "text")
TRANSCRIPT = Artifact("transcript", "alignment", "transcript.json", Transcript)
WITH_LYRICS = Artifact("with_lyrics", "lyrics_detection", "transcript_with_lyrics.json", Transcript)
CLEANED = Artifact("cleaned", "hallucination_removal", "transcript_cleaned.json", Transcript)
TRANSLATED = Artifact(
    "translated", "translation", "transcript_{language}.json", TranslatedTranscript
)
TRANSLATED_TEXT = FileArtifact(
    "translated_text", "translation", "transcript_{language}.txt", "text"
)
TRANSLATION_METADATA = Artifact(
    "translation_metadata", "translation", "translation_metadata.json", TranslationMetadata
)
SUBTITLES = FileArtifact(
    "subtitles", "subtitle_generation", "subtitles/{media}.{language}.srt", "subtitle"
)
SUBTITLES_VTT = FileArtifact(
    "subtitles_vtt", "subtitle_generation", "subtitles/{media}.{language}.vtt", "subtitle"
)
SUBTITLE_INDEX = Artifact("subtitle_index", "subtitle_generation", "subtitles.json", SubtitleIndex)
STYLE_REPORT = Artifact("style_report", "subtitle_generation", "style_report.json", StyleReport)
MUXED = FileArtifact("muxed", "mux", "{media}_subtitled.{container}", "video")
MUX_REPORT = Artifact("mux_report", "mux", "mux_report.json", MuxReport)

AnyArtifact = Artifact[BaseModel] | FileArtifact
