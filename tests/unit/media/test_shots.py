import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from cp_whisperx.media.shots import look_at_picture
from shared.config import Config, build_config
from shared.errors import InvalidInputError
from tests.support.shot_film import RATE, make_shot_film


def _config(**settings: str) -> Config:
    return build_config([("test", settings)])


def _ffmpeg(*arguments: str) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *arguments]
    subprocess.run(command, check=True)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[int, ...]]:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    made = make_shot_film(path, 8, seed=21)
    assert len(made.cuts) >= 4
    return path, made.cuts


def test_shots_are_found_to_the_frame(film: tuple[Path, tuple[int, ...]]) -> None:
    path, cuts = film
    told: list[float] = []
    shots = look_at_picture(_config(), path, told.append)
    assert shots.frame_rate == RATE
    assert [round(start * RATE) for start in shots.starts] == list(cuts)
    assert told[-1] == pytest.approx(1.0, abs=0.02)


def test_a_clip_s_shots_are_on_the_film_s_clock(film: tuple[Path, tuple[int, ...]]) -> None:
    path, cuts = film
    start = cuts[1] / RATE - 0.25
    shots = look_at_picture(_config(START_TIME=f"{start}"), path, lambda _: None)
    assert round(shots.starts[0] * RATE) == cuts[1]


def test_a_picture_that_starts_late_is_on_the_film_s_clock(
    film: tuple[Path, tuple[int, ...]], tmp_path: Path
) -> None:
    path, cuts = film
    late = tmp_path / "late.mkv"
    _ffmpeg("-f", "lavfi", "-t", "5", "-i", "sine", "-itsoffset", "0.5", "-i", str(path),
            "-map", "1:v", "-map", "0:a", "-c:v", "copy", str(late))  # fmt: skip
    shots = look_at_picture(_config(), late, lambda _: None)
    assert round(shots.starts[0] * RATE) == cuts[0] + RATE // 2


def test_what_has_no_picture_has_no_shots(tmp_path: Path) -> None:
    sound = tmp_path / "sound.wav"
    _ffmpeg("-f", "lavfi", "-t", "1", "-i", "sine", str(sound))
    shots = look_at_picture(_config(), sound, lambda _: None)
    assert (shots.starts, shots.frame_rate) == ((), None)
    assert "no picture" in shots.reason
    assert "not there" in look_at_picture(_config(), tmp_path / "none", lambda _: None).reason


def test_shots_can_be_switched_off_and_the_frame_rate_stays(
    film: tuple[Path, tuple[int, ...]],
) -> None:
    shots = look_at_picture(_config(SHOT_CHANGES="off"), film[0], lambda _: None)
    assert (shots.starts, shots.frame_rate) == ((), RATE)
    assert shots.threshold is None


def test_a_picture_that_cannot_be_looked_at_is_told_of(
    film: tuple[Path, tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise InvalidInputError("The picture is broken.", "Copy the film again.")

    monkeypatch.setattr("cp_whisperx.media.shots.run_ffmpeg", broken)
    shots = look_at_picture(_config(), film[0], lambda _: None)
    assert shots.failed
    assert (shots.starts, shots.reason) == ((), "The picture is broken.")
