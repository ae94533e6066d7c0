"""mux: put the subtitle tracks into the film, nothing re-encoded.

Reads the film and the subtitle files. Writes the finished film, where asked for also a copy with
a track drawn into its picture, and a report of what is in the film, read back from the file.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from cp_whisperx.media.burn_in import burn_in
from cp_whisperx.media.mux import Muxed, choose_default, mux
from cp_whisperx.media.subtitle_files import NewTrack, TrackFormat, check_subtitles, title_of
from shared.artifacts import (
    AUDIO_INFO,
    BURNED_IN,
    MUX_REPORT,
    MUXED,
    SUBTITLE_INDEX,
    SUBTITLES,
    SubtitleTrack,
)
from shared.errors import QualityGateError
from shared.languages import get_language
from shared.stage_order import get_stage_dir
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO
from shared.subtitle_plan import muxed_formats

NAME = "mux"
# The part of the work that the film with tracks is, where a picture is encoded again too.
_SOFT_SHARE = 0.05


def read_tracks(io: StageIO) -> list[NewTrack]:
    """Reads the files that become tracks, in the order of their index; warns of empty ones."""
    found = list(_muxed_entries(io))
    tracks = []
    for entry, file_format in found:
        path = io.input_file(SUBTITLES, track=entry.name, suffix=file_format)
        track = check_subtitles(path, get_language(entry.language), file_format)
        if track is None:
            io.add_warning(f"The {entry.name} subtitles have no cue and are left out.")
        else:
            tracks.append(
                replace(
                    track,
                    name=entry.name,
                    title=title_of(entry),
                    forced=entry.variant == "forced",
                    hearing_impaired=entry.variant == "sdh",
                )
            )
    return tracks


def _muxed_entries(io: StageIO) -> Iterator[tuple[SubtitleTrack, TrackFormat]]:
    formats = muxed_formats(io.config)
    for entry in io.read(SUBTITLE_INDEX).tracks:
        if entry.format in formats and entry.format in ("srt", "vtt", "ass"):
            yield entry, entry.format


def write_film(io: StageIO, tracks: list[NewTrack], partial: bool) -> Muxed:
    """Writes the finished film; nothing is left of it if it is not what was asked for."""
    media = Path(io.job.media)
    io.track_input(media, "media")
    chosen = choose_default(tracks, io.config.mux_default_language, io.job.target_languages)
    total = 1.0 / _SOFT_SHARE if io.config.burn_in else 1.0
    with io.new_file(MUXED, container=io.config.mux_container) as target:
        return mux(
            io.config,
            media,
            chosen,
            target,
            lambda share: io.progress(share, total),
            partial=partial,
        )


def write_burned_in(io: StageIO) -> str:
    """Writes the copy with a track in its picture, where one is asked for.

    Returns:
        The copy's name, or an empty string.
    """
    name, container = io.config.burn_in, io.config.mux_container
    if not name:
        return ""
    if not any(entry.name == name and entry.cues for entry in io.read(SUBTITLE_INDEX).tracks):
        io.add_warning(f"BURN_IN={name}: that track has no cue, so no copy is made.")
        return ""
    subtitles = io.input_file(SUBTITLES, track=name, suffix="ass")
    with io.new_file(BURNED_IN, track=name, container=container) as target:
        warnings = burn_in(
            io.config,
            Path(io.job.media),
            subtitles,
            target,
            lambda share: io.progress(_SOFT_SHARE + (1 - _SOFT_SHARE) * share, 1.0, "burn-in"),
        )
    for warning in warnings:
        io.add_warning(warning)
    return BURNED_IN.file.format(media=io.job.media_name, track=name, container=container)


def add_tracks(io: StageIO) -> dict[str, Any]:
    """Muxes all tracks and reports what is in the finished film."""
    tracks = read_tracks(io)
    if not tracks:
        raise QualityGateError(
            "No subtitle file has a cue, so there is nothing to put into the film.",
            f"Look at the transcript in {get_stage_dir('alignment')}: was anything recognised?",
        )
    missing = set(io.config.mux_default_language) - {track.name for track in tracks}
    if missing:
        io.add_warning(f"MUX_DEFAULT_LANGUAGE {', '.join(sorted(missing))} has no track.")
    partial = io.read(AUDIO_INFO).partial
    muxed = write_film(io, tracks, partial)
    for warning in (*muxed.warnings, *muxed.report.notes):
        io.add_warning(warning)
    name = MUXED.file.format(media=io.job.media_name, container=io.config.mux_container)
    burned = write_burned_in(io)
    io.write(MUX_REPORT, muxed.report.model_copy(update={"file": name, "burned_in": burned}))
    if partial:
        io.mark_degraded("The film is damaged; its subtitles cover what could be heard.")
    figures = {"subtitle_tracks": len(tracks), "film_seconds": muxed.report.duration}
    return figures | ({"burned_in": burned} if burned else {})


run_stage = build_stage(NAME, add_tracks)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
