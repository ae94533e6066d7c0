import re
from pathlib import Path

import pytest

from tools.quality import SECTIONS
from tools.quality.coverage import measure, splice


def test_the_film_has_words_and_places_without(shared_data: Path, tmp_path: Path) -> None:
    film = splice(shared_data, tmp_path)
    assert len(film.words) == 93
    assert all(start < end for start, end in film.words)
    for start, end in film.empty:
        assert not any(a < end and b > start for a, b in film.words)


@pytest.mark.slow
def test_nothing_is_added_where_nobody_speaks(shared_data: Path) -> None:
    assert "coverage" in SECTIONS
    rows = re.findall(
        r"^\| ([a-z0-9, ]+) \| ([\d.]+)% \| ([\d.]+)% \| ([\d.]+) s \|$",
        measure(shared_data), re.MULTILINE,
    )  # fmt: skip
    assert len(rows) == 4
    assert all(float(after) >= float(before) for _, before, after, _ in rows)
    assert float(rows[1][2]) > float(rows[1][1]) + 5
    assert [added for *_, added in rows[:3]] == ["0.00"] * 3
