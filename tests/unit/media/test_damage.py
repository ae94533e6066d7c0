import math
from pathlib import Path

import pytest

from cp_whisperx.media.damage import find_damage
from cp_whisperx.media.source import open_source
from shared.config import load_config
from tests.support.media import claim_duration, make_film, truncate


def test_a_whole_film_has_none(tmp_path: Path) -> None:
    assert not find_damage(
        open_source(load_config(), make_film(tmp_path / "f.mkv"), 0), 3.0, 0.02, 30
    ).text


def test_audio_that_is_shorter_than_the_pictures_is_no_damage(tmp_path: Path) -> None:
    film = make_film(tmp_path / "f.mkv", seconds=4, audio_seconds=2)
    assert not find_damage(open_source(load_config(), film, 0), 2.0, 0.02, 30).text


@pytest.mark.parametrize(("tolerance", "severe"), [(0.02, True), (0.5, False)])
def test_what_was_not_decoded_is_judged_by_the_tolerance(
    tmp_path: Path, tolerance: float, severe: bool
) -> None:
    source = open_source(load_config(), make_film(tmp_path / "f.mkv"), 0)
    damage = find_damage(source, 2.0, tolerance, 30)
    assert damage.severe is severe
    assert "of 3.0 s of audio only 2.0 s" in damage.text


def test_a_cut_film_is_told_by_its_packets(tmp_path: Path) -> None:
    film = truncate(make_film(tmp_path / "f.mkv", seconds=6), 0.5)
    source = open_source(load_config(), film, 0)
    damage = find_damage(source, 3.0, 0.02, 30)
    assert damage.severe
    assert "before its declared end" in damage.text


def test_a_clip_before_the_cut_is_whole(tmp_path: Path) -> None:
    film = truncate(make_film(tmp_path / "f.mkv", seconds=6), 0.6)
    source = open_source(load_config(overrides={"END_TIME": "1.0"}), film, 0)
    assert not find_damage(source, 1.0, 0.02, 30).text


def test_a_header_that_lies_wildly_counts_as_damage(tmp_path: Path) -> None:
    film = claim_duration(make_film(tmp_path / "f.mkv"), 360_000)
    source = open_source(load_config(), film, 0)
    assert math.isclose(source.expected, 3.0, abs_tol=0.1)
    assert find_damage(source, 3.0, 0.02, 30).severe
