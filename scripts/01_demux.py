"""demux: extract the chosen audio track as 16 kHz mono WAV.

Reads the film. Writes the audio and what is known of it, such as the seconds by which its zero
lies after the film's.
"""

from pathlib import Path
from typing import Any

from cp_whisperx.media.demux import extract_audio
from shared.artifacts import AUDIO, AUDIO_INFO
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "demux"


def extract(io: StageIO) -> dict[str, Any]:
    """Extracts the job's audio track and tells of all that is doubtful about it."""
    media = Path(io.job.media)
    io.track_input(media, "media")
    with io.new_file(AUDIO) as target:
        extraction = extract_audio(
            io.config, media, io.job.audio_track, target, lambda share: io.progress(share, 1.0)
        )
    info = extraction.info
    io.write(AUDIO_INFO, info)
    for warning in extraction.warnings:
        io.add_warning(warning)
    if info.partial:
        io.mark_degraded(f"Only {info.duration:.1f} s of damaged audio are used.")
    io.logger.info(f"{info.duration:.1f} s of audio, {info.start_offset:.3f} s into the film")
    return {"audio_seconds": info.duration, "start_offset": info.start_offset}


run_stage = build_stage(NAME, extract)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
