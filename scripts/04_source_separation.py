"""source_separation: separate vocals from accompaniment where that helps.

Reads the audio. Writes the decision with the measurement behind it, and the vocals where an
engine made them; without them, later stages hear the film's own mix.
"""

from pathlib import Path
from typing import Any

from cp_whisperx.separation.noise import measure_snr
from shared.artifacts import AUDIO, SEPARATION, VOCALS, SeparationDecision
from shared.engine_host import open_engine
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "source_separation"
_MEASURING = 0.1


def reason_to_keep(io: StageIO, snr: float | None) -> str:
    """Returns why the film's own mix is heard, or nothing if vocals are wanted."""
    threshold = io.config.source_separation_snr_threshold
    if not io.config.source_separation_enabled:
        return "separation is switched off (SOURCE_SEPARATION_ENABLED=false)"
    if snr is None:
        return "the audio is silent"
    if snr >= threshold:
        return f"speech stands {snr:.1f} dB above the noise, at least {threshold:g} dB"
    return ""


def separate(io: StageIO, audio: Path) -> bool:
    """Has the engine make the vocals; returns whether it made any."""
    made = io.get_output_path(".tmp-vocals.wav")
    with open_engine("separation", io.job.engines["separation"].name, io) as engine:
        done = engine.separate(
            audio, made, lambda share: io.progress(_MEASURING + share * (1 - _MEASURING), 1.0)
        )
    if done:
        with io.new_file(VOCALS) as target:
            made.replace(target)
    return bool(done)


def decide(io: StageIO) -> dict[str, Any]:
    """Measures the noise, decides, and separates if it is wanted and possible."""
    audio = io.input_file(AUDIO)
    enabled = io.config.source_separation_enabled
    snr = (
        measure_snr(audio, lambda share: io.progress(share * _MEASURING, 1.0)) if enabled else None
    )
    reason = reason_to_keep(io, snr)
    separated = not reason and separate(io, audio)
    if separated:
        reason = f"speech stands only {snr:.1f} dB above the noise"
    elif not reason:
        reason = "no separation engine is installed"
        io.add_warning(f"Speech stands only {snr:.1f} dB above the noise, but {reason}.")
    decision = SeparationDecision(
        engine=io.job.engines["separation"].name,
        separated=separated,
        snr_db=snr,
        threshold_db=io.config.source_separation_snr_threshold,
        reason=reason,
    )
    io.write(SEPARATION, decision)
    io.logger.info(f"Vocals separated: {separated}, because {reason}")
    return {"snr_db": snr, "separated": separated}


run_stage = build_stage(NAME, decide)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
