import math
from pathlib import Path

import pytest

from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.source import AudioSource, Window, open_source
from shared.config import load_config
from shared.errors import ConfigurationError, InvalidInputError
from tests.support.media import make_film


def source_of(track: MediaTrack, window: Window, duration: float = 100.0) -> AudioSource:
    info = MediaInfo("matroska", 1, duration, duration, 0.0, (track,))
    return AudioSource(Path("film.mkv"), info, track, window)


@pytest.mark.parametrize(
    ("start", "length", "window", "offset", "expected"),
    [
        (0.0, None, Window(0, math.inf), 0.0, 100.0),
        (2.0, None, Window(0, math.inf), 2.0, 98.0),
        (0.0, 60.0, Window(0, math.inf), 0.0, 60.0),
        (2.0, 60.0, Window(10, 20), 10.0, 10.0),
        (2.0, 60.0, Window(1, 20), 2.0, 18.0),
        (0.0, 60.0, Window(50, 90), 50.0, 10.0),
        (0.0, 300.0, Window(90, math.inf), 90.0, 10.0),
    ],
)
def test_offset_and_expectation_follow_track_and_clip(
    start: float, length: float | None, window: Window, offset: float, expected: float
) -> None:
    track = MediaTrack(0, "audio", start_time=start, duration=length)
    source = source_of(track, window)
    assert (source.start_offset, source.expected) == (offset, expected)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"START_TIME": "2", "END_TIME": "1"}, "ends at 1.0 s"),
        ({"START_TIME": "50"}, "lasts 3.0 s"),
    ],
)
def test_a_clip_outside_the_film_is_a_configuration_error(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    film = make_film(tmp_path / "film.mkv")
    with pytest.raises(ConfigurationError, match=said):
        open_source(load_config(overrides=settings), film, 0)


def test_a_track_that_is_not_there_is_refused_with_the_list(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    with pytest.raises(InvalidInputError, match="0: hin aac"):
        open_source(load_config(), film, 1)
