"""Parameters of subtitle craft."""

from typing import Literal

from shared.settings.base import CommaList, SettingsGroup, setting


class SubtitleSettings(SettingsGroup):
    """Cues and files."""

    subtitle_audience: Literal["adult", "children"] = setting(
        "adult", "Who reads the subtitles", "Children get a lower reading speed",
        stages=("subtitle_generation",),
    )  # fmt: skip
    subtitle_formats: CommaList = setting(
        ("srt", "vtt"), "Formats of the subtitle files", "srt is always made, for the film",
        stages=("subtitle_generation",), values="srt, vtt",
    )  # fmt: skip
    subtitle_frame_rate: float = setting(
        24.0, "Frames a second that gaps are counted in", "Gaps of two frames at this rate",
        stages=("subtitle_generation",), gt=0, le=240,
    )  # fmt: skip
    subtitle_include_source: bool = setting(
        True, "Whether the source language gets a track too", "Off makes the targets alone",
        stages=("translation", "subtitle_generation", "mux"),
    )  # fmt: skip
    subtitle_fail_on_style: bool = setting(
        False, "Whether a broken style rule fails the job", "The style report is always written",
        stages=("subtitle_generation",),
    )  # fmt: skip
