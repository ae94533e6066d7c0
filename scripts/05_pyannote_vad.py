"""pyannote_vad: find the stretches in which somebody speaks, and who does.

Reads the film's audio, or its separated vocals, and writes speech regions with a confidence each,
and the turns of each speaker, as JSON and as RTTM. Everything after this stage listens to these
regions alone.
"""

from pathlib import Path
from typing import Any

from cp_whisperx.diarization.base import one_speaker, who_speaks
from cp_whisperx.diarization.rttm import read_rttm, write_rttm
from shared.artifacts import SPEAKERS, SPEAKERS_RTTM, SPEECH, SpeakerTurns, SpeechRegions
from shared.engine_host import open_engine
from shared.engines import AUTO
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "pyannote_vad"
# How much of the stage finding speech takes; the rest is telling speakers apart.
_SHARE = 0.3


def find_speech(io: StageIO) -> dict[str, Any]:
    """Finds speech regions and speakers, and warns where there are none."""
    audio = io.heard_audio()
    engine_name = io.job.engines["vad"].name
    with open_engine("vad", engine_name, io) as engine:
        speech = engine.detect(audio, lambda share: io.progress(share * _SHARE, 1.0))
    io.set_config(io.config.for_stage(NAME) | {"engine": engine_name})
    if not speech.regions:
        io.add_warning("Nobody speaks in this audio; the transcript will be empty.")
    io.write(SPEECH, speech)
    seconds = sum(region.end - region.start for region in speech.regions)
    io.logger.info(f"{len(speech.regions)} regions, {seconds:.1f} of {speech.duration:.1f} s")
    speakers = _tell_speakers(io, audio, speech)
    io.write(SPEAKERS, speakers)
    io.write_text(SPEAKERS_RTTM, write_rttm(speakers.turns, io.job.media_name))
    return {
        "regions": len(speech.regions),
        "speech_seconds": round(seconds, 3),
        "speakers": len({turn.speaker for turn in speakers.turns}),
    }


def _tell_speakers(io: StageIO, audio: Path, speech: SpeechRegions) -> SpeakerTurns:
    """Reads the turns that are known, or has the job's engine hear who speaks."""
    if io.config.diarization_rttm is not None:
        return read_rttm(io.config.diarization_rttm, speech.duration)
    if not io.config.diarization_enabled:
        return one_speaker(speech, "DIARIZATION_ENABLED is off")
    choice = io.job.engines.get("diarization")
    if choice is None:
        return one_speaker(speech, "the job was prepared without an engine for it")
    with open_engine("diarization", choice.name, io) as engine:
        speakers = who_speaks(
            engine, choice.name, audio, speech,
            lambda share: io.progress(_SHARE + share * (1 - _SHARE), 1.0),
        )  # fmt: skip
    io.add_config("diarization", choice.name)
    if speakers.reason and speech.regions and io.config.diarization_engine == AUTO:
        io.add_warning(
            "Speakers are not told apart, because no engine for it is set up. To have them: "
            f"./bootstrap.sh --envs pyannote, then ./prepare-job.sh --job-dir {io.output_base} "
            "--set DIARIZATION_ENGINE=embeddings."
        )
    return speakers


run_stage = build_stage(NAME, find_speech)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
