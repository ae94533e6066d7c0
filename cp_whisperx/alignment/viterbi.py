"""CTC forced alignment: the best path of a known text through a model's frames.

The lattice is the usual one of connectionist temporal classification (Graves et al., 2006): the
tokens with a blank before, between and after them; a frame may stay, go one state on, or skip a
blank between two different tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Steps = NDArray[np.int8]
States = NDArray[np.intp]


@dataclass(frozen=True)
class TokenSpan:
    """The frames a token got.

    Attributes:
        start: First frame.
        end: One past the last frame.
        score: Mean log probability of the token over its frames.
    """

    start: int
    end: int
    score: float


def frames_needed(tokens: Sequence[int]) -> int:
    """Returns how many frames a text takes at least: equal neighbours need a blank between."""
    repeats = sum(left == right for left, right in pairwise(tokens))
    return len(tokens) + repeats


def align_tokens(
    log_probs: Floats, tokens: Sequence[int], blank: int = 0
) -> list[TokenSpan] | None:
    """Finds the frames of each token.

    Args:
        log_probs: Log probabilities, shape (frames, vocabulary).
        tokens: Columns of `log_probs` in the order they are said; none of them is the blank.
        blank: Column of the blank.

    Returns:
        A span for each token, in order; None if there are fewer frames than the text needs.
    """
    if not tokens:
        return []
    if len(log_probs) < frames_needed(tokens):
        return None
    states = np.full(2 * len(tokens) + 1, blank, dtype=np.intp)
    states[1::2] = tokens
    scores = log_probs[:, states]
    path = _backtrack(*_forward(scores, states))
    return _spans(path, scores, len(tokens))


def _forward(scores: Floats, states: States) -> tuple[Steps, int]:
    """Returns how far each state came from, for each frame, and the best last state."""
    may_skip = np.zeros(len(states), dtype=bool)
    may_skip[3::2] = states[3::2] != states[1:-2:2]
    best = np.full(len(states), -np.inf, dtype=np.float64)
    best[:2] = scores[0, :2]
    steps = np.zeros(scores.shape, dtype=np.int8)
    for frame in range(1, len(scores)):
        came = np.full((3, len(states)), -np.inf)
        came[0] = best
        came[1, 1:] = best[:-1]
        came[2, 2:] = np.where(may_skip[2:], best[:-2], -np.inf)
        steps[frame] = came.argmax(axis=0)
        best = came.max(axis=0) + scores[frame]
    last = len(states) - 1
    return steps, last if best[last] >= best[last - 1] else last - 1


def _backtrack(steps: Steps, state: int) -> States:
    path = np.empty(len(steps), dtype=np.intp)
    for frame in range(len(steps) - 1, -1, -1):
        path[frame] = state
        state -= int(steps[frame, state])
    return path


def _spans(path: States, scores: Floats, count: int) -> list[TokenSpan]:
    spans = []
    for token in range(count):
        frames = np.flatnonzero(path == 2 * token + 1)
        score = float(scores[frames, 2 * token + 1].mean())
        spans.append(TokenSpan(int(frames[0]), int(frames[-1]) + 1, score))
    return spans
