"""Parameters of reading and writing media files: demux and mux."""

from typing import Literal

from shared.settings.base import CommaList, OptionalInt, SettingsGroup, setting


class MediaSettings(SettingsGroup):
    """Media in, media out."""

    ffmpeg_binary: str = setting(
        "", "ffmpeg to use", "Empty uses the one that comes with imageio-ffmpeg",
        values="a path, or empty",
    )  # fmt: skip
    demux_audio_track: OptionalInt = setting(
        None, "Which audio track to use, counted from 0",
        "Empty takes the track in the source language", stages=("demux",),
        values="a number, or empty", ge=0,
    )  # fmt: skip
    demux_allow_partial: bool = setting(
        False, "Whether damaged media may be used as far as it can be decoded",
        "On marks the result as partial instead of failing", stages=("demux",),
    )  # fmt: skip
    demux_duration_tolerance: float = setting(
        0.02, "Share of the declared duration that may be missing from the decoded audio",
        "Lower finds smaller damage, higher forgives wrong headers", stages=("demux",),
        ge=0, le=1,
    )  # fmt: skip
    mux_container: Literal["mkv", "mp4"] = setting(
        "mkv", "Container of the finished film", "mp4 plays on more devices, mkv holds more",
        stages=("mux",),
    )  # fmt: skip
    mux_default_language: CommaList = setting(
        (), "Track that players show by default",
        "Empty takes the first target language", stages=("mux",),
        values="a language code, or empty",
    )  # fmt: skip
