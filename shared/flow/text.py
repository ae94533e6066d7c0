"""What is written: translations, and what is known of a line beside its text."""

from typing import Literal, TypedDict

from pydantic import Field

from shared.flow.base import Confidence, Frozen
from shared.flow.speech import SegmentKind

Gender = Literal["female", "male", "other", "unknown"]
Register = Literal["intimate", "familiar", "formal", "unknown"]
"""How the addressee is spoken to: Hindi tū, tum and āp in this order."""


class LineNotes(TypedDict, total=False):
    """What is known of a line beside its text, in plain JSON values; what is not known is absent.

    Attributes:
        scene: Number of its scene; lines of one scene belong together.
        speaker: The speaker's name or stable id.
        speaker_gender: The speaker's.
        addressee_gender: That of whom the line is said to.
        register: How the addressee is spoken to.
        kind: `speech`, `song` or `mixed`.
        characters: How many visible characters can be read in the line's time.
        terms: Glossary terms in the line, each with the rendering it must have.
        before: The source lines just before it, where it is given without its neighbours.
        after: The source lines just after it, likewise.
        draft: A translation that is to be bettered.
        faults: What is doubtful about the draft, as `judging` names it.
    """

    scene: int
    speaker: str
    speaker_gender: Gender
    addressee_gender: Gender
    register: Register
    kind: str
    characters: int
    terms: dict[str, str]
    before: list[str]
    after: list[str]
    draft: str
    faults: list[str]


class Person(Frozen):
    """Somebody who speaks.

    Attributes:
        speaker: Stable id, such as `SPEAKER_00`.
        name: Empty where nothing tells it.
        name_known: How the name is known: from the `user`, or `heard` in the film.
        gender_known: How the gender is known: `user`, `cast`, `name` or `grammar`.
        evidence: How often each kind of evidence came, by name.
    """

    speaker: str
    name: str = ""
    name_known: str = ""
    gender: Gender = "unknown"
    gender_known: str = ""
    evidence: dict[str, float] = Field(default_factory=dict)


class Scene(Frozen):
    """Lines that belong together, and who speaks in them."""

    number: int
    start: float
    end: float
    speakers: tuple[str, ...] = ()


class Address(Frozen):
    """How one person speaks to another in a scene.

    Attributes:
        scene: Number of the scene; None over the whole film.
        confidence: Share of the evidence that says so.
        lines: How many lines give evidence.
    """

    speaker: str
    addressee: str
    addressed_as: Register
    confidence: Confidence = None
    lines: int = 0
    scene: int | None = None


class SegmentContext(Frozen):
    """Who says a segment to whom and how; what is not known is empty or `unknown`."""

    id: int
    scene: int
    speaker: str | None = None
    addressee: str | None = None
    speaker_gender: Gender = "unknown"
    addressee_gender: Gender = "unknown"
    addressed_as: Register = "unknown"
    kind: SegmentKind = "speech"


class FilmContext(Frozen):
    """Who is who, and who speaks to whom, over a film."""

    people: tuple[Person, ...] = ()
    scenes: tuple[Scene, ...] = ()
    addresses: tuple[Address, ...] = ()
    segments: tuple[SegmentContext, ...] = ()


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


class MissedTerm(Frozen):
    """A glossary term that the translations of some segments lack.

    Attributes:
        expected: How it should read there.
        segments: Ids of the segments.
    """

    term: str
    expected: str
    segments: tuple[int, ...]


class TargetReport(Frozen):
    """How one target language came about.

    Attributes:
        missed: The terms that no pass of any engine could bring in.
        lines_repeated: Source lines that had come before.
        lines_repeated_alike: Those of them that read as they did at first.
        names_learnt: Names that the glossary lacks, with the spelling that lines agree on.
    """

    language: str
    engines: dict[str, int]
    chain: tuple[str, ...]
    segments: int
    terms_occurred: int = 0
    terms_applied: int = 0
    missed: tuple[MissedTerm, ...] = ()
    lines_repeated: int = 0
    lines_repeated_alike: int = 0
    names_learnt: dict[str, str] = Field(default_factory=dict)
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
