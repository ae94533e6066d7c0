"""Looks at a film's picture for shot changes: small pictures from ffmpeg, one after the other."""

import math
from collections.abc import Callable
from pathlib import Path

from cp_whisperx.media.ffmpeg import run_ffmpeg
from cp_whisperx.media.formats import input_arguments
from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.probe import inspect
from cp_whisperx.media.shot_detector import HEIGHT, WIDTH, ShotDetector
from cp_whisperx.media.source import Window, clip_window
from shared.artifacts import Shots
from shared.config import Config
from shared.errors import InvalidInputError

# Rates that films and screens have; others are mistakes of a header.
_LOWEST_RATE, _HIGHEST_RATE = 10.0, 120.0


def look_at_picture(config: Config, film: Path, report: Callable[[float], None]) -> Shots:
    """Finds the film's frame rate and, unless that is switched off, where its shots begin.

    Args:
        config: Clip range, threshold, whether shots are wanted.
        film: The film; one without a picture, or that is not there, has no shots.
        report: Takes the share done, 0 to 1.

    Raises:
        InvalidInputError: If it cannot be read as media.
        ConfigurationError: If the clip range is not within the film.
        DependencyFailedError: If ffmpeg cannot be run, or takes too long.
    """
    if not film.is_file():
        return Shots(reason=f"{film} is not there any more")
    info = inspect(film)
    track = picture_of(info)
    if track is None:
        return Shots(reason=f"{film.name} has no picture")
    rate = _credible(track.fps)
    if config.shot_changes == "off":
        return Shots(frame_rate=rate, reason="SHOT_CHANGES=off")
    if rate is None:
        return Shots(reason=f"{film.name} does not say how many frames a second it has")
    try:
        starts = _shot_starts(config, film, info, track, rate, report)
    except InvalidInputError as error:
        return Shots(frame_rate=rate, reason=error.message, failed=True)
    return Shots(frame_rate=rate, threshold=config.shot_change_threshold, starts=starts)


def picture_of(info: MediaInfo) -> MediaTrack | None:
    """Returns the film's picture; a cover is none."""
    moving = [track for track in info.of_kind("video") if track.decodable and not track.cover]
    return next(iter(sorted(moving, key=lambda track: not track.default)), None)


def _credible(rate: float | None) -> float | None:
    return rate if rate is not None and _LOWEST_RATE <= rate <= _HIGHEST_RATE else None


def _shot_starts(
    config: Config,
    film: Path,
    info: MediaInfo,
    track: MediaTrack,
    rate: float,
    report: Callable[[float], None],
) -> tuple[float, ...]:
    window = clip_window(config, info, film)
    seconds = min(window.end, info.duration) - window.start
    expected = max(1.0, seconds * rate)
    detector = ShotDetector(
        config.shot_change_threshold, lambda seen: report(min(1.0, seen / expected))
    )
    arguments = _arguments(film, track, window, rate)
    run_ffmpeg(config, arguments, f"look at the picture of {film.name}", detector)
    return tuple(round(window.start + number / rate, 4) for number in detector.finish())


def _arguments(film: Path, track: MediaTrack, window: Window, rate: float) -> list[str]:
    """Builds ffmpeg's arguments: small pictures at a fixed rate, on the film's clock.

    Deblocking costs a fifth of the decoding and is not seen in pictures this small.
    """
    clip = ["-ss", str(window.start)] if window.start > 0 else []
    clip += ["-t", str(window.length)] if math.isfinite(window.end) else []
    filters = f"fps={rate:.6f}:start_time=0,scale={WIDTH}:{HEIGHT}:flags=area"
    return [
        *clip, "-skip_loop_filter", "all", *input_arguments(film), "-map", f"0:{track.index}",
        "-vf", filters, "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1",
    ]  # fmt: skip
