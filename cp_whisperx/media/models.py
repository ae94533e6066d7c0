"""What is known of a media file: its tracks, times and peculiarities.

Plain dataclasses, because the process that reads files has to start fast.
"""

from dataclasses import dataclass
from typing import Any, Literal

TrackKind = Literal["video", "audio", "subtitle", "attachment", "data"]


@dataclass(frozen=True)
class MediaTrack:
    """One track of a media file. Times are the file's own, in seconds.

    Attributes:
        index: Position among all tracks.
        codec: Canonical name, empty if it is unknown.
        decodable: Whether there is a decoder for it.
        language: The container's tag as it stands, None for none or `und`.
        duration: Length as the track's header or tags declare it.
        start_time: Time of its first packet.
        cover: Whether it is a still picture that belongs to the file, such as a poster.
        commentary: Whether it is marked as commentary or audio description.
        hearing_impaired: Whether it is marked as subtitles for the deaf and hard of hearing.
    """

    index: int
    kind: TrackKind
    codec: str = ""
    decodable: bool = False
    language: str | None = None
    title: str = ""
    default: bool = False
    forced: bool = False
    cover: bool = False
    commentary: bool = False
    hearing_impaired: bool = False
    fps: float | None = None
    start_time: float | None = None
    duration: float | None = None
    channels: int = 0
    sample_rate: int = 0


@dataclass(frozen=True)
class MediaInfo:
    """A media file as probed.

    Attributes:
        container: The format's names, with commas.
        duration: Seconds of film: declared, or measured where nothing credible is declared.
        declared_duration: What the header claims; None where the format has no such claim.
        start_time: Earliest time of any track. The film's clock counts from here: what a player
            shows as 0:00.
        warnings: What is doubtful about the file.
    """

    container: str
    size_bytes: int
    duration: float = 0.0
    declared_duration: float | None = None
    start_time: float = 0.0
    tracks: tuple[MediaTrack, ...] = ()
    chapters: int = 0
    attachments: int = 0
    warnings: tuple[str, ...] = ()

    def of_kind(self, kind: TrackKind) -> tuple[MediaTrack, ...]:
        """Returns the tracks of a kind in order."""
        return tuple(track for track in self.tracks if track.kind == kind)

    @property
    def audio(self) -> tuple[MediaTrack, ...]:
        """The audio tracks; a job's audio track counts among these."""
        return self.of_kind("audio")

    def lead_of(self, track: MediaTrack) -> float:
        """Returns the seconds by which a track starts after the film's clock."""
        start = self.start_time if track.start_time is None else track.start_time
        return max(0.0, start - self.start_time)


def media_info_from(values: dict[str, Any]) -> MediaInfo:
    """Makes a `MediaInfo` of what `dataclasses.asdict` and JSON left of one."""
    tracks = tuple(MediaTrack(**track) for track in values["tracks"])
    return MediaInfo(**{**values, "tracks": tracks, "warnings": tuple(values["warnings"])})


@dataclass(frozen=True)
class TrackSpan:
    """Where the packets of a track really lie, in the file's own seconds."""

    index: int
    first: float
    last: float
    packets: int


@dataclass(frozen=True)
class TrackChoice:
    """Which audio track is used: its position among the audio tracks, and what to warn of."""

    index: int
    warnings: tuple[str, ...] = ()
