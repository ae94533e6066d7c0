"""Cuts what the segmentation network hears in a window into pieces of one voice each.

Within five seconds the network may take two alike voices for one, but voices change at pauses: so
each local speaker's activity is cut at pauses, and where it goes on for long, into even parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise
from math import ceil
from typing import TYPE_CHECKING

from shared.speaker_network import FRAME_SECONDS, SPEAKERS_IN_WINDOW, Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ACTIVE = 0.5
_PAUSE = 0.1
_LONGEST = 2.0
_SHORTEST = 0.1
_SHORTEST_CLEAN = 0.4
# Seconds of a voice alone from which a piece is evidence of who speaks.
CLEARLY_HEARD = 0.8


@dataclass(frozen=True)
class Piece:
    """A stretch in which one voice is heard.

    Attributes:
        first_frame: In the whole audio.
        activity: Probability in each of its frames, of shape (frames,).
        heard: Frames of its window that show the voice best, of shape (293,).
        seconds: How long nobody else speaks in it.
        window: First frame of its window.
        local: Which of the window's local speakers it is.
    """

    first_frame: int
    activity: "NDArray[np.float16]"
    heard: "NDArray[np.bool_]"
    seconds: float
    window: int = 0
    local: int = 0

    @property
    def end_frame(self) -> int:
        """The frame after its last one."""
        return self.first_frame + len(self.activity)


def cut_pieces(window: Window) -> list[Piece]:
    """Cuts one window."""
    active = window.activity >= ACTIVE
    alone = active & (active.sum(axis=1, keepdims=True) == 1)
    return [
        _piece(window, local, first, last, alone)
        for local in range(SPEAKERS_IN_WINDOW)
        for run in runs_of(active[:, local], _PAUSE, _SHORTEST)
        for first, last in _even_parts(*run)
    ]


def _piece(window: Window, local: int, first: int, last: int, alone: "NDArray[np.bool_]") -> Piece:
    """Describes a voice by what it says alone; one that is never alone for long, by all."""
    import numpy as np

    within = np.zeros(len(alone), dtype=bool)
    within[first:last] = True
    clean = within & alone[:, local]
    seconds = float(clean.sum()) * FRAME_SECONDS
    heard = clean if seconds >= _SHORTEST_CLEAN else within
    activity = window.activity[first:last, local].astype(np.float16)
    return Piece(window.first_frame + first, activity, heard, seconds, window.first_frame, local)


def runs_of(active: "NDArray[np.bool_]", pause: float, shortest: float) -> list[tuple[int, int]]:
    """Returns first frame and frame after the last of each run.

    Args:
        active: Of shape (frames,).
        pause: Inactivity that parts runs, in seconds.
        shortest: Runs below this many seconds are left out.
    """
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], active.astype(np.int8), [0]))))
    runs: list[tuple[int, int]] = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if runs and (first - runs[-1][1]) * FRAME_SECONDS < pause:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return [run for run in runs if (run[1] - run[0]) * FRAME_SECONDS >= shortest]


def _even_parts(first: int, last: int) -> list[tuple[int, int]]:
    count = ceil((last - first) * FRAME_SECONDS / _LONGEST)
    cuts = [first + round((last - first) * number / count) for number in range(count + 1)]
    return list(pairwise(cuts))


def pairs_of_one_moment(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Returns the positions of pieces that hear the same moment, each pair once."""
    order = sorted(range(len(pieces)), key=lambda index: pieces[index].first_frame)
    pairs: list[tuple[int, int]] = []
    running: list[int] = []
    for index in order:
        start = pieces[index].first_frame
        running = [other for other in running if pieces[other].end_frame > start]
        pairs += [(other, index) for other in running]
        running.append(index)
    return pairs


def pairs_of_two_voices(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Returns the positions of pieces that one window hears as two voices, each for long enough.

    That two pieces are one local speaker's, on the other hand, says little: the network often
    takes two alike voices for one.
    """
    clear = [index for index, piece in enumerate(pieces) if piece.seconds >= CLEARLY_HEARD]
    windows = groupby(clear, key=lambda index: pieces[index].window)
    return [
        (one, other)
        for _, members in windows
        for one, other in combinations(list(members), 2)
        if pieces[one].local != pieces[other].local
    ]
