"""alignment: put every word in its place and export the transcript.

Reads the vocals, the recognised segments and the speech regions. Writes the segments with refined
word times, the transcript as JSON, and the transcript as text, a paragraph a line.
"""

from typing import Any

from cp_whisperx.alignment.export import transcript_text
from cp_whisperx.alignment.windows import POOR
from shared.artifacts import (
    ALIGNED,
    SEGMENTS,
    SPEECH,
    TRANSCRIPT,
    TRANSCRIPT_TEXT,
    Transcript,
)
from shared.engine_host import open_engine
from shared.engines import get_engine
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "alignment"
_SERVES_ALL = "recogniser"
_DOUBTFUL_SHARE = 0.2


def align(io: StageIO) -> dict[str, Any]:
    """Aligns the transcript and exports it."""
    audio = io.heard_audio()
    recognised = io.read(SEGMENTS)
    regions = io.read(SPEECH)
    with open_engine("alignment", _engine_for(recognised, io), io) as engine:
        aligned: Transcript = engine.align(
            audio, recognised, regions, lambda share: io.progress(share, 1.0)
        )
    io.write(ALIGNED, aligned)
    io.write(TRANSCRIPT, aligned)
    io.write_text(TRANSCRIPT_TEXT, transcript_text(aligned, io.config.alignment_paragraph_pause))
    return _figures(aligned, io)


def _engine_for(transcript: Transcript, io: StageIO) -> str:
    """The job's engine, unless the language that was detected is not among its languages.

    Where nothing was said there is nothing to load a model for, nor to warn of.
    """
    if not transcript.segments:
        return _SERVES_ALL
    name = io.job.engines["alignment"].name
    if get_engine("alignment", name).serves(transcript.language):
        return name
    io.add_warning(
        f"The alignment engine {name} does not serve the language {transcript.language!r}; "
        "the recogniser's own word times are refined instead."
    )
    return _SERVES_ALL


def _figures(transcript: Transcript, io: StageIO) -> dict[str, Any]:
    poor = sum(POOR in segment.flags for segment in transcript.segments)
    total = len(transcript.segments)
    if total and poor / total > _DOUBTFUL_SHARE:
        io.add_warning(
            f"{poor} of {total} segments could not be aligned and keep the recogniser's times."
        )
    words = sum(len(segment.words) for segment in transcript.segments)
    return {"segments": total, "words": words, POOR: poor}


run_stage = build_stage(NAME, align)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
