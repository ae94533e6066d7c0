"""pyannote_vad: find the stretches in which somebody speaks.

Reads the film's audio, or its separated vocals, and writes speech regions with a confidence each.
Everything after this stage listens to these regions alone.
"""

from typing import Any

from shared.artifacts import SPEECH
from shared.engine_host import open_engine
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "pyannote_vad"


def find_speech(io: StageIO) -> dict[str, Any]:
    """Finds speech regions and warns where there are none."""
    audio = io.heard_audio()
    engine_name = io.job.engines["vad"].name
    with open_engine("vad", engine_name, io) as engine:
        speech = engine.detect(audio, lambda share: io.progress(share, 1.0))
    io.set_config(io.config.for_stage(NAME) | {"engine": engine_name})
    if not speech.regions:
        io.add_warning("Nobody speaks in this audio; the transcript will be empty.")
    io.write(SPEECH, speech)
    seconds = sum(region.end - region.start for region in speech.regions)
    io.logger.info(f"{len(speech.regions)} regions, {seconds:.1f} of {speech.duration:.1f} s")
    return {"regions": len(speech.regions), "speech_seconds": round(seconds, 3)}


run_stage = build_stage(NAME, find_speech)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
