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
    """A segment in the target language.

    Attributes:
        engine: The one that produced it.
        tried: All that were asked for it, in order.
    """

    id: int
    start: float
    end: float
    text: str
    source_text: str
    engine: str
    tried: tuple[str, ...] = ()
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


class ModelCall(Frozen):
    """One request to a metered engine.

    Attributes:
        lines: How many lines it asked for.
        tokens_in: Tokens that were sent, as the service counts them; None if it does not say.
        tokens_out: Tokens of the answer.
        cost: By the prices of the settings.
        outcome: `ok`, or what was wrong.
    """

    engine: str
    model: str
    source: str
    target: str
    lines: int
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float = 0.0
    outcome: str = "ok"


class UsageLedger(Frozen):
    """What metered engines used in a job, call by call, and the sums."""

    calls: tuple[ModelCall, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
