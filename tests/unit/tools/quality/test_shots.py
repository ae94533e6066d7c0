from pathlib import Path

from tests.support.shot_film import ShotFilm
from tools.quality.shots import row


def test_hits_are_counted_at_their_frame() -> None:
    film = ShotFilm(Path("film.mp4"), cuts=(10, 50), soft=((70, 80),), frames=100)
    assert row(1, film, [10, 51, 75]) == "| 1 | 100 | 2 | 1 | 2 | 1 |"
