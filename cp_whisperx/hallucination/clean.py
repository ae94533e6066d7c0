"""Sets aside what nobody said. Nothing is lost: all that goes is kept with its reasons."""

from collections.abc import Mapping, Sequence

from cp_whisperx.hallucination.evidence import Evidence, gather
from cp_whisperx.hallucination.loops import cut_loops, repeated_segments
from cp_whisperx.hallucination.repetition import Loop
from cp_whisperx.hallucination.text import normalise
from shared.artifacts import RemovedSegment, Segment, SpeechRegions, Transcript

SUSPECT = "suspected_hallucination"
# What speaks against a segment must weigh this much together, and the sound must have a part in
# it: no single fact and no text alone condemns a segment.
_ENOUGH = 3
_DOUBTFUL = 2
# Short calls ("No!") come often in a row where people argue.
_CALL_WORDS = 2


def clean_transcript(
    transcript: Transcript, regions: SpeechRegions, max_repeats: int
) -> Transcript:
    """Removes loops and made-up text.

    Args:
        transcript: Segments in order.
        regions: Where somebody speaks.
        max_repeats: How often a sentence may come in a row.

    Returns:
        The transcript without them; `removed` has each segment as it was, the reasons, and what
        was kept of its text. Segments that are only doubtful stay, with a flag.
    """
    spoken = sorted(regions.regions, key=lambda region: region.start)
    evidence = {
        segment.id: gather(segment, spoken, transcript.language) for segment in transcript.segments
    }
    removed: list[RemovedSegment] = []
    whole = [_without_loops(segment, max_repeats, removed) for segment in transcript.segments]
    repeated = repeated_segments(whole, max_repeats)
    kept: list[Segment] = []
    for index, segment in enumerate(whole):
        reasons = _reasons(index, segment, whole, evidence, repeated)
        if reasons:
            _set_aside(transcript.segments[index], reasons, evidence, removed)
        elif segment.text:
            kept.append(_marked(segment, evidence[segment.id]))
    return transcript.model_copy(
        update={"segments": tuple(kept), "removed": (*transcript.removed, *removed)}
    )


def _without_loops(segment: Segment, max_repeats: int, removed: list[RemovedSegment]) -> Segment:
    cut = cut_loops(segment, max_repeats)
    if cut is None:
        return segment
    reasons = ("a phrase is repeated in a loop",)
    removed.append(RemovedSegment(segment=segment, reasons=reasons, kept_text=cut.text))
    return cut


def _reasons(
    index: int,
    segment: Segment,
    segments: Sequence[Segment],
    evidence: Mapping[int, Evidence],
    repeated: Mapping[int, Loop],
) -> tuple[str, ...]:
    """Returns why a segment must go, or nothing if it may stay."""
    facts = evidence[segment.id]
    acoustic, textual = facts.acoustic_suspicions(), facts.textual_suspicions()
    loop = repeated.get(index)
    if loop is not None and not _is_argument(segments[loop.start : loop.end], evidence):
        return (f"the same text {loop.repeats} times in a row", *acoustic, *textual)
    if facts.silent and _repeats_neighbour(index, segments):
        textual["repeats its neighbour"] = 1
    enough = sum(acoustic.values()) + sum(textual.values()) >= _ENOUGH
    return (*acoustic, *textual) if acoustic and enough else ()


def _is_argument(loop: Sequence[Segment], evidence: Mapping[int, Evidence]) -> bool:
    """Whether a loop is short calls that somebody really utters, each with speech under it."""
    return all(
        len(segment.text.split()) <= _CALL_WORDS and not evidence[segment.id].acoustic_suspicions()
        for segment in loop
    )


def _repeats_neighbour(index: int, segments: Sequence[Segment]) -> bool:
    text = normalise(segments[index].text)
    beside = (*segments[max(0, index - 1) : index], *segments[index + 1 : index + 2])
    return any(normalise(other.text) == text for other in beside)


def _set_aside(
    original: Segment,
    reasons: tuple[str, ...],
    evidence: Mapping[int, Evidence],
    removed: list[RemovedSegment],
) -> None:
    """Notes a segment as removed whole, in place of an earlier note that its loop was cut."""
    removed[:] = [entry for entry in removed if entry.segment.id != original.id]
    measured = {**original.evidence, **evidence[original.id].figures()}
    segment = original.model_copy(update={"evidence": measured})
    removed.append(RemovedSegment(segment=segment, reasons=reasons))


def _marked(segment: Segment, facts: Evidence) -> Segment:
    if facts.weight() < _DOUBTFUL:
        return segment
    flags = tuple(dict.fromkeys((*segment.flags, SUSPECT)))
    evidence = {**segment.evidence, **facts.figures()}
    return segment.model_copy(update={"flags": flags, "evidence": evidence})
