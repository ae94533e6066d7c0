"""subtitle_generation: build readable, well-timed cues and write the subtitle files.

Reads the cleaned transcript, the translations, the audio's facts and the film's picture. Writes an
SRT file a language (and VTT where asked), the index of the tracks in the order they are muxed (the
source language first, then the targets as the user named them), the film's shots, and the style
report as JSON, as a table and as a page.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cp_whisperx.media.shots import look_at_picture
from cp_whisperx.subtitles.markup import Format
from cp_whisperx.subtitles.report import as_csv, as_page
from cp_whisperx.subtitles.style import compliance
from cp_whisperx.subtitles.timing import USUAL_RATE
from cp_whisperx.subtitles.tracks import Picture, Track, build_track
from cp_whisperx.subtitles.utterances import Utterance, translated_utterances, utterances_of
from cp_whisperx.subtitles.writer import render
from shared.artifacts import (
    AUDIO_INFO,
    CLEANED,
    SHOTS,
    STYLE_PAGE,
    STYLE_REPORT,
    STYLE_TABLE,
    SUBTITLE_INDEX,
    SUBTITLES,
    SUBTITLES_VTT,
    TRANSLATED,
    TRANSLATION_METADATA,
    FileArtifact,
    StyleReport,
    SubtitleIndex,
    SubtitleTrack,
)
from shared.errors import QualityGateError
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "subtitle_generation"
_LOOKED = 0.8
FILES: dict[Format, FileArtifact] = {"srt": SUBTITLES, "vtt": SUBTITLES_VTT}


def make_subtitles(io: StageIO) -> dict[str, Any]:
    """Builds, checks and writes every track.

    Raises:
        QualityGateError: If a style rule is broken and the job wants that to be an error.
    """
    audio = io.read(AUDIO_INFO)
    film_end = audio.start_offset + audio.duration
    picture = _picture(io)
    sources = list(_sources(io))
    tracks: list[Track] = []
    index: list[SubtitleTrack] = []
    for number, (language, utterances) in enumerate(sources, 1):
        track = build_track(utterances, language, io.config, audio.start_offset, film_end, picture)
        tracks.append(track)
        index += _write(io, track)
        io.progress(_LOOKED + (1 - _LOOKED) * number / len(sources), 1.0, language)
    io.write(SUBTITLE_INDEX, SubtitleIndex(tracks=tuple(index)))
    _report(io, tracks)
    _judge(io, tracks)
    return _figures(tracks) | {"frame_rate": picture.frame_rate, "shots": len(picture.shots)}


def _picture(io: StageIO) -> Picture:
    """Looks at the film's picture; where there is none, the usual frame rate counts."""
    film = Path(io.job.media)
    if film.is_file():
        io.track_input(film, "media")
    shots = look_at_picture(io.config, film, lambda share: io.progress(_LOOKED * share, 1.0))
    io.write(SHOTS, shots)
    if shots.reason:
        io.logger.info(f"Cues are not set by shots: {shots.reason}")
    rate = io.config.subtitle_frame_rate or shots.frame_rate or USUAL_RATE
    return Picture(rate, shots.starts)


def _report(io: StageIO, tracks: list[Track]) -> None:
    """Writes the style check as JSON, as a table and as a page."""
    report = StyleReport(tracks=tuple(track.style for track in tracks))
    io.write(STYLE_REPORT, report)
    io.write_text(STYLE_TABLE, as_csv(report))
    io.write_text(STYLE_PAGE, as_page(report, io.job.media_name))


def _sources(io: StageIO) -> Iterator[tuple[str, list[Utterance]]]:
    """Yields each track's language and what is said in it."""
    transcript = io.read(CLEANED)
    metadata = io.read(TRANSLATION_METADATA)
    if io.config.subtitle_include_source:
        yield transcript.language, utterances_of(transcript)
    for target in metadata.targets:
        if target.language == transcript.language:
            # The source language's own track is built above, from the words and their times.
            continue
        translated = io.read(TRANSLATED, language=target.language)
        yield target.language, translated_utterances(translated, transcript)
    for language, reason in metadata.missing.items():
        io.add_warning(f"There is no {language} track: {reason}")


def _write(io: StageIO, track: Track) -> Iterator[SubtitleTrack]:
    """Writes a track's files; one without cues is an empty file, which is not muxed."""
    language = track.profile.language
    if not track.cues:
        io.add_warning(f"The {language} track has no cues: nobody speaks in it, or no text came.")
    for file_format, artifact in FILES.items():
        if file_format != "srt" and file_format not in io.config.subtitle_formats:
            continue
        text = render(track.cues, track.profile, file_format)
        path = io.write_text(artifact, text, language=language)
        yield SubtitleTrack(
            language=language,
            file=path.relative_to(io.stage_dir).as_posix(),
            format=file_format,
            cues=len(track.cues),
        )


def _judge(io: StageIO, tracks: list[Track]) -> None:
    """Tells of broken rules, and fails where the job wants that."""
    broken = {
        track.profile.language: len(track.cues) - track.style.clean_cues
        for track in tracks
        if track.style.violations
    }
    if not broken:
        return
    counts = ", ".join(f"{language}: {count}" for language, count in broken.items())
    message = f"Cues that break a style rule: {counts}."
    if io.config.subtitle_fail_on_style:
        raise QualityGateError(
            message, "style_report.html lists each one; SUBTITLE_FAIL_ON_STYLE=false lets it pass."
        )
    io.add_warning(f"{message} style_report.html lists each one.")


def _figures(tracks: list[Track]) -> dict[str, Any]:
    return {
        "cues": {track.profile.language: len(track.cues) for track in tracks},
        "compliance": {
            track.profile.language: round(compliance(track.style), 4) for track in tracks
        },
    }


run_stage = build_stage(NAME, make_subtitles)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
