"""Tells for each segment whether it is spoken or sung. In doubt it is spoken."""

from collections.abc import Sequence

from cp_whisperx.lyrics.passages import Judgement, covered_share
from cp_whisperx.lyrics.wording import Wording
from shared.artifacts import Segment, SegmentKind, SongPassage, Transcript

_MOSTLY = 0.6
_PARTLY = 0.3
_SUNG = 0.5
_PERHAPS = 0.25


def mark_songs(
    transcript: Transcript,
    judgement: Judgement,
    passages: Sequence[SongPassage],
    wording: dict[int, Wording],
) -> Transcript:
    """Gives each segment its kind and the measurements behind it, and the transcript its songs.

    Args:
        transcript: Segments in order.
        judgement: What the film's sound is like over time.
        passages: The passages found in it.
        wording: What each segment's text says, by id.
    """
    marked = tuple(
        _mark(segment, judgement, passages, wording[segment.id]) for segment in transcript.segments
    )
    return transcript.model_copy(update={"segments": marked, "songs": tuple(passages)})


def _mark(
    segment: Segment, judgement: Judgement, passages: Sequence[SongPassage], wording: Wording
) -> Segment:
    score = judgement.song(segment.start, segment.end)
    covered = covered_share(segment.start, segment.end, passages)
    evidence = {
        **segment.evidence,
        "song_score": round(score, 3),
        "song_share": round(covered, 3),
        "text_score": round(wording.worth, 3),
        **wording.figures,
        **judgement.shown(segment.start, segment.end),
    }
    return segment.model_copy(update={"kind": _kind(score, covered), "evidence": evidence})


def _kind(score: float, covered: float) -> SegmentKind:
    if covered >= _MOSTLY and score >= _SUNG:
        return "song"
    if covered >= _PARTLY and score >= _PERHAPS:
        return "mixed"
    return "speech"
