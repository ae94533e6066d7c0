"""Loops are found wherever they stand, and natural text has none."""

import pytest

from cp_whisperx.hallucination.repetition import (
    Loop,
    compression_ratio,
    find_loop,
    find_loops,
)

HINDI = "बैठक में शहर से गुजरने वाली सड़क पर सुधार का काम करने के बारे में भी बात की गई और लोगों ने अपने सवाल पूछे"


@pytest.mark.parametrize(
    ("items", "loop"),
    [
        ("aaaaa", Loop(0, 1, 5)),
        ("xyababababz", Loop(2, 2, 4)),
        ("abcabcabcab", Loop(0, 3, 3)),
        ("xaaaay", Loop(1, 1, 4)),
    ],
)
def test_finds_unit_and_count(items: str, loop: Loop) -> None:
    assert find_loop(list(items), least=3, longest_unit=4) == loop


@pytest.mark.parametrize("items", ["", "a", "abcd", "aabbccdd", "abab"])
def test_no_loop(items: str) -> None:
    assert find_loop(list(items), least=3, longest_unit=4) is None


def test_longer_units_than_asked_for_are_not_looked_for() -> None:
    assert find_loop(list("abcdabcdabcd"), least=3, longest_unit=3) is None


def test_empty_elements_are_no_loop() -> None:
    assert find_loop(["", "", "", ""], least=3, longest_unit=2) is None


def test_all_loops_in_order() -> None:
    found = find_loops(list("aaaaXYbcbcbcbcZdddd"), least=4, longest_unit=3)
    assert found == [Loop(0, 1, 4), Loop(6, 2, 4), Loop(15, 1, 4)]


def test_many_loops_need_no_depth() -> None:
    items = [letter for number in range(1500) for letter in (f"w{number}",) * 4]
    assert len(find_loops(items, least=4, longest_unit=1)) == 1500


def test_compression_tells_loops_from_speech() -> None:
    assert compression_ratio("हम चलेंगे " * 30) > 5
    assert compression_ratio(HINDI) < 1.8
    assert compression_ratio("") == 0.0


def test_compression_does_not_depend_on_the_script() -> None:
    as_latin = "".join(chr(0x100 + ord(char) % 0x80) for char in HINDI)
    assert compression_ratio(HINDI) == pytest.approx(compression_ratio(as_latin), rel=0.1)
