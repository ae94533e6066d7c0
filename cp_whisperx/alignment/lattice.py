"""The best path of many lines of text through a model's frames, where some may be missing.

Beside each line's CTC states there is a gap before it, in which anything may be said at a cost;
from gap to gap lines may be left out at a cost. The path begins in the first gap and may end
anywhere, because a text may go on past what was heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Scores = NDArray[np.floating[Any]]

# Log probability that a frame of sound in a gap costs: less than wrong letters, more than right.
GAP_LOSS = 1.5
# What it costs to leave a line out: little, for a line that is there gains much more.
_LEAVE_OUT = 2.0
_LINE_SKIP = 3


@dataclass(frozen=True)
class LineSpan:
    """Where a line was heard.

    Attributes:
        line: Its index among the lines.
        letters: For each of its letters the first frame, and one past the last.
        score: Mean log probability of its letters.
    """

    line: int
    letters: tuple[tuple[int, int], ...]
    score: float


class Lattice:
    """States of a run of lines: for each a gap, then blanks and letters in turn.

    Args:
        lines: Columns of the letters of each line; every line has some.
        blank: Column of the blank.
        wildcard: Column of the wildcard, whose letters count in no score.
    """

    def __init__(self, lines: Sequence[Sequence[int]], blank: int, wildcard: int) -> None:
        self._lines = lines
        self._wildcard = wildcard
        gap = wildcard + 1
        states: list[int] = []
        gaps: list[int] = []
        for letters in lines:
            gaps.append(len(states))
            states += [gap, blank]
            for letter in letters:
                states += [letter, blank]
        self._gaps = np.array(gaps, dtype=np.intp)
        self._states = np.array(states, dtype=np.intp)
        self._may_skip = np.zeros(len(states), dtype=bool)
        # From a letter over the blank to another letter, to the gap of the next line, or from
        # a gap to the first letter: never from blank to blank.
        self._may_skip[2:] = (self._states[2:] != self._states[:-2]) & (self._states[2:] != blank)

    def best_path(self, log_probs: Floats, blank: int) -> list[LineSpan]:
        """Finds the lines that were heard to their end.

        Args:
            log_probs: Log probabilities with the wildcard last, shape (frames, columns).
            blank: Column of the blank.

        Returns:
            The lines in order; lines that were left out or not finished are not among them.
        """
        silence, sound = log_probs[:, blank], log_probs[:, self._wildcard]
        gap = np.maximum(silence, sound - GAP_LOSS)[:, np.newaxis]
        scores = np.concatenate([log_probs, gap], axis=1)[:, self._states].astype(np.float32)
        path = self._backtrack(*self._forward(scores))
        return self._found(path, scores)

    def _forward(self, scores: Floats) -> tuple[NDArray[np.int8], Ints, int]:
        """Returns for each frame how each state was reached and, for gaps, from which gap."""
        frames, count = scores.shape
        order = np.arange(len(self._gaps), dtype=np.float64) * _LEAVE_OUT
        best = np.full(count, -np.inf)
        best[:3] = scores[0, :3]
        steps = np.zeros((frames, count), dtype=np.int8)
        origins = np.zeros((frames, len(self._gaps)), dtype=np.intp)
        for frame in range(1, frames):
            came = np.full((3, count), -np.inf)
            came[0] = best
            came[1, 1:] = best[:-1]
            came[2, 2:] = np.where(self._may_skip[2:], best[:-2], -np.inf)
            step = came.argmax(axis=0).astype(np.int8)
            value = came.max(axis=0)
            self._leave_lines_out(order, value, step, origins[frame])
            steps[frame] = step
            best = value + scores[frame]
        return steps, origins, int(best.argmax())

    def _leave_lines_out(
        self,
        order: Scores,
        value: Scores,
        step: NDArray[np.int8],
        origin: Ints,
    ) -> None:
        """Lets gaps be reached from earlier gaps within the frame, for all gaps sound alike.

        A running maximum finds the best gap to come from.
        """
        at_gaps = value[self._gaps] + order
        reached = np.maximum.accumulate(at_gaps)
        is_new = at_gaps >= reached
        origin[:] = np.maximum.accumulate(np.where(is_new, np.arange(len(order)), 0))
        skipped = reached - order
        better = skipped > value[self._gaps]
        value[self._gaps[better]] = skipped[better]
        step[self._gaps[better]] = _LINE_SKIP

    def _backtrack(self, steps: NDArray[np.int8], origins: Ints, state: int) -> Ints:
        path = np.empty(len(steps), dtype=np.intp)
        for frame in range(len(steps) - 1, -1, -1):
            path[frame] = state
            if steps[frame, state] == _LINE_SKIP:
                line = int(np.searchsorted(self._gaps, state))
                state = int(self._gaps[origins[frame, line]])
            state -= int(steps[frame, state])
        return path

    def _found(self, path: Ints, scores: Floats) -> list[LineSpan]:
        found = []
        for line, letters in enumerate(self._lines):
            first = int(self._gaps[line]) + 2
            last = first + 2 * (len(letters) - 1)
            begin, end = np.searchsorted(path, [first, last + 1])
            # The path only rises: what lies between is the line's, if its last letter is there.
            if begin == end or path[end - 1] != last or path[begin] != first:
                continue
            own = path[begin:end]
            places = [np.searchsorted(own, [s, s + 1]) for s in range(first, last + 1, 2)]
            spans = tuple((int(begin + a), int(begin + b)) for a, b in places)
            found.append(LineSpan(line, spans, self._score(scores, own, begin)))
        return found

    def _score(self, scores: Floats, own: Ints, begin: int) -> float:
        columns = self._states[own]
        blank = self._states[1]
        spoken = (columns != blank) & (columns != self._wildcard)
        frames = np.flatnonzero(spoken)
        return float(scores[begin + frames, own[frames]].mean()) if len(frames) else -np.inf
