"""Parameters of subtitle craft."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from shared.flow.subtitles import SubtitleFormat
from shared.settings.base import (
    AutoRate,
    CommaList,
    LanguageList,
    SettingsGroup,
    one_spelling,
    setting,
    split,
)

FormatList = Annotated[
    tuple[SubtitleFormat, ...], BeforeValidator(one_spelling), BeforeValidator(split)
]


class SubtitleSettings(SettingsGroup):
    """Cues and files."""

    subtitle_audience: Literal["adult", "children"] = setting(
        "adult", "Who reads the subtitles", "Children get a lower reading speed",
        stages=("translation", "subtitle_generation"),
    )  # fmt: skip
    subtitle_formats: FormatList = setting(
        ("srt", "vtt"), "Formats of the subtitle files",
        "srt is always made, and whatever the finished film takes",
        stages=("subtitle_generation",), values="srt, vtt, ass, ttml, txt, with commas",
    )  # fmt: skip
    subtitle_sdh: LanguageList = setting(
        (), "Languages that get a track for the deaf and hard of hearing too",
        "It names speakers and sounds in brackets; its files are called .sdh.",
        stages=("subtitle_generation",), values="language codes with commas, all, or empty",
    )  # fmt: skip
    subtitle_bilingual: CommaList = setting(
        (), "Pairs of languages that get a track with a line of each",
        "Times are those of the first language",
        stages=("subtitle_generation",), values="pairs such as hi+en with commas, or empty",
    )  # fmt: skip
    subtitle_songs: Literal["inline", "separate", "omit"] = setting(
        "inline", "Where what is sung goes",
        "separate makes a track called .songs. beside the dialogue, omit leaves it out",
        stages=("subtitle_generation",),
    )  # fmt: skip
    subtitle_forced: bool = setting(
        False, "Whether each language gets a track of what is not said in the film's language",
        "Players show it, called .forced., without being asked",
        stages=("subtitle_generation",),
    )  # fmt: skip
    subtitle_profile: str = setting(
        "netflix", "Rules that cues are held to: reading speed, line length, durations, gaps",
        "relaxed gives more time to read; an own file overrides what it names of another profile",
        stages=("translation", "subtitle_generation"),
        values="netflix, bbc, relaxed, or the path of a .toml, .json or .yaml file with the keys "
        "of cp_whisperx/subtitles/rules/netflix.toml and `base`",
    )  # fmt: skip
    subtitle_frame_rate: AutoRate = setting(
        0.0, "Frames a second that gaps and shot changes are counted in",
        "auto takes the film's own rate, and 24 where there is no picture",
        stages=("subtitle_generation",), values="auto, or a number up to 240", ge=0, le=240,
    )  # fmt: skip
    shot_changes: Literal["auto", "off"] = setting(
        "auto", "Whether cues begin and end with the shots of the film",
        "off is faster: the picture is not looked at", stages=("subtitle_generation",),
    )  # fmt: skip
    shot_change_threshold: float = setting(
        6.0, "Mean difference of two pictures, of 255, from which a shot change is seen",
        "Lower finds cuts between alike shots, higher fewer false ones",
        stages=("subtitle_generation",), gt=0, le=255,
    )  # fmt: skip
    subtitle_include_source: bool = setting(
        True, "Whether the source language gets a track too", "Off makes the targets alone",
        stages=("translation", "subtitle_generation", "mux"),
    )  # fmt: skip
    subtitle_fail_on_style: bool = setting(
        False, "Whether a broken style rule fails the job", "The style report is always written",
        stages=("subtitle_generation",),
    )  # fmt: skip
