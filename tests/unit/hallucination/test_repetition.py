"""Loops are found whatever their unit, in time that grows with the text alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.hallucination.repetition import (
    Loop,
    collapse,
    compression_ratio,
    find_growth,
    find_loops,
)

HINDI = "मैं कल सुबह की गाड़ी से दिल्ली जा रहा हूँ क्योंकि मेरी बहन वहाँ रहती है"


def loops(text: str, least: int = 3, longest: int = 6) -> list[Loop]:
    return find_loops(text.split(), longest, lambda loop: loop.repeats >= least, least)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a a a a", [Loop(0, 1, 4)]),
        ("x a b a b a b y", [Loop(1, 2, 3)]),
        ("a b c a b c a b c a", [Loop(0, 3, 3)]),
        ("a a a b b b", [Loop(0, 1, 3), Loop(3, 1, 3)]),
        ("a b c d", []),
        ("a a", []),
        ("", []),
    ],
)
def test_loops(text: str, expected: list[Loop]) -> None:
    assert loops(text) == expected


def test_a_unit_is_never_a_smaller_one_repeated() -> None:
    assert find_loops(["a"] * 12, 6, lambda loop: loop.unit > 1) == []


def test_what_is_not_enough_leaves_room_for_what_is() -> None:
    found = find_loops(list("aaaababab"), 4, lambda loop: loop.unit == 2)
    assert found == [Loop(3, 2, 3)]


def test_empty_elements_are_no_loop() -> None:
    assert find_loops([""] * 9, 3, lambda _: True) == []


def test_a_loop_ends_after_its_last_whole_unit() -> None:
    assert Loop(2, 3, 4).end == 14


@pytest.mark.parametrize(
    ("text", "left"),
    [("no no no", "no"), ("go on go on stop", "go on stop"), ("a b c", "a b c"), ("", "")],
)
def test_collapse(text: str, left: str) -> None:
    assert " ".join(collapse(text.split(), 4)) == left


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_what_is_collapsed_has_nothing_more_to_collapse(items: list[str]) -> None:
    once = collapse(items, 16)
    assert collapse(once, 16) == once


def test_growth_keeps_the_last_and_longest() -> None:
    letters = list("ababcabcdabcde")
    assert find_growth(letters, "a", 4) == range(9)
    assert find_growth(letters, "a", 5) is None
    assert find_growth(list("abacad"), "a", 3) is None


def test_all_loops_in_order() -> None:
    found = find_loops(list("aaaaXYbcbcbcbcZdddd"), 3, lambda loop: loop.repeats >= 4, 4)
    assert found == [Loop(0, 1, 4), Loop(6, 2, 4), Loop(15, 1, 4)]


def test_many_loops_at_once() -> None:
    items = [letter for number in range(1500) for letter in (f"w{number}",) * 4]
    assert len(find_loops(items, 1, lambda loop: loop.repeats >= 4, 4)) == 1500


@pytest.mark.parametrize("item", ["a b", "a b a c", " ".join("abcdefghij")])
def test_time_grows_with_the_length_alone(item: str) -> None:
    def seconds(length: int) -> float:
        items = item.split() * length
        began = time.process_time()
        find_loops(items, 20, lambda loop: loop.repeats > 4, 5)
        return time.process_time() - began

    assert seconds(4000) < 12 * seconds(1000) + 0.05


def test_compression_tells_loops_from_speech() -> None:
    assert compression_ratio("हम चलेंगे " * 30) > 5
    assert compression_ratio(HINDI) < 1.8
    assert compression_ratio("") == 0.0


def test_compression_does_not_depend_on_the_script() -> None:
    as_latin = "".join(chr(0x100 + ord(char) % 0x80) for char in HINDI)
    assert compression_ratio(HINDI) == pytest.approx(compression_ratio(as_latin), rel=0.1)
