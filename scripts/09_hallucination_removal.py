"""hallucination_removal: set aside text that nobody said.

Reads the transcript with songs marked and the speech regions. Writes the cleaned transcript, which
keeps what was removed with the reasons. A transcript that is one loop, or in a script that its
language does not use, fails the job.
"""

from typing import Any

from cp_whisperx.hallucination.clean import SUSPECT, clean_transcript
from cp_whisperx.hallucination.gate import check_transcript
from shared.artifacts import CLEANED, SPEECH, WITH_LYRICS, Transcript
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "hallucination_removal"


def remove_hallucinations(io: StageIO) -> dict[str, Any]:
    """Checks the transcript as a whole, then cleans it segment by segment."""
    transcript = io.read(WITH_LYRICS)
    regions = io.read(SPEECH)
    check_transcript(transcript)
    cleaned = clean_transcript(transcript, regions, io.config.hallucination_max_repeats)
    if transcript.segments and not cleaned.segments:
        io.mark_degraded("All recognised text was judged made up; there is nothing to subtitle.")
    io.write(CLEANED, cleaned)
    _log_removed(cleaned, io)
    return {
        "segments": len(cleaned.segments),
        "removed": len(cleaned.removed),
        "suspected": sum(SUSPECT in segment.flags for segment in cleaned.segments),
    }


def _log_removed(cleaned: Transcript, io: StageIO) -> None:
    if cleaned.removed:
        io.logger.info(f"{len(cleaned.removed)} segments were removed or shortened.")
    for entry in cleaned.removed:
        segment = entry.segment
        io.logger.debug(
            f"Removed at {segment.start:.1f} s: {segment.text[:80]!r} "
            f"({'; '.join(entry.reasons)}); kept {entry.kept_text[:80]!r}"
        )


run_stage = build_stage(NAME, remove_hallucinations)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
