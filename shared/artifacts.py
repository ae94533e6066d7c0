"""Each thing that flows between stages, and the file it lies in.

One of the four tables. Times are in seconds from the start of the extracted audio;
confidences are between 0 and 1. `io.read(ARTIFACT)` and `io.write(ARTIFACT, value)` are typed
by the row's model. To add one: a model in `shared.flow`, a row here, and the stages that use it.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from shared.flow.base import Confidence, Frozen
from shared.flow.film import (
    AudioInfo,
    Character,
    Enrichment,
    GlossaryConflict,
    GlossarySnapshot,
    GlossaryTerm,
    TermKind,
)
from shared.flow.speech import (
    Accompaniment,
    RemovedSegment,
    Repair,
    Segment,
    SegmentKind,
    SeparationDecision,
    SongPassage,
    SpeakerTurn,
    SpeakerTurns,
    SpeechRegion,
    SpeechRegions,
    TimeSpan,
    Transcript,
    Word,
)
from shared.flow.subtitles import (
    MuxedTrack,
    MuxReport,
    Shots,
    StyleReport,
    StyleViolation,
    SubtitleFormat,
    SubtitleIndex,
    SubtitleTrack,
    TextChange,
    TrackStyle,
    Variant,
    track_name,
)
from shared.flow.text import (
    Address,
    FilmContext,
    Gender,
    LineNotes,
    MissedTerm,
    ModelCall,
    Person,
    Register,
    Scene,
    SegmentContext,
    TargetReport,
    TermUse,
    TranslatedSegment,
    TranslatedTranscript,
    TranslationMetadata,
    UsageLedger,
)

# The models are had from here too.
__all__ = [
    "Accompaniment", "Address", "AudioInfo", "Character", "Confidence", "Enrichment", "FilmContext",
    "Frozen", "Gender", "GlossaryConflict", "GlossarySnapshot", "GlossaryTerm", "LineNotes",
    "MissedTerm", "ModelCall", "MuxReport", "MuxedTrack", "Person", "Register", "RemovedSegment",
    "Repair", "Scene", "Segment", "SegmentContext", "SegmentKind", "SeparationDecision", "Shots",
    "SongPassage", "SpeakerTurn", "SpeakerTurns", "SpeechRegion", "SpeechRegions", "StyleReport",
    "StyleViolation", "SubtitleFormat", "SubtitleIndex", "SubtitleTrack", "TargetReport",
    "TermKind", "TermUse", "TextChange", "TimeSpan", "TrackStyle", "Transcript",
    "TranslatedSegment", "TranslatedTranscript", "TranslationMetadata", "UsageLedger", "Variant",
    "Word", "track_name",
]  # fmt: skip

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Artifact(Generic[Model]):
    """A JSON file of a known model. `file` may hold `{language}`, `{media}` and the like."""

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
DIALOGUE = FileArtifact("dialogue", "source_separation", "dialogue.wav", "audio")
ACCOMPANIMENT = Artifact("accompaniment", "source_separation", "energies.json", Accompaniment)
SEPARATION = Artifact("separation", "source_separation", "separation.json", SeparationDecision)
SPEECH = Artifact("speech", "pyannote_vad", "vad_segments.json", SpeechRegions)
SPEAKERS = Artifact("speakers", "pyannote_vad", "speakers.json", SpeakerTurns)
SPEAKERS_RTTM = FileArtifact("speakers_rttm", "pyannote_vad", "speakers.rttm", "text")
SEGMENTS = Artifact("segments", "asr", "segments.json", Transcript)
ALIGNED = Artifact("aligned", "alignment", "aligned_segments.json", Transcript)
TRANSCRIPT_TEXT = FileArtifact("transcript_text", "alignment", "transcript.txt", "text")
TRANSCRIPT = Artifact("transcript", "alignment", "transcript.json", Transcript)
WITH_LYRICS = Artifact("with_lyrics", "lyrics_detection", "transcript_with_lyrics.json", Transcript)
CLEANED = Artifact("cleaned", "hallucination_removal", "transcript_cleaned.json", Transcript)
REMOVED_TEXT = FileArtifact("removed_text", "hallucination_removal", "removed.txt", "text")
TRANSLATED = Artifact(
    "translated", "translation", "transcript_{language}.json", TranslatedTranscript
)
TRANSLATED_TEXT = FileArtifact(
    "translated_text", "translation", "transcript_{language}.txt", "text"
)
TRANSLATION_METADATA = Artifact(
    "translation_metadata", "translation", "translation_metadata.json", TranslationMetadata
)
USAGE = Artifact("usage", "translation", "usage.json", UsageLedger)
CONTEXT = Artifact("context", "translation", "context.json", FilmContext)
SUBTITLES = FileArtifact(
    "subtitles", "subtitle_generation", "subtitles/{media}.{track}.{suffix}", "subtitle"
)
SUBTITLE_INDEX = Artifact("subtitle_index", "subtitle_generation", "subtitles.json", SubtitleIndex)
STYLE_REPORT = Artifact("style_report", "subtitle_generation", "style_report.json", StyleReport)
STYLE_TABLE = FileArtifact("style_table", "subtitle_generation", "style_report.csv", "text")
STYLE_PAGE = FileArtifact("style_page", "subtitle_generation", "style_report.html", "text")
SHOTS = Artifact("shots", "subtitle_generation", "shots.json", Shots)
MUXED = FileArtifact("muxed", "mux", "{media}_subtitled.{container}", "video")
BURNED_IN = FileArtifact("burned_in", "mux", "{media}_burned_in.{track}.{container}", "video")
MUX_REPORT = Artifact("mux_report", "mux", "mux_report.json", MuxReport)

AnyArtifact = Artifact[BaseModel] | FileArtifact
