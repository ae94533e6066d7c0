from pathlib import Path

import pytest

from cp_whisperx.media.containers import CONTAINERS
from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.mux_plan import mux_arguments, plan_mux
from cp_whisperx.media.subtitle_files import NewTrack
from shared.errors import InvalidInputError
from shared.languages import get_language

VIDEO = MediaTrack(0, "video", "h264")
AUDIO = MediaTrack(1, "audio", "aac")
MKV, MP4 = CONTAINERS["mkv"], CONTAINERS["mp4"]


def film_with(*tracks: MediaTrack, chapters: int = 0) -> MediaInfo:
    return MediaInfo("x", 1, 9.0, tracks=(VIDEO, AUDIO, *tracks), chapters=chapters)


def new(code: str, default: bool = False) -> NewTrack:
    language = get_language(code)
    path = Path(f"/{code}.srt")
    return NewTrack(path, language, 1.0, code, language.native, default=default)


def test_what_the_container_cannot_hold_is_left_out_with_a_warning() -> None:
    pictures = MediaTrack(2, "subtitle", "hdmv_pgs_subtitle")
    assert not plan_mux(MKV, Path("f"), film_with(pictures), []).warnings
    plan = plan_mux(MP4, Path("f"), film_with(pictures), [])
    assert [track.index for track in plan.kept] == [0, 1]
    assert "hdmv_pgs_subtitle" in plan.warnings[0]


def test_chapter_titles_as_a_track_are_no_loss() -> None:
    titles = MediaTrack(2, "data", "bin_data")
    assert not plan_mux(MKV, Path("f"), film_with(titles, chapters=3), []).warnings
    assert plan_mux(MKV, Path("f"), film_with(titles), []).warnings


def test_a_container_that_cannot_hold_the_sound_is_refused() -> None:
    film = MediaInfo("x", 1, 9.0, tracks=(VIDEO, MediaTrack(1, "audio", "amr_nb")))
    with pytest.raises(InvalidInputError, match="amr_nb") as caught:
        plan_mux(MP4, Path("f"), film, [])
    assert "MUX_CONTAINER=mkv" in caught.value.hint


def test_new_tracks_come_after_the_old_and_only_one_is_the_default() -> None:
    old = MediaTrack(2, "subtitle", "mov_text", default=True)
    plan = plan_mux(MKV, Path("/f.mp4"), film_with(old), [new("zh"), new("hi", default=True)])
    arguments = mux_arguments(plan, {}, Path("/out.mkv"))
    text = " ".join(arguments)
    assert "-c copy" in text
    assert "-c:s:0 srt -disposition:s:0 -default" in text
    assert "-metadata:s:s:1 language=chi -metadata:s:s:1 title=中文" in text
    assert "-disposition:s:1 0" in text
    assert "-disposition:s:2 default" in text
    assert [arguments[i + 1] for i, part in enumerate(arguments) if part == "-map"] == [
        "0:0", "0:1", "0:2", "1:0", "2:0",
    ]  # fmt: skip
