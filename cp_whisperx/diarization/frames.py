"""Puts together what overlapping windows hear, frame by frame over the whole film."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.speaker_network import FRAMES_IN_WINDOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class HeardFrames:
    """What all windows together hear.

    Attributes:
        times: How many windows hear each frame, of shape (frames,), at least one.
        voices: How many people speak in each, of shape (frames,).
    """

    times: "NDArray[np.int16]"
    voices: "NDArray[np.int8]"

    @classmethod
    def of(cls, windows: "Sequence[tuple[int, NDArray[np.int8]]]") -> "HeardFrames":
        """Counts over windows.

        Args:
            windows: First frame of each window in order, and how many it hears in its frames.
        """
        import numpy as np

        frames = windows[-1][0] + FRAMES_IN_WINDOW
        heard = np.zeros(frames, dtype=np.int16)
        times = np.zeros(frames, dtype=np.int16)
        for first, active in windows:
            heard[first : first + FRAMES_IN_WINDOW] += active
            times[first : first + FRAMES_IN_WINDOW] += 1
        times = np.maximum(times, 1)
        # Where the windows are of two minds, nobody is added: a half goes to the even number.
        return cls(times, np.round(heard / times).astype(np.int8))
