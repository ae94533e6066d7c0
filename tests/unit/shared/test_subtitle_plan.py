import pytest

from shared.config import Config, load_config
from shared.errors import ConfigurationError
from shared.subtitle_plan import file_formats, muxed_formats, planned_tracks, subtitle_problems


def config(**settings: str) -> Config:
    values = {"SOURCE_LANGUAGE": "hi", "TARGET_LANGUAGES": "hi-Latn,en"}
    return load_config(overrides=values | {name.upper(): text for name, text in settings.items()})


def names(**settings: str) -> list[str]:
    return [track.name for track in planned_tracks(config(**settings))]


def test_the_source_comes_first_and_variants_follow_their_language() -> None:
    assert names() == ["hi", "hi-Latn", "en"]
    assert names(subtitle_sdh="en", subtitle_songs="separate", subtitle_forced="true") == [
        "hi", "hi.songs", "hi.forced", "hi-Latn", "hi-Latn.songs", "hi-Latn.forced",
        "en", "en.sdh", "en.songs", "en.forced",
    ]  # fmt: skip
    assert names(subtitle_sdh="all", subtitle_include_source="false") == [
        "hi-Latn", "hi-Latn.sdh", "en", "en.sdh",
    ]  # fmt: skip


def test_pairs_come_last_and_each_once() -> None:
    assert names(subtitle_bilingual="hi+en, HI+en,en + hi-latn") == [
        "hi", "hi-Latn", "en", "hi+en", "en+hi-Latn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "formats"),
    [
        ({"subtitle_formats": ""}, ("srt",)),
        ({"subtitle_formats": "TTML, txt,ttml"}, ("srt", "ttml", "txt")),
        ({"subtitle_formats": "vtt", "mux_container": "webm"}, ("srt", "vtt")),
        ({"subtitle_formats": "", "mux_container": "webm"}, ("srt", "vtt")),
        ({"subtitle_formats": "", "mux_subtitle_formats": "ass"}, ("srt", "ass")),
        ({"subtitle_formats": "", "burn_in": "en"}, ("srt", "ass")),
        ({"subtitle_formats": "", "burn_in": "hi"}, ("srt",)),
    ],
)
def test_files_are_what_is_asked_for_and_what_the_film_takes(
    settings: dict[str, str], formats: tuple[str, ...]
) -> None:
    assert file_formats(config(**settings), "en") == formats


def test_a_container_takes_its_own_formats() -> None:
    assert muxed_formats(config(mux_subtitle_formats="srt,ass")) == ("srt", "ass")
    assert muxed_formats(config(mux_subtitle_formats="ass", mux_container="mp4")) == ("srt",)
    assert muxed_formats(config(mux_container="webm")) == ("vtt",)


@pytest.mark.parametrize("text", ["srt,docx", "mp3"])
def test_an_unknown_format_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(ConfigurationError, match="'srt', 'vtt', 'ass', 'ttml' or 'txt'"):
        config(subtitle_formats=text)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"subtitle_bilingual": "hi+fr"}, "hi+fr is no pair"),
        ({"subtitle_bilingual": "hi"}, "hi is no pair"),
        ({"subtitle_bilingual": "en+en"}, "en+en is no pair"),
        ({"subtitle_sdh": "fr"}, "SUBTITLE_SDH names fr"),
        ({"burn_in": "fr"}, "BURN_IN=fr is none of the job's tracks: hi, hi-Latn, en"),
        ({"burn_in": "en.sdh"}, "BURN_IN=en.sdh is none"),
    ],
)
def test_tracks_that_cannot_be_are_told_of(settings: dict[str, str], words: str) -> None:
    (problem,) = subtitle_problems(config(**settings))
    assert words in problem


def test_what_can_be_is_no_problem() -> None:
    assert not subtitle_problems(
        config(subtitle_bilingual="hi+en", subtitle_sdh="all", burn_in="hi+en")
    )
