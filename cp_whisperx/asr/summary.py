"""What the stage says of its result: figures for the manifest, and warnings of what is doubtful."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cp_whisperx.asr.coverage import describe_uncovered
from cp_whisperx.asr.script_guard import script_warnings
from shared.artifacts import SpeechRegions, Transcript


def figures_of(transcript: Transcript) -> dict[str, Any]:
    """Returns what a manifest tells of a transcript."""
    return {
        "segments": len(transcript.segments),
        "words": sum(len(segment.words) for segment in transcript.segments),
        "language": transcript.language,
        "removed": len(transcript.removed),
        "repaired": len(transcript.repairs),
        "uncovered": len(transcript.uncovered),
    }


def warnings_of(transcript: Transcript, speech: SpeechRegions) -> Iterator[str]:
    """Gives a sentence for each thing that is doubtful about a transcript."""
    if not speech.regions:
        yield "Nobody speaks in this audio; the transcript is empty."
    elif not transcript.segments:
        yield "Somebody speaks in this audio, but no word was understood."
    if transcript.removed:
        reasons = Counter(reason for row in transcript.removed for reason in row.reasons)
        counts = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
        yield f"Segments were set aside: {counts}."
    if transcript.uncovered:
        yield describe_uncovered(transcript.uncovered)
    yield from script_warnings(transcript)


def repairs_of(transcript: Transcript) -> Iterator[str]:
    """Gives a line for each change that was made to what the recogniser wrote."""
    for repair in transcript.repairs:
        before = f"{repair.before!r} became " if repair.before else ""
        yield f"Segment {repair.segment} ({repair.kind}, {repair.method}): {before}{repair.after!r}"
