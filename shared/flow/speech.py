"""What is heard: speech, speakers, words, songs."""

from typing import Literal

from pydantic import Field

from shared.flow.base import Confidence, Frozen

SegmentKind = Literal["speech", "song", "mixed"]


class TimeSpan(Frozen):
    """A stretch of the audio."""

    start: float
    end: float


class SeparationDecision(Frozen):
    """Whether vocals were separated, and the measurements that decided.

    Attributes:
        snr_db: How far speech stands above what lies beneath it, in the median.
        threshold_db: Below this a stretch counts as noisy.
        music_share: Share of the sounding time in which there is music.
        evidence: All measurements behind the decision, by name.
        unclean: Where there is noise or music.
    """

    engine: str
    separated: bool
    snr_db: float | None
    threshold_db: float
    reason: str
    music_share: float = 0.0
    evidence: dict[str, float] = Field(default_factory=dict)
    unclean: tuple[TimeSpan, ...] = ()


class Accompaniment(Frozen):
    """How loud voices and all the rest are over time, where they were separated.

    Attributes:
        step: Seconds that a value stands for; the first begins at 0.
        vocals_db: Level of the vocals, 0 being full scale and -96 silence.
        accompaniment_db: Level of the mix without the vocals.
    """

    step: float
    vocals_db: tuple[float, ...] = ()
    accompaniment_db: tuple[float, ...] = ()


class SpeakerTurn(Frozen):
    """A stretch in which one speaker speaks. Turns of several speakers may overlap.

    Attributes:
        speaker: Stable over the whole film, such as `SPEAKER_00`; the one heard first is 00.
        overlapped: Whether somebody else speaks at the same time in it.
    """

    start: float
    end: float
    speaker: str
    confidence: Confidence = None
    overlapped: bool = False


class SpeakerTurns(Frozen):
    """Who speaks when. `reason` says why there is one speaker only, where that was not heard."""

    engine: str
    duration: float
    turns: tuple[SpeakerTurn, ...] = ()
    reason: str = ""


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
        cue: Number of the cue it was given in, where subtitles are translated; the segments of a
            cue span its time, which stays as it is.
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
    cue: int | None = None


class RemovedSegment(Frozen):
    """A segment that was set aside, why, and what took its place."""

    segment: Segment
    reasons: tuple[str, ...]
    kept_text: str = ""


class Repair(Frozen):
    """A change that was made to what a recogniser wrote.

    Attributes:
        segment: Id of the segment that was changed or added.
        kind: What was wrong, such as `script` or `uncovered`.
        method: What mended it, such as `decoded_again` or `transliterated`.
        before: The text before; empty for what was added.
    """

    segment: int
    kind: str
    method: str
    before: str
    after: str


class SongPassage(Frozen):
    """A stretch in which somebody sings."""

    start: float
    end: float
    confidence: Confidence = None
    evidence: dict[str, float] = Field(default_factory=dict)


class Transcript(Frozen):
    """Segments in order of time, with where they came from.

    Attributes:
        removed: What was set aside, with reasons.
        repairs: What was mended in recognition, in order of time.
        uncovered: Speech that stays without words after every attempt.
        songs: Sung passages, from song detection on.
    """

    language: str
    duration: float
    engine: str
    model: str = ""
    segments: tuple[Segment, ...] = ()
    removed: tuple[RemovedSegment, ...] = ()
    repairs: tuple[Repair, ...] = ()
    uncovered: tuple[TimeSpan, ...] = ()
    songs: tuple[SongPassage, ...] = ()
