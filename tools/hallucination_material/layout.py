"""Lays texts out over time, with speech under them or without, and counts what is removed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from cp_whisperx.hallucination.clean import SUSPECT, clean_transcript
from shared.artifacts import Segment, SegmentKind, SpeechRegion, SpeechRegions, Transcript

MAX_REPEATS = 4
# Where a lone phrase is put, far from the film's speech.
_PHRASE_AT = 100.0
_SHORTEST_REGION = 0.25


@dataclass(frozen=True)
class Counted:
    """What cleaning did to a transcript, in words and segments."""

    words: int
    removed_words: int
    segments: int
    flagged: int


def word_count(texts: Sequence[str]) -> int:
    """Counts words between spaces."""
    return sum(len(text.split()) for text in texts)


def talk(
    texts: Sequence[str],
    confidence: float | None,
    jitter: float = 0.0,
    seed: int = 5,
    kind: SegmentKind = "speech",
) -> tuple[list[Segment], list[SpeechRegion]]:
    """Lays texts out one after the other at a pace of 9 to 20 letters a second.

    Args:
        texts: What is said.
        confidence: The recogniser's.
        jitter: Standard deviation of the regions' ends around the true ones, in seconds.
        seed: Of pace, pauses and jitter.
        kind: Of all segments.

    Returns:
        The segments, and the speech under each.
    """
    rng, at = random.Random(seed), 1.0
    segments: list[Segment] = []
    regions: list[SpeechRegion] = []
    for number, text in enumerate(texts):
        end = at + max(0.35, len(text) / rng.uniform(9, 20))
        fields = {"id": number, "start": at, "end": end, "text": text, "kind": kind}
        segments.append(Segment.model_validate(fields | {"confidence": confidence}))
        first, last = max(0.0, at + rng.gauss(0, jitter)), end + rng.gauss(0, jitter)
        last = max(last, first + _SHORTEST_REGION)
        regions.append(SpeechRegion(start=first, end=last, confidence=rng.uniform(0.75, 0.99)))
        at = end + rng.choice([0.1, 0.3, 0.8, 2.5])
    return segments, regions


def clean(
    segments: Sequence[Segment], regions: Sequence[SpeechRegion], language: str
) -> Transcript:
    """Cleans segments as the stage does, without audio."""
    end = max((segment.end for segment in segments), default=0.0)
    transcript = Transcript(
        language=language, duration=end, engine="list", segments=tuple(segments)
    )
    speech = SpeechRegions(engine="list", duration=end, regions=tuple(regions))
    return clean_transcript(transcript, speech, MAX_REPEATS)


def count(before: Sequence[Segment], after: Transcript) -> Counted:
    """Counts what cleaning removed."""
    words = word_count([segment.text for segment in before])
    return Counted(
        words=words,
        removed_words=words - word_count([segment.text for segment in after.segments]),
        segments=len(before),
        flagged=sum(SUSPECT in segment.flags for segment in after.segments),
    )


@dataclass(frozen=True)
class Place:
    """Where a phrase stands, and how sure recogniser and speech detector were."""

    name: str
    confidence: float | None = None
    beside: float | None = None
    detected: float | None = None


PLACES = (
    Place("silence, no confidence"),
    Place("silence, confidence 0.5", confidence=0.5),
    Place("silence, confidence 0.7", confidence=0.7),
    Place("silence, confidence 0.9", confidence=0.9),
    Place("half a second after speech, no confidence", beside=0.5),
    Place("false alarm (detector 0.55), confidence 0.4", confidence=0.4, detected=0.55),
    Place("speech (detector 0.95), confidence 0.9", confidence=0.9, detected=0.95),
)


def is_removed(text: str, language: str, place: Place) -> bool:
    """Whether a phrase is removed in a place, alone but for speech far before it."""
    end = _PHRASE_AT + min(8.0, max(1.0, len(text) / 14))
    segment = Segment(id=0, start=_PHRASE_AT, end=end, text=text, confidence=place.confidence)
    regions = [SpeechRegion(start=1, end=5, confidence=0.97)]
    if place.beside is not None:
        last = _PHRASE_AT - place.beside
        regions.append(SpeechRegion(start=last - 3, end=last, confidence=0.97))
    if place.detected is not None:
        span = (_PHRASE_AT - 0.1, end + 0.1)
        regions.append(SpeechRegion(start=span[0], end=span[1], confidence=place.detected))
    return not clean([segment], regions, language).segments
