"""What is written: translations."""

from pydantic import Field

from shared.flow.base import Frozen
from shared.flow.speech import SegmentKind


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
