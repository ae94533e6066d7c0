"""Lines in a row: some missing in the audio, some of the audio missing in the lines."""

import numpy as np

from cp_whisperx.alignment.lattice import Lattice, LineSpan

BLANK, WILDCARD = 0, 5


def heard(text: str) -> np.ndarray:
    """Log probabilities for letters a to d, one a frame with a blank after it."""
    columns = [column for char in text for column in ("_abcd".index(char), BLANK)]
    log_probs = np.full((len(columns), WILDCARD + 1), np.log(0.01), np.float32)
    log_probs[np.arange(len(columns)), columns] = np.log(0.96)
    log_probs[:, WILDCARD] = np.maximum(log_probs[:, 1:5].max(1), log_probs[:, 0] - 0.7)
    return log_probs


def search(text: str, *lines: str) -> list[LineSpan]:
    columns = [["_abcd".index(char) for char in line] for line in lines]
    return Lattice(columns, BLANK, WILDCARD).best_path(heard(text), BLANK)


def test_all_lines_in_order() -> None:
    found = search("abcabdccd", "abca", "bdccd")
    assert [(one.line, one.letters[0][0], one.letters[-1]) for one in found] == [
        (0, 0, (6, 7)), (1, 8, (16, 17))]  # fmt: skip
    assert all(one.score > np.log(0.9) for one in found)


def test_a_missing_line_is_left_out() -> None:
    found = search("abcabdccd", "abca", "ddddbbb", "bdccd")
    assert [one.line for one in found] == [0, 2]


def test_several_missing_lines_are_left_out() -> None:
    lines = ["abcabca", "ddbb", "cdcdcd", "bbbb", "bdccdbdccd"]
    assert [one.line for one in search("abcabcabdccdbdccd", *lines)] == [0, 4]
    assert [one.line for one in search("abcabcabdccdbdccd", *lines[1:])] == [3]


def test_what_no_line_says_is_passed_over() -> None:
    found = search("dcbabcadddddbdccd", "abca", "bdccd")
    assert [(one.line, one.letters[0][0]) for one in found] == [(0, 6), (1, 24)]


def test_a_line_that_is_not_finished_is_not_found() -> None:
    assert [one.line for one in search("abcabd", "abca", "bdccd")] == [0]


def test_equal_letters_in_a_row() -> None:
    (found,) = search("aabb", "aabb")
    assert [begin for begin, _ in found.letters] == [0, 2, 4, 6]


def test_nothing_is_said() -> None:
    assert search("____", "abca", "bdccd") == []


def test_wildcards_count_in_no_score() -> None:
    lattice = Lattice([[1, WILDCARD, 2]], BLANK, WILDCARD)
    (found,) = lattice.best_path(heard("acdb"), BLANK)
    assert found.score > np.log(0.9)
    assert found.letters[-1] == (6, 7)
