"""hallucination_removal: set aside text that nobody said.

Reads the transcript with songs marked, the speech regions and, to hear where it is silent, the
audio. Writes the cleaned transcript, which keeps what was removed with the reasons, and a list of
it to read. A transcript that is one loop, or in a script that its language does not use, fails the
job.
"""

from typing import Any

from cp_whisperx.hallucination.clean import SUSPECT, clean_transcript
from cp_whisperx.hallucination.gate import check_transcript
from cp_whisperx.hallucination.report import list_removed
from cp_whisperx.hallucination.restore import parse_wishes, restore
from cp_whisperx.hallucination.sound import LoudnessTrack, measure_loudness
from shared.artifacts import (
    CLEANED,
    REMOVED_TEXT,
    SPEECH,
    VOCALS,
    WITH_LYRICS,
    SpeechRegions,
    Transcript,
)
from shared.engines import engines_for
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "hallucination_removal"
# So large a share of what was recognised is not made up in a film that was heard rightly.
_MUCH = 0.25
_FEW_SEGMENTS = 8


def remove_hallucinations(io: StageIO) -> dict[str, Any]:
    """Checks the transcript as a whole, cleans it segment by segment, brings back what is asked."""
    wishes = parse_wishes(io.config.hallucination_restore)
    transcript = io.read(WITH_LYRICS)
    regions = io.read(SPEECH)
    cleaned = _cleaned(transcript, regions, io) if _was_heard(transcript) else transcript
    restored, unmet = restore(transcript, cleaned, wishes)
    for wish in unmet:
        io.add_warning(f"HALLUCINATION_RESTORE names {wish.text}, but nothing there was removed.")
    _report(transcript, restored, io)
    io.write(CLEANED, restored)
    io.write_text(REMOVED_TEXT, list_removed(restored))
    return {
        "segments": len(restored.segments),
        "removed": len(restored.removed),
        "restored": len(cleaned.removed) - len(restored.removed),
        "suspected": sum(SUSPECT in segment.flags for segment in restored.segments),
    }


def _was_heard(transcript: Transcript) -> bool:
    """Whether an engine heard it; in a text that people wrote nothing is made up."""
    return all(row.listens for row in engines_for("asr") if row.name == transcript.engine)


def _cleaned(transcript: Transcript, regions: SpeechRegions, io: StageIO) -> Transcript:
    check_transcript(transcript)
    return clean_transcript(
        transcript,
        regions,
        io.config.hallucination_max_repeats,
        io.config.hallucination_sensitivity,
        _loudness(io),
    )


def _loudness(io: StageIO) -> LoudnessTrack | None:
    """Listens to the voices where they were separated, else to the mix, if it is there."""
    return measure_loudness(io.input_file(VOCALS)) if io.find(VOCALS) else None


def _report(before: Transcript, after: Transcript, io: StageIO) -> None:
    gone = len(before.segments) - len(after.segments)
    if before.segments and not after.segments:
        io.mark_degraded("All recognised text was judged made up; there is nothing to subtitle.")
    elif gone > _MUCH * len(before.segments) and len(before.segments) >= _FEW_SEGMENTS:
        io.add_warning(
            f"{gone} of {len(before.segments)} segments were removed as made up. Look through "
            f"{REMOVED_TEXT.file}; if they were said, speech detection missed them (VAD_THRESHOLD)."
        )
    if after.removed:
        io.logger.info(
            f"{len(after.removed)} segments were removed or shortened: see {REMOVED_TEXT.file}."
        )
    for entry in after.removed:
        segment = entry.segment
        io.logger.debug(
            f"Removed at {segment.start:.1f} s: {segment.text[:80]!r} "
            f"({'; '.join(entry.reasons)}); kept {entry.kept_text[:80]!r}"
        )


run_stage = build_stage(NAME, remove_hallucinations)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
