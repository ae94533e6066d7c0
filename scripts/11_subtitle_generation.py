"""subtitle_generation: build readable, well-timed cues and write the subtitle files.

Reads the cleaned transcript, the translations, the audio's facts and the film's picture. Writes
each track in every format that is asked for, the index of the tracks in the order they are muxed
(the source language first, then the targets as the user named them, each with its variants), the
film's shots, and the style report as JSON, as a table and as a page.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cp_whisperx.media.shots import look_at_picture
from cp_whisperx.subtitles.report import as_csv, as_page
from cp_whisperx.subtitles.style import compliance
from cp_whisperx.subtitles.timing import USUAL_RATE
from cp_whisperx.subtitles.tracks import Picture
from cp_whisperx.subtitles.variants import FinishedTrack, Material, make_track
from cp_whisperx.subtitles.voices import call_by_name
from cp_whisperx.subtitles.writer import render
from shared.artifacts import (
    AUDIO_INFO,
    CLEANED,
    CONTEXT,
    SHOTS,
    STYLE_PAGE,
    STYLE_REPORT,
    STYLE_TABLE,
    SUBTITLE_INDEX,
    SUBTITLES,
    TRANSLATED,
    TRANSLATION_METADATA,
    FilmContext,
    StyleReport,
    SubtitleIndex,
    SubtitleTrack,
)
from shared.errors import QualityGateError
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO
from shared.subtitle_plan import PlannedTrack, file_formats, planned_tracks

NAME = "subtitle_generation"
_LOOKED = 0.8


def make_subtitles(io: StageIO) -> dict[str, Any]:
    """Builds, checks and writes every track.

    Raises:
        QualityGateError: If a style rule is broken and the job wants that to be an error.
    """
    material = _material(io)
    plans = list(_plans(io, material))
    tracks: list[FinishedTrack] = []
    index: list[SubtitleTrack] = []
    for number, plan in enumerate(plans, 1):
        track = make_track(plan, material, io.config)
        io.progress(_LOOKED + (1 - _LOOKED) * number / len(plans), 1.0, track.name)
        if _is_wanted(io, track):
            tracks.append(track)
            index += _write(io, track)
    io.write(SUBTITLE_INDEX, SubtitleIndex(tracks=tuple(index)))
    _report(io, tracks)
    _judge(io, tracks)
    picture = material.picture
    return _figures(tracks) | {"frame_rate": picture.frame_rate, "shots": len(picture.shots)}


def _picture(io: StageIO) -> Picture:
    """Looks at the film's picture; where there is none, the usual frame rate counts."""
    film = Path(io.job.media)
    if film.is_file():
        io.track_input(film, "media")
    shots = look_at_picture(io.config, film, lambda share: io.progress(_LOOKED * share, 1.0))
    io.write(SHOTS, shots)
    if shots.reason:
        tell = io.add_warning if shots.failed else io.logger.info
        tell(f"Cues are not set by shots: {shots.reason}")
    rate = io.config.subtitle_frame_rate or shots.frame_rate or USUAL_RATE
    return Picture(rate, shots.starts)


def _report(io: StageIO, tracks: list[FinishedTrack]) -> None:
    """Writes the style check as JSON, as a table and as a page."""
    report = StyleReport(tracks=tuple(track.style for track in tracks))
    io.write(STYLE_REPORT, report)
    io.write_text(STYLE_TABLE, as_csv(report))
    io.write_text(STYLE_PAGE, as_page(report, io.job.media_name))


def _material(io: StageIO) -> Material:
    """Reads what the tracks are made of; tells of targets that were not made."""
    audio = io.read(AUDIO_INFO)
    context = io.read_optional(CONTEXT) or FilmContext()
    names = {person.speaker: person.name for person in context.people if person.name}
    metadata = io.read(TRANSLATION_METADATA)
    for language, reason in metadata.missing.items():
        io.add_warning(f"There is no {language} track: {reason}")
    return Material(
        transcript=call_by_name(io.read(CLEANED), names),
        translations={
            row.language: call_by_name(io.read(TRANSLATED, language=row.language), names)
            for row in metadata.targets
        },
        offset=audio.start_offset,
        film_end=audio.start_offset + audio.duration,
        picture=_picture(io),
    )


def _plans(io: StageIO, material: Material) -> Iterator[PlannedTrack]:
    """Yields the planned tracks that there is text for; missing targets are told of already."""
    for plan in planned_tracks(io.config):
        if material.has(plan):
            yield plan
        elif plan.second:
            io.add_warning(f"There is no {plan.name} track, as one of its languages has no text.")


def _is_wanted(io: StageIO, track: FinishedTrack) -> bool:
    """Whether a track is written: a full one always, a variant of nothing is only told of."""
    for warning in track.warnings:
        io.add_warning(warning)
    if track.cues:
        return True
    if track.plan.variant != "full":
        io.logger.info(f"There is nothing for a {track.name} track.")
        return False
    io.add_warning(f"The {track.name} track has no cues: nobody speaks in it, or no text came.")
    return True


def _write(io: StageIO, track: FinishedTrack) -> Iterator[SubtitleTrack]:
    """Writes a track's files; one without cues is an empty file, which is not muxed."""
    plan = track.plan
    for file_format in file_formats(io.config, plan.name):
        text = render(track.cues, track.sheet, file_format)
        path = io.write_text(SUBTITLES, text, track=plan.name, suffix=file_format)
        yield SubtitleTrack(
            language=plan.language,
            file=path.relative_to(io.stage_dir).as_posix(),
            format=file_format,
            cues=len(track.cues),
            variant=plan.variant,
            second_language=plan.second,
        )


def _judge(io: StageIO, tracks: list[FinishedTrack]) -> None:
    """Tells of broken rules, and fails where the job wants that."""
    broken = {
        track.name: len(track.cues) - track.style.clean_cues
        for track in tracks
        if track.style.violations
    }
    if not broken:
        return
    counts = ", ".join(f"{name}: {count}" for name, count in broken.items())
    message = f"Cues that break a style rule: {counts}."
    if io.config.subtitle_fail_on_style:
        raise QualityGateError(
            message, "style_report.html lists each one; SUBTITLE_FAIL_ON_STYLE=false lets it pass."
        )
    io.add_warning(f"{message} style_report.html lists each one.")


def _figures(tracks: list[FinishedTrack]) -> dict[str, Any]:
    return {
        "cues": {track.name: len(track.cues) for track in tracks},
        "compliance": {track.name: round(compliance(track.style), 4) for track in tracks},
    }


run_stage = build_stage(NAME, make_subtitles)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
