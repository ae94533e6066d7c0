"""Extracts an audio track as 16 kHz mono WAV and checks that all of it was there.

ffmpeg ends without an error on truncated and overwritten films, so what was decoded is counted
and compared with what the film declares and with where its packets lie. The same run of ffmpeg
writes the WAV, in which gaps are filled with silence so that times stay true, and hands this
process the bare decoded samples, which are only counted.
"""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cp_whisperx.media.ffmpeg import run_ffmpeg
from cp_whisperx.media.formats import input_arguments
from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.probe import probe, scan
from cp_whisperx.media.process import Outcome
from shared.artifacts import AudioInfo
from shared.config import Config
from shared.errors import ConfigurationError, InvalidInputError

SAMPLE_RATE = 16_000
_BYTES_PER_SECOND = SAMPLE_RATE * 2
# Codec delay and the rounding of containers explain less than this.
_ROUNDING_SECONDS = 0.1
_ALLOW_PARTIAL_HINT = (
    "Get an undamaged copy, or set DEMUX_ALLOW_PARTIAL=true to use what can be decoded."
)


@dataclass(frozen=True)
class Extraction:
    """What demux made, and what the user should know of it."""

    info: AudioInfo
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Window:
    """A stretch of film in seconds on the film's clock."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Seconds from start to end; 0 for an empty window."""
        return max(0.0, self.end - self.start)

    def overlap(self, start: float, end: float) -> float:
        """Returns the seconds it shares with another stretch."""
        return Window(max(self.start, start), min(self.end, end)).length


class SampleCounter:
    """Counts the bytes of 16 kHz 16-bit mono samples that pass, and reports the share done."""

    def __init__(self, expected: float, report: Callable[[float], None]) -> None:
        self._bytes = 0
        self._expected = expected
        self._report = report

    def __call__(self, chunk: bytes) -> None:
        """Takes a piece of the samples."""
        self._bytes += len(chunk)
        self._report(min(1.0, self.seconds / self._expected) if self._expected else 0.0)

    @property
    def seconds(self) -> float:
        """Seconds of audio counted."""
        return self._bytes / _BYTES_PER_SECOND


def extract_audio(
    config: Config, media: Path, track: int, target: Path, report: Callable[[float], None]
) -> Extraction:
    """Writes an audio track, or the configured clip of it, as 16 kHz mono 16-bit WAV.

    `AudioInfo.start_offset` is what has to be added to a time in the WAV to get the film's time:
    the clip's start, or the time by which the track starts after the film's clock. That clock
    is 0 where the earliest of the film's tracks starts, as in every player.

    Args:
        config: Clip range, tolerance, and whether damaged media may be used.
        media: The film.
        track: Position among its audio tracks.
        target: Where to write; RF64 if it grows beyond 4 GB.
        report: Takes the share done, 0 to 1.

    Raises:
        InvalidInputError: If the track is not there, or less can be decoded than declared.
    """
    info = probe(media)
    chosen = _audio_track(info, track, media)
    window = clip_window(config, info, media)
    declared = window.overlap(*_declared_span(info, chosen))
    counter = SampleCounter(declared, report)
    arguments = _arguments(config, media, chosen, window, target)
    outcome = run_ffmpeg(config, arguments, f"decode the audio of {media.name}", counter)
    if counter.seconds == 0:
        raise InvalidInputError(
            f"No audio could be decoded from {media.name}, track {track}.",
            "Choose another track with --audio-track, or get an undamaged copy.",
        )
    damage = _damage(config, media, info, chosen, window, counter.seconds)
    if damage.severe and not config.demux_allow_partial:
        raise InvalidInputError(f"{media.name} is damaged: {damage.text}", _ALLOW_PARTIAL_HINT)
    warnings = (*info.warnings, *_warnings(damage, outcome))
    audio_info = AudioInfo(
        sample_rate=SAMPLE_RATE,
        channels=1,
        duration=round(wav_seconds(target), 3),
        declared_duration=round(declared, 3) if info.declared_duration else None,
        start_offset=round(_start_offset(config, info, chosen), 3),
        track=track,
        language=chosen.language,
        codec=chosen.codec,
        clip_start=config.start_time,
        clip_end=config.end_time,
        partial=damage.severe,
    )
    return Extraction(audio_info, warnings)


def _audio_track(info: MediaInfo, track: int, media: Path) -> MediaTrack:
    if not 0 <= track < len(info.audio):
        raise InvalidInputError(
            f"{media.name} has {len(info.audio)} audio tracks; number {track} (from 0) is not one.",
            "Prepare the job again with another --audio-track.",
        )
    if not info.audio[track].decodable:
        raise InvalidInputError(
            f"Audio track {track} of {media.name} is of an unknown kind and cannot be decoded.",
            "Prepare the job again with another --audio-track.",
        )
    return info.audio[track]


def clip_window(config: Config, info: MediaInfo, media: Path) -> Window:
    """Returns the stretch of film that is wanted.

    Raises:
        ConfigurationError: If the clip ends before it starts, or starts after the film's end.
    """
    start = config.start_time or 0.0
    if config.end_time is not None and config.end_time <= start:
        raise ConfigurationError(
            f"The clip ends at {config.end_time} s, before it starts at {start} s.",
            "Set START_TIME and END_TIME the other way round.",
        )
    if start >= info.duration:
        raise ConfigurationError(
            f"The clip starts at {start} s, but {media.name} lasts {info.duration:.1f} s.",
            "Set START_TIME to less.",
        )
    return Window(start, math.inf if config.end_time is None else config.end_time)


def _declared_span(info: MediaInfo, track: MediaTrack) -> tuple[float, float]:
    """Returns from when to when the track should last, on the film's clock.

    A track's own duration tells more than the film's, because the pictures may last longer.
    """
    lead = info.lead_of(track)
    return lead, min(lead + (track.duration or math.inf), max(lead, info.duration))


def _start_offset(config: Config, info: MediaInfo, track: MediaTrack) -> float:
    return info.lead_of(track) if config.start_time is None else config.start_time


def _arguments(
    config: Config, media: Path, track: MediaTrack, window: Window, target: Path
) -> list[str]:
    """Builds ffmpeg's arguments: one input, the WAV, and the same samples bare to the pipe."""
    clip: list[str] = []
    if config.start_time is not None:
        clip += ["-ss", str(window.start)]
    if math.isfinite(window.end):
        clip += ["-t", str(window.length)]
    # async=1 fills gaps in the timestamps; first_pts=0 makes a clip start where it was asked to,
    # however roughly the format can be sought in.
    resample = f"aresample={SAMPLE_RATE}:async=1"
    if config.start_time is not None:
        resample += ":first_pts=0"
    plain = ["-map", f"0:{track.index}", "-ac", "1", "-ar", str(SAMPLE_RATE)]
    # Timestamps that run away would have gaps filled without end.
    limit = ["-t", "172800"]
    tidy = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"]
    wav = ["-c:a", "pcm_s16le", "-rf64", "auto", "-f", "wav", f"file:{target.absolute()}"]
    return [
        *clip, *input_arguments(media),
        *plain, "-af", resample, *limit, *tidy, *wav,
        *plain, *limit, "-f", "s16le", "pipe:1",
    ]  # fmt: skip


@dataclass(frozen=True)
class Damage:
    """How much of the audio is missing, in a sentence, and whether that is beyond tolerance."""

    severe: bool = False
    text: str = ""


def _damage(
    config: Config,
    media: Path,
    info: MediaInfo,
    track: MediaTrack,
    window: Window,
    decoded: float,
) -> Damage:
    """Judges what is missing: first by the headers; where they disagree, by the packets.

    Audio that is shorter than the film is no damage as long as some track reaches the film's end
    and all of the audio's packets could be decoded.
    """
    expected = window.overlap(*_declared_span(info, track))
    if info.declared_duration is not None and expected - decoded <= _ROUNDING_SECONDS:
        return _header_lie(info)
    spans = {span.index: span for span in scan(media, config.stage_timeout_seconds)}
    origin = info.start_time
    span = spans.get(track.index)
    held = window.overlap(span.first - origin, span.last - origin) if span else 0.0
    reach = max((item.last - origin for item in spans.values()), default=0.0)
    promised = min(window.end, info.declared_duration or reach)
    missing, cut = max(0.0, held - decoded), max(0.0, promised - reach)
    return _verdict(config, held, decoded, missing, cut)


def _header_lie(info: MediaInfo) -> Damage:
    """A header that claims far more than the file holds may be the sign of a cut file."""
    declared = info.declared_duration or 0.0
    if declared > 2 * info.duration:
        return Damage(True, f"of {declared:.1f} s declared it holds {info.duration:.1f} s.")
    return Damage()


def _verdict(config: Config, held: float, decoded: float, missing: float, cut: float) -> Damage:
    allowed = max(_ROUNDING_SECONDS, config.demux_duration_tolerance * (held + cut))
    if missing > _ROUNDING_SECONDS:
        text = f"of {held:.1f} s of audio only {decoded:.1f} s could be decoded."
    elif cut > _ROUNDING_SECONDS:
        text = f"it ends {cut:.1f} s before its declared end; {decoded:.1f} s could be decoded."
    else:
        return Damage()
    return Damage(missing + cut > allowed, text)


def _warnings(damage: Damage, outcome: Outcome) -> list[str]:
    warnings = [f"The film is damaged: {damage.text}"] if damage.text else []
    if outcome.error_lines:
        warnings.append(
            f"ffmpeg reported {outcome.error_lines} problems while decoding; "
            f"the last: {outcome.errors[-1]}"
        )
    return warnings


def wav_seconds(path: Path) -> float:
    """Returns the length of a 16 kHz mono 16-bit WAV or RF64 by the size of its data.

    Raises:
        InvalidInputError: If it has no data.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(12)
        while len(header := stream.read(8)) == 8:
            name, length = struct.unpack("<4sI", header)
            if name == b"data":
                return (size - stream.tell()) / _BYTES_PER_SECOND
            stream.seek(length + length % 2, 1)
    raise InvalidInputError(f"{path} holds no audio data.", "Run demux again.")
