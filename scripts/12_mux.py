"""mux: put the subtitle tracks into the film, nothing re-encoded.

Reads the film and the subtitle files of all languages. Writes the finished film and a report of
what is in it, read back from the file itself.
"""

from pathlib import Path
from typing import Any

from cp_whisperx.media.mux import Muxed, choose_default, mux
from cp_whisperx.media.subtitle_files import NewTrack, check_subtitles
from shared.artifacts import AUDIO_INFO, MUX_REPORT, MUXED, SUBTITLE_INDEX, SUBTITLES
from shared.errors import QualityGateError
from shared.languages import get_language
from shared.stage_order import get_stage_dir
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "mux"


def read_tracks(io: StageIO) -> list[NewTrack]:
    """Reads the subtitle files in the order of their index; warns of each that is empty."""
    tracks = []
    for entry in io.read(SUBTITLE_INDEX).tracks:
        if entry.format != "srt":
            continue
        path = io.input_file(SUBTITLES, language=entry.language)
        track = check_subtitles(path, get_language(entry.language))
        if track is None:
            io.add_warning(f"The {entry.language} subtitles have no cue and are left out.")
        else:
            tracks.append(track)
    return tracks


def write_film(io: StageIO, tracks: list[NewTrack], partial: bool) -> Muxed:
    """Writes the finished film; nothing is left of it if it is not what was asked for."""
    media = Path(io.job.media)
    io.track_input(media, "media")
    chosen = choose_default(tracks, io.config.mux_default_language, io.job.target_languages)
    with io.new_file(MUXED, container=io.config.mux_container) as target:
        return mux(
            io.config,
            media,
            chosen,
            target,
            lambda share: io.progress(share, 1.0),
            partial=partial,
        )


def add_tracks(io: StageIO) -> dict[str, Any]:
    """Muxes all tracks and reports what is in the finished film."""
    tracks = read_tracks(io)
    if not tracks:
        raise QualityGateError(
            "No subtitle file has a cue, so there is nothing to put into the film.",
            f"Look at the transcript in {get_stage_dir('alignment')}: was anything recognised?",
        )
    missing = set(io.config.mux_default_language) - {track.language.code for track in tracks}
    if missing:
        io.add_warning(f"MUX_DEFAULT_LANGUAGE {', '.join(sorted(missing))} has no track.")
    partial = io.read(AUDIO_INFO).partial
    muxed = write_film(io, tracks, partial)
    for warning in muxed.warnings:
        io.add_warning(warning)
    name = MUXED.file.format(media=io.job.media_name, container=io.config.mux_container)
    io.write(MUX_REPORT, muxed.report.model_copy(update={"file": name}))
    if partial:
        io.mark_degraded("The film is damaged; its subtitles cover what could be heard.")
    return {"subtitle_tracks": len(tracks), "film_seconds": muxed.report.duration}


run_stage = build_stage(NAME, add_tracks)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
