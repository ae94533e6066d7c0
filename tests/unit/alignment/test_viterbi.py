"""The lattice finds the best path, checked against trying all of them."""

from itertools import product

import numpy as np
import pytest

from cp_whisperx.alignment.viterbi import align_tokens, frames_needed


def log_probs(rows: list[list[float]]) -> np.ndarray:
    return np.log(np.array(rows, dtype=np.float32))


def best_by_trying(scores: np.ndarray, tokens: list[int]) -> float:
    """Scores every labelling of the frames that collapses to the tokens; returns the best."""
    best = -np.inf
    for labels in product(range(scores.shape[1]), repeat=len(scores)):
        collapsed = [
            label
            for index, label in enumerate(labels)
            if label and (index == 0 or label != labels[index - 1])
        ]
        if collapsed == tokens:
            best = max(best, sum(scores[frame, label] for frame, label in enumerate(labels)))
    return best


def test_each_token_gets_its_frames() -> None:
    clear = log_probs(
        [
            [0.9, 0.05, 0.05],
            [0.05, 0.9, 0.05],
            [0.05, 0.9, 0.05],
            [0.9, 0.05, 0.05],
            [0.05, 0.05, 0.9],
            [0.9, 0.05, 0.05],
        ]
    )
    first, second = align_tokens(clear, [1, 2]) or []
    assert (first.start, first.end) == (1, 3)
    assert (second.start, second.end) == (4, 5)
    assert first.score == pytest.approx(np.log(0.9), abs=1e-4)


def test_equal_neighbours_have_a_blank_between() -> None:
    loud = log_probs([[0.1, 0.9], [0.2, 0.8], [0.1, 0.9]])
    first, second = align_tokens(loud, [1, 1]) or []
    assert (first.start, first.end, second.start, second.end) == (0, 1, 2, 3)


def test_too_few_frames() -> None:
    assert frames_needed([1, 1, 2]) == 4
    assert align_tokens(log_probs([[0.5, 0.2, 0.3]] * 3), [1, 1, 2]) is None
    assert align_tokens(log_probs([[0.5, 0.2, 0.3]] * 4), [1, 1, 2]) is not None


def test_no_tokens() -> None:
    assert align_tokens(log_probs([[0.5, 0.5]]), []) == []


@pytest.mark.parametrize("seed", range(12))
def test_path_is_the_best_of_all(seed: int) -> None:
    random = np.random.default_rng(seed)
    tokens = [int(token) for token in random.integers(1, 4, size=3)]
    raw = random.random((6, 4)) + 0.01
    scores = np.log(raw / raw.sum(axis=1, keepdims=True)).astype(np.float32)
    spans = align_tokens(scores, tokens)
    assert spans is not None
    chosen = np.zeros(len(scores), dtype=int)
    for span, token in zip(spans, tokens, strict=True):
        chosen[span.start : span.end] = token
    total = sum(scores[frame, label] for frame, label in enumerate(chosen))
    assert total == pytest.approx(best_by_trying(scores, tokens), abs=1e-4)


def test_blank_may_be_any_column() -> None:
    flipped = log_probs([[0.05, 0.95], [0.9, 0.1], [0.05, 0.95]])
    (only,) = align_tokens(flipped, [0], blank=1) or []
    assert (only.start, only.end) == (1, 2)
