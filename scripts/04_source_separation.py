"""source_separation: separate vocals from accompaniment where that helps.

Reads the audio. Writes the decision with the measurements behind it. Where speech lies under noise
or music and an engine is set up, also the vocals, what recognition hears (the mix where it is
clean, the vocals where it is not), and how loud voices and accompaniment are over time. Without
them, later stages hear the film's own mix.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cp_whisperx.media.demux import extract_full_band
from cp_whisperx.separation.background import measure_background
from cp_whisperx.separation.decision import Verdict, judge, keeps_voices
from cp_whisperx.separation.dialogue import write_dialogue
from cp_whisperx.separation.sound import length_at
from shared.artifacts import (
    ACCOMPANIMENT,
    AUDIO,
    DIALOGUE,
    SEPARATION,
    VOCALS,
    Accompaniment,
    SeparationDecision,
)
from shared.engine_choice import lacking_parts
from shared.engine_host import open_engine
from shared.engines import engines_for
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO
from shared.wav import SAMPLE_RATE, duration_of

NAME = "source_separation"
_MEASURED = 0.05
_DECODED = 0.1
# A decoder's delay; where the two differ by more, the film is damaged and times would be off.
_SAME_LENGTH_SECONDS = 0.1


def decide(io: StageIO) -> dict[str, Any]:
    """Measures what lies beneath speech, decides, and separates if it is wanted and possible."""
    audio = io.input_file(AUDIO)
    io.set_config(io.config.for_stage(NAME) | {"engine": io.job.engines["separation"].name})
    verdict = _measured(io, audio)
    reason = reason_to_keep(io, verdict)
    wanted = not reason
    energies = separate(io, audio, verdict) if wanted else None
    if wanted:
        reason = _reason_to_separate(io, verdict)
    decision = SeparationDecision(
        engine=io.job.engines["separation"].name,
        separated=energies is not None,
        snr_db=verdict.snr_db,
        threshold_db=io.config.source_separation_snr_threshold,
        reason=reason,
        music_share=verdict.music_share,
        evidence=verdict.evidence,
        unclean=verdict.unclean,
    )
    io.write(SEPARATION, decision)
    done = "separated" if energies else "wanted, but not made" if wanted else "not separated"
    io.logger.info(f"Vocals {done}: {reason}")
    return {"separated": decision.separated} | verdict.evidence


def _measured(io: StageIO, audio: Path) -> Verdict:
    if not io.config.source_separation_enabled:
        return judge((), io.config)
    return judge(measure_background(audio, _part(io, 0.0, _MEASURED)), io.config)


def reason_to_keep(io: StageIO, verdict: Verdict) -> str:
    """Returns why the film's own mix is heard, or nothing if vocals are wanted."""
    least = io.config.source_separation_min_share
    if not io.config.source_separation_enabled:
        return "separation is switched off (SOURCE_SEPARATION_ENABLED=false)"
    if verdict.snr_db is None:
        return "the audio is silent"
    if io.config.source_separation_mode == "auto" and verdict.share < least:
        return f"the mix is clean: {_background(verdict)}, less than {least:.0%} together"
    return ""


def _reason_to_separate(io: StageIO, verdict: Verdict) -> str:
    asked = io.config.source_separation_mode == "always"
    told = "SOURCE_SEPARATION_MODE=always; " if asked else ""
    return f"{told}there is {_background(verdict)}"


def _background(verdict: Verdict) -> str:
    return (
        f"noise in {verdict.noise_share:.0%} and music in {verdict.music_share:.0%} of the "
        f"sounding time, speech {verdict.snr_db:.1f} dB above it in the median"
    )


def _remedy(io: StageIO, verdict: Verdict) -> str:
    """Says what would help; what is set up now but was not then needs the job to be prepared."""
    offered = [engine for engine in engines_for("separation") if engine.where_ready]
    commands = [command for engine in offered for command in lacking_parts(engine, io.config)]
    commands.append(f"./prepare-job.sh --job-dir '{io.output_base}'")
    return (
        f"There is {_background(verdict)}, but no separation engine is set up for this job: the "
        f"mix is heard as it is. To separate the vocals: {', then '.join(commands)}."
    )


def separate(io: StageIO, audio: Path, verdict: Verdict) -> Accompaniment | None:
    """Has the engine make the vocals, and makes of them what recognition hears."""
    made, full = io.get_output_path(".tmp-vocals.wav"), io.get_output_path(".tmp-full.wav")
    frames = round(duration_of(audio) * SAMPLE_RATE)
    with open_engine("separation", io.job.engines["separation"].name, io) as engine:
        if not engine.makes_vocals:
            io.add_warning(_remedy(io, verdict))
            return None
        sound = _best_sound(io, audio, full)
        energies: Accompaniment | None = engine.separate(
            sound, made, frames, _part(io, _DECODED, 1.0)
        )
    if full.is_file():
        io.track_intermediate(full, reason="the film's full sound, for the separation alone")
        full.unlink()
    if energies is None:
        return None
    if not keeps_voices(energies, verdict):
        made.unlink()
        io.add_warning(
            f"The model {io.config.source_separation_model} took clean speech for accompaniment: "
            "its vocals are not used, the mix is heard as it is. Choose another model with "
            "SOURCE_SEPARATION_MODEL."
        )
        return None
    _write(io, made, audio, verdict)
    io.write(ACCOMPANIMENT, energies)
    return energies


def _write(io: StageIO, made: Path, audio: Path, verdict: Verdict) -> None:
    with io.new_file(VOCALS) as target:
        made.replace(target)
    if verdict.unclean:
        with io.new_file(DIALOGUE) as target:
            write_dialogue(audio, io.get_output_path(VOCALS.file), verdict.unclean, target)


def _best_sound(io: StageIO, audio: Path, full: Path) -> Path:
    """Returns the film's sound in stereo and at full band, as models were trained to hear it."""
    film = Path(io.job.media)
    if not film.is_file():
        io.logger.info(f"{film} is not there: its 16 kHz audio is separated")
        return audio
    extract_full_band(io.config, film, io.job.audio_track, full, _part(io, _MEASURED, _DECODED))
    difference = abs(_seconds(full) - duration_of(audio))
    if difference > _SAME_LENGTH_SECONDS:
        io.logger.info(f"The full sound differs by {difference:.2f} s: 16 kHz audio is separated")
        return audio
    io.track_input(film, "media")
    io.logger.info("The film's own sound is separated, in stereo at 44.1 kHz")
    return full


def _seconds(wav: Path) -> float:
    return length_at(wav, SAMPLE_RATE) / SAMPLE_RATE


def _part(io: StageIO, start: float, end: float) -> Callable[[float], None]:
    """Makes a reporter of a part of the stage's progress."""
    return lambda share: io.progress(start + share * (end - start), 1.0)


run_stage = build_stage(NAME, decide)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
