"""Tells for each segment whether it is spoken or sung. In doubt it is spoken."""

from collections.abc import Sequence
from statistics import fmean

from cp_whisperx.lyrics.passages import MusicEvidence, Passage, covered_share
from cp_whisperx.lyrics.refrains import find_refrains
from shared.artifacts import Segment, SegmentKind, Transcript

_MOSTLY = 0.6
_PARTLY = 0.3
_SONG_SCORE = 0.4
_MIXED_SCORE = 0.3
# A line that comes again is likelier sung, where the sound says that it may be; text alone never
# makes a song.
_REFRAIN_BONUS = 0.1


def mark_songs(
    transcript: Transcript, evidence: MusicEvidence, passages: Sequence[Passage]
) -> Transcript:
    """Gives each segment its kind and the measurements behind it.

    Args:
        transcript: Segments in order.
        evidence: What the film's sound is like over time.
        passages: The passages found in it.
    """
    refrains = find_refrains(transcript.segments)
    marked = tuple(
        _mark(segment, evidence, passages, segment.id in refrains)
        for segment in transcript.segments
    )
    return transcript.model_copy(update={"segments": marked})


def _mark(
    segment: Segment, evidence: MusicEvidence, passages: Sequence[Passage], refrain: bool
) -> Segment:
    windows = evidence.between(segment.start, segment.end)
    score = fmean(evidence.own[windows].tolist()) if windows else 0.0
    covered = covered_share(segment.start, segment.end, passages)
    kind = _kind(score + _REFRAIN_BONUS * refrain, covered)
    figures = {"song_score": score, "song_share": covered, "refrain": float(refrain)}
    for name in ("tonality", "steady_pitch", "beat"):
        values = [getattr(evidence.sounds[index], name) for index in windows]
        figures[name] = fmean(values) if values else 0.0
    rounded = {name: round(value, 3) for name, value in figures.items()}
    return segment.model_copy(update={"kind": kind, "evidence": {**segment.evidence, **rounded}})


def _kind(score: float, covered: float) -> SegmentKind:
    if covered >= _MOSTLY and score >= _SONG_SCORE:
        return "song"
    if covered >= _PARTLY and score >= _MIXED_SCORE:
        return "mixed"
    return "speech"
