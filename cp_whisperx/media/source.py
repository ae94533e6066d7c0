"""Which stretch of which track is wanted, and what its headers say of it."""

import math
from dataclasses import dataclass
from pathlib import Path

from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.probe import describe_tracks, probe
from shared.config import Config
from shared.errors import ConfigurationError, InvalidInputError


@dataclass(frozen=True)
class Window:
    """A stretch of film in seconds on the film's clock; the end may be infinite."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Seconds from start to end; 0 for an empty window."""
        return max(0.0, self.end - self.start)

    def overlap(self, start: float, end: float) -> float:
        """Returns the seconds it shares with another stretch."""
        return Window(max(self.start, start), min(self.end, end)).length


@dataclass(frozen=True)
class AudioSource:
    """An audio track of a film and the stretch of it that is wanted.

    The film's clock is 0 where the earliest of its tracks starts, as in every player.
    """

    media: Path
    info: MediaInfo
    track: MediaTrack
    window: Window

    @property
    def start_offset(self) -> float:
        """Film time of the first sample: the clip's start, or the track's if that is later."""
        return max(self.window.start, self.info.lead_of(self.track))

    @property
    def expected(self) -> float:
        """Seconds of audio that the headers promise for the window.

        A track's own duration tells more than the film's: the pictures may last longer.
        """
        lead = self.info.lead_of(self.track)
        end = min(lead + (self.track.duration or math.inf), max(lead, self.info.duration))
        return self.window.overlap(lead, end)


def open_source(config: Config, media: Path, track: int) -> AudioSource:
    """Probes a film and finds the wanted track and stretch.

    Raises:
        InvalidInputError: If the film or the track cannot be used.
        ConfigurationError: If the clip range is not within the film.
    """
    info = probe(media)
    if not 0 <= track < len(info.audio):
        raise InvalidInputError(
            f"{media.name} has no audio track {track}.",
            f"Prepare the job again with --audio-track; there are: {describe_tracks(info)}.",
        )
    if not info.audio[track].decodable:
        raise InvalidInputError(
            f"Audio track {track} of {media.name} is of an unknown kind and cannot be decoded.",
            f"Prepare the job again with --audio-track; there are: {describe_tracks(info)}.",
        )
    return AudioSource(media, info, info.audio[track], clip_window(config, info, media))


def clip_window(config: Config, info: MediaInfo, media: Path) -> Window:
    """Returns the stretch of a film that the settings want.

    Raises:
        ConfigurationError: If it is not within the film.
    """
    start = config.start_time or 0.0
    end = math.inf if config.end_time is None else config.end_time
    if end <= start:
        raise ConfigurationError(
            f"The clip ends at {end} s, but starts at {start} s.",
            "Set END_TIME to more than START_TIME.",
        )
    if start >= info.duration:
        raise ConfigurationError(
            f"The clip starts at {start} s, but {media.name} lasts {info.duration:.1f} s.",
            "Set START_TIME to less.",
        )
    return Window(start, end)
