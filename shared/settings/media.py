"""Parameters of reading and writing media files: demux and mux."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from shared.settings.base import (
    CommaList,
    OptionalInt,
    SettingsGroup,
    one_spelling,
    setting,
    split,
)

TrackFormats = Annotated[
    tuple[Literal["srt", "ass"], ...],
    Field(min_length=1), BeforeValidator(one_spelling), BeforeValidator(split),
]  # fmt: skip


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
    mux_container: Literal["mkv", "mp4", "webm"] = setting(
        "mkv", "Container of the finished film",
        "mp4 plays on more devices, webm in browsers, mkv holds more",
        stages=("subtitle_generation", "mux"),
    )  # fmt: skip
    mux_subtitle_formats: TrackFormats = setting(
        ("srt",), "Formats of the subtitle tracks in an mkv film",
        "ass keeps colours and places; both give two tracks each. mp4 and webm have one of their "
        "own", stages=("subtitle_generation", "mux"), values="srt, ass, with commas",
    )  # fmt: skip
    mux_default_language: CommaList = setting(
        (), "Track that players show by default, best first",
        "Empty takes the first target language", stages=("mux",),
        values="languages or track names such as hi+en or en.sdh, with commas, or empty",
    )  # fmt: skip
    burn_in: str = setting(
        "", "Track that is drawn into the picture of a further copy of the film",
        "The copy's picture is encoded again, which takes long",
        stages=("subtitle_generation", "mux"),
        values="a language or track name such as hi+en, or empty for no copy",
    )  # fmt: skip
    burn_in_quality: int = setting(
        20, "Quality of the picture that is encoded again (x264's CRF)",
        "Lower is better and larger: 18 is hardly told from the film itself, 28 is poor",
        stages=("mux",), ge=0, le=40,
    )  # fmt: skip
