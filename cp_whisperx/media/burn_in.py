"""Draws subtitles into a film's picture, for players that show no tracks.

The picture is encoded again, by ffmpeg with libass; the sound is copied.
"""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil

from cp_whisperx.media.containers import CONTAINERS, Container
from cp_whisperx.media.ffmpeg import ProgressParser, find_ffmpeg, run_ffmpeg
from cp_whisperx.media.formats import file_url, input_arguments
from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.probe import inspect
from shared.config import Config
from shared.errors import DependencyFailedError, InvalidInputError

_FILTER = b" subtitles "
_NO_GLYPH = re.compile(r"failed to find any fallback with glyph 0x([0-9A-Fa-f]+)")
_TOLERANCE = 0.02


def burn_in(
    config: Config, media: Path, subtitles: Path, target: Path, report: Callable[[float], None]
) -> tuple[str, ...]:
    """Writes a copy of a film with subtitles in its picture.

    Args:
        config: Container, quality, threads.
        media: The film.
        subtitles: An ASS file, its times on the film's clock.
        target: Where to write.
        report: Takes the share done, 0 to 1.

    Returns:
        What to warn of: characters that no font has, a copy shorter than the film.

    Raises:
        InvalidInputError: If the film has no picture.
        DependencyFailedError: If ffmpeg fails, or cannot draw subtitles.
    """
    require_libass(config)
    info = inspect(media)
    picture = picture_of(info)
    with tempfile.TemporaryDirectory(prefix="cp-whisperx-") as folder:
        # A short plain path: names of films hold signs that mean something in filters.
        copy = Path(folder) / "subtitles.ass"
        copy.write_bytes(subtitles.read_bytes())
        outcome = run_ffmpeg(
            config,
            [*ProgressParser.ARGUMENTS, *_arguments(config, media, info, picture, copy, target)],
            f"draw {subtitles.name} into {media.name}",
            ProgressParser(info.duration, report),
        )
    return (*_missing_letters(outcome.errors), *_wrong_length(info, inspect(target)))


def picture_of(info: MediaInfo) -> MediaTrack:
    """Returns the picture that subtitles are drawn into.

    Raises:
        InvalidInputError: If the film has none.
    """
    pictures = [t for t in info.of_kind("video") if t.decodable and not t.cover]
    if not pictures:
        raise InvalidInputError(
            "The film has no picture to draw subtitles into.", "Leave BURN_IN empty."
        )
    return pictures[0]


def require_libass(config: Config) -> None:
    """Makes sure that ffmpeg can draw subtitles.

    Raises:
        DependencyFailedError: If it cannot.
    """
    filters = bytearray()
    run_ffmpeg(config, ["-filters"], "list its filters", filters.extend)
    if _FILTER not in filters:
        raise DependencyFailedError(
            f"{find_ffmpeg(config)} is built without libass, which draws subtitles.",
            "Leave FFMPEG_BINARY empty to use the ffmpeg that comes with the project, or BURN_IN.",
        )


def _arguments(
    config: Config,
    media: Path,
    info: MediaInfo,
    picture: MediaTrack,
    subtitles: Path,
    target: Path,
) -> list[str]:
    container = CONTAINERS[config.mux_container]
    threads = str(config.num_threads or psutil.cpu_count(logical=False) or 1)
    sound = (t for t in info.audio if container.keeping(t) == "copy")
    maps = [part for track in (picture, *sound) for part in ("-map", f"0:{track.index}")]
    return [
        # libass tells at this level which letters no font has.
        "-loglevel", "warning", "-filter_threads", threads, "-threads", threads,
        *input_arguments(media), *maps, "-map_metadata", "0", "-map_chapters", "0",
        "-filter:v", f"subtitles=filename={_filter_value(str(subtitles))}",
        *_encoding(container, config.burn_in_quality), "-threads", threads, "-c:a", "copy",
        "-fflags", "+bitexact", *container.options, "-f", container.muxer, file_url(target),
    ]  # fmt: skip


def _encoding(container: Container, quality: int) -> list[str]:
    crf = str(quality + container.picture_quality)
    # Eight bits and halved colour: what every player shows.
    return [*container.picture_encoder, "-crf", crf, "-pix_fmt", "yuv420p"]


def _filter_value(text: str) -> str:
    """Escapes a value twice: for the filter's options, and for the list of filters."""
    option = re.sub(r"([\\':])", r"\\\1", text)
    return re.sub(r"([\\'\[\],;])", r"\\\1", option)


def _missing_letters(lines: tuple[str, ...]) -> list[str]:
    points = {int(found[1], 16) for line in lines if (found := _NO_GLYPH.search(line))}
    if not points:
        return []
    letters = " ".join(f"U+{point:04X}" for point in sorted(points))
    return [
        f"No font on this machine has {letters}: boxes stand in the picture in their place. "
        "docs/SUBTITLES.md names fonts for each script."
    ]


def _wrong_length(film: MediaInfo, made: MediaInfo) -> list[str]:
    if abs(made.duration - film.duration) <= max(1.0, _TOLERANCE * film.duration):
        return []
    return [
        f"The copy with subtitles in its picture lasts {made.duration:.1f} s instead of "
        f"{film.duration:.1f} s."
    ]
