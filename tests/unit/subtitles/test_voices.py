from itertools import combinations

import numpy as np

from cp_whisperx.subtitles.voices import PALETTE, call_by_name, speaker_colours
from shared.artifacts import Segment, Transcript


def spoken(*turns: tuple[str | None, float]) -> Transcript:
    segments = tuple(
        Segment(id=n, start=100.0 * n, end=100.0 * n + length, text="x", speaker=who)
        for n, (who, length) in enumerate(turns)
    )
    return Transcript(language="hi", duration=1000, engine="t", segments=segments)


def _linear(colour: tuple[int, int, int]) -> np.ndarray:
    share = np.array(colour) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def _luminance(colour: tuple[int, int, int]) -> float:
    return float(_linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def _lab(colour: tuple[int, int, int]) -> np.ndarray:
    """CIE L*a*b*, in which distances are those that people see."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ _linear(colour) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_colours_are_light_and_easily_told_apart() -> None:
    for colour in PALETTE:
        assert (_luminance(colour) + 0.05) / 0.05 > 7
    for one, other in combinations([*PALETTE, (255, 255, 255)], 2):
        assert np.linalg.norm(_lab(one) - _lab(other)) > 25, (one, other)


def test_who_speaks_most_is_served_first_and_order_does_not_matter() -> None:
    turns = [("B", 5.0), ("A", 9.0), (None, 50.0), ("C", 5.0)]
    colours = speaker_colours(spoken(*turns))
    assert list(colours) == ["A", "B", "C"]
    assert colours == speaker_colours(spoken(*reversed(turns)))


def test_more_speakers_than_colours_leave_the_last_without() -> None:
    turns = [(f"S{n}", 90.0 - n) for n in range(len(PALETTE) + 3)]
    assert list(speaker_colours(spoken(*turns))) == [f"S{n}" for n in range(len(PALETTE))]


def test_one_speaker_alone_gets_no_colour() -> None:
    assert speaker_colours(spoken(("A", 9.0), (None, 5.0))) == {}


def test_known_names_take_the_place_of_ids() -> None:
    said = spoken(("SPEAKER_00", 1), ("SPEAKER_01", 1), (None, 1))
    named = call_by_name(said, {"SPEAKER_01": "Aditi"})
    assert [segment.speaker for segment in named.segments] == ["SPEAKER_00", "Aditi", None]
    assert call_by_name(said, {}) == said
