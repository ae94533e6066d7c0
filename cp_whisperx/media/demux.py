"""Extracts an audio track as 16 kHz mono WAV and checks that all of it was there.

One run of ffmpeg writes the WAV, in which gaps are filled with silence so that times stay true,
and hands this process the bare decoded samples, which are only counted.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cp_whisperx.media.damage import ROUNDING_SECONDS, Damage, find_damage
from cp_whisperx.media.ffmpeg import ProgressParser, run_ffmpeg
from cp_whisperx.media.formats import file_url, input_arguments
from cp_whisperx.media.process import Outcome
from cp_whisperx.media.source import AudioSource, open_source
from shared.artifacts import AudioInfo
from shared.config import Config
from shared.errors import InvalidInputError
from shared.wav import SAMPLE_RATE, duration_of

FULL_BAND_RATE = 44_100
_BYTES_PER_SECOND = SAMPLE_RATE * 2


@dataclass(frozen=True)
class Extraction:
    """What demux made, and what the user should know of it."""

    info: AudioInfo
    warnings: tuple[str, ...]


class SampleCounter:
    """Counts the bytes of 16 kHz 16-bit mono samples that pass, and reports the share done."""

    def __init__(self, expected: float, report: Callable[[float], None]) -> None:
        self._bytes = 0
        self._expected = expected
        self._report = report

    def __call__(self, chunk: bytes) -> None:
        """Takes a piece of the samples."""
        self._bytes += len(chunk)
        if self._expected > 0:
            self._report(min(1.0, self.seconds / self._expected))

    @property
    def seconds(self) -> float:
        """Seconds of audio counted."""
        return self._bytes / _BYTES_PER_SECOND


def extract_audio(
    config: Config, media: Path, track: int, target: Path, report: Callable[[float], None]
) -> Extraction:
    """Writes an audio track, or the configured clip of it, as 16 kHz mono 16-bit WAV.

    `AudioInfo.start_offset` is what has to be added to a time in the WAV to get the film's time:
    the clip's start, or the time by which the track starts after the film's clock if that is
    later. That clock is 0 where the earliest of the film's tracks starts, as in every player.

    Args:
        config: Clip range, tolerance, and whether damaged media may be used.
        media: The film.
        track: Position among its audio tracks.
        target: Where to write; RF64 if it grows beyond 4 GB.
        report: Takes the share done, 0 to 1.

    Raises:
        InvalidInputError: If the track is not there, or less can be decoded than declared.
        ConfigurationError: If the clip range is not within the film.
    """
    source = open_source(config, media, track)
    decoded, warnings = _decode(config, source, target, report)
    damage = find_damage(
        source, decoded, config.demux_duration_tolerance, config.stage_timeout_seconds
    )
    _refuse_damage(config, media, damage)
    if damage.text:
        warnings.append(f"{media.name} is damaged: {damage.text}")
    info = _describe(config, source, track, duration_of(target), damage)
    return Extraction(info, (*source.info.warnings, *warnings))


def _refuse_damage(config: Config, media: Path, damage: Damage) -> None:
    if damage.severe and not config.demux_allow_partial:
        raise InvalidInputError(
            f"{media.name} is damaged: {damage.text}",
            "Get an undamaged copy, or set DEMUX_ALLOW_PARTIAL=true to use what can be decoded.",
        )


def _describe(
    config: Config, source: AudioSource, track: int, seconds: float, damage: Damage
) -> AudioInfo:
    declared = source.info.declared_duration
    return AudioInfo(
        sample_rate=SAMPLE_RATE,
        channels=1,
        duration=round(seconds, 3),
        declared_duration=None if declared is None else round(source.expected, 3),
        start_offset=round(source.start_offset, 3),
        track=track,
        language=source.track.language,
        codec=source.track.codec,
        clip_start=config.start_time,
        clip_end=config.end_time,
        partial=damage.severe,
    )


def _decode(
    config: Config, source: AudioSource, target: Path, report: Callable[[float], None]
) -> tuple[float, list[str]]:
    """Decodes by the timestamps; where those make no sense, as the samples come.

    Returns:
        The seconds decoded, and warnings.
    """
    purpose = f"decode the audio of {source.media.name}"
    counter = SampleCounter(source.expected, report)
    longest = _longest(source)
    outcome = run_ffmpeg(config, _arguments(source, target, longest), purpose, counter)
    if counter.seconds == 0:
        raise InvalidInputError(
            f"No audio could be decoded from {source.media.name}.",
            "Choose another track with --audio-track, or get an undamaged copy.",
        )
    warnings = _complaints(outcome)
    if not counter.seconds - ROUNDING_SECONDS <= duration_of(target) < longest:
        run_ffmpeg(config, _arguments(source, target, None), purpose)
        warnings.append("The audio's timestamps make no sense; its samples are taken as they come.")
    return counter.seconds, warnings


def _longest(source: AudioSource) -> float:
    """Seconds beyond which the WAV cannot grow: timestamps that run away fill gaps without end."""
    return min(source.window.length + 1.0, 4 * source.info.duration + 3600.0)


def _arguments(source: AudioSource, target: Path, longest: float | None) -> list[str]:
    """Builds ffmpeg's arguments: one input, the WAV, and the same samples bare to the pipe.

    `longest` None takes the samples as they come, without regard to timestamps.
    """
    track = ["-map", f"0:{source.track.index}", "-ac", "1", "-ar", str(SAMPLE_RATE)]
    wav = _wav(target)
    if longest is None:
        return [*_opened(source), *track, *wav]
    timed = ["-af", ",".join([*_timed_resample(source, SAMPLE_RATE), *_cut(source)])]
    timed += ["-t", str(longest)]
    plain = ["-af", ",".join(_cut(source))] if _cut(source) else []
    return [*_opened(source), *track, *timed, *wav, *track, *plain, "-f", "s16le", "pipe:1"]


def extract_full_band(
    config: Config, media: Path, track: int, target: Path, report: Callable[[float], None]
) -> None:
    """Writes the same stretch of a track as `extract_audio`, as 44.1 kHz stereo 16-bit WAV.

    Its first sample is of the same moment. It is for what wants all of the sound, such as the
    separation of vocals; whether the track is damaged was found out before.

    Raises:
        InvalidInputError: If the track is not there, or cannot be decoded.
        ConfigurationError: If the clip range is not within the film.
    """
    source = open_source(config, media, track)
    arguments = [
        *_opened(source), "-map", f"0:{source.track.index}",
        "-ac", "2", "-ar", str(FULL_BAND_RATE),
        "-af", ",".join([*_timed_resample(source, FULL_BAND_RATE), *_cut(source)]),
        "-t", str(_longest(source)), *_wav(target), *ProgressParser.ARGUMENTS,
    ]  # fmt: skip
    purpose = f"decode the full sound of {media.name}"
    run_ffmpeg(config, arguments, purpose, ProgressParser(source.expected, report))


def _opened(source: AudioSource) -> list[str]:
    window = source.window
    clip = ["-ss", str(window.start)] if window.start > 0 else []
    clip += ["-t", str(window.length)] if math.isfinite(window.end) else []
    return [*clip, *input_arguments(source.media)]


def _cut(source: AudioSource) -> list[str]:
    """Options of duration count from the first sample; only this counts on the film's clock."""
    window = source.window
    return [f"atrim=end={window.length}"] if math.isfinite(window.end) else []


def _wav(target: Path) -> list[str]:
    tidy = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"]
    return [*tidy, "-c:a", "pcm_s16le", "-rf64", "auto", "-f", "wav", file_url(target)]


def _timed_resample(source: AudioSource, rate: int) -> list[str]:
    """Fills gaps, and makes the first sample the one at `start_offset`.

    Decoders drop their delay, and formats can be sought in only roughly, so that the first
    sample that comes may be a little later or earlier than asked for.
    """
    first = round((source.start_offset - source.window.start) * rate)
    # Two steps, because first_pts counts in samples of the rate that comes in.
    return [f"aresample={rate}", f"aresample=async=1:first_pts={first}"]


def _complaints(outcome: Outcome) -> list[str]:
    if not outcome.error_lines:
        return []
    return [
        f"ffmpeg reported {outcome.error_lines} problems while decoding; "
        f"the last: {outcome.errors[-1]}"
    ]
