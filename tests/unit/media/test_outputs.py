import pytest

from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.outputs import check_outputs
from shared.config import load_config
from shared.errors import InvalidInputError

VIDEO = MediaTrack(0, "video", "h264", decodable=True)
AUDIO = MediaTrack(1, "audio", "aac", decodable=True)
FILM = MediaInfo("x", 1, 9.0, tracks=(VIDEO, AUDIO))
SOUND = MediaInfo("x", 1, 9.0, tracks=(AUDIO,))


def check(info: MediaInfo, **settings: str) -> None:
    check_outputs(load_config(overrides={k.upper(): v for k, v in settings.items()}), info)


def test_a_film_that_fits_is_no_problem() -> None:
    check(FILM)
    check(FILM, mux_container="mp4", burn_in="en")
    check(SOUND)


def test_a_container_that_cannot_hold_the_film_is_told_before_the_work() -> None:
    with pytest.raises(InvalidInputError, match=r"webm cannot hold the film's video \(h264\)"):
        check(FILM, mux_container="webm")
    check(FILM, mux_container="webm", workflow="transcribe")


def test_nothing_can_be_burnt_into_sound() -> None:
    with pytest.raises(InvalidInputError, match="no picture"):
        check(SOUND, burn_in="en")
