"""How like each other groups of voices are, kept up to date while groups are merged.

The likeness of two groups is the mean cosine between their voices, divided by the geometric mean
of what it is within each. Within a group with little speech it is not known well, so it is mixed
with what is expected of one person. Voices count by their seconds.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The network errs at times when it hears two people: so many of the smaller group's voices must be
# heard apart from the other group before the two are kept apart.
_TOLERATED = 0.1
_KEPT_APART = -1.0
Pairs = Sequence[tuple[int, int]]


class Likeness:
    """All pairs of groups; some thirty bytes for each pair."""

    def __init__(
        self,
        vectors: "NDArray[np.float32]",
        seconds: "NDArray[np.float32]",
        groups: "NDArray[np.int_]",
        expected: float,
        trust: float,
    ) -> None:
        """Compares groups.

        Args:
            vectors: Of length 1, of shape (voices, size).
            seconds: Of shape (voices,).
            groups: Of shape (voices,), from 0 without gaps; -1 belongs to none.
            expected: Mean cosine within one person's voices.
            trust: Seconds from which a group's own mean counts more than that.
        """
        import numpy as np

        self._vectors, self._seconds, self._groups = vectors, seconds, groups
        self._expected, self._trust = expected, trust**2
        inside = groups >= 0
        count = int(groups.max()) + 1
        sums = np.zeros((count, vectors.shape[1]))
        np.add.at(sums, groups[inside], vectors[inside] * seconds[inside, None])
        self._speech = np.bincount(groups[inside], seconds[inside], count)
        self._voices = np.bincount(groups[inside], minlength=count)
        # Sums over pairs of voices; a voice is not compared with itself.
        alone = np.diag(np.bincount(groups[inside], np.square(seconds[inside]), count))
        self._cosines = sums @ sums.T - alone
        self._weights = np.outer(self._speech, self._speech) - alone
        self._conflicts = np.zeros((count, count), dtype=np.float32)
        self._values = np.zeros((count, count), dtype=np.float32)

    def start(self, same_sound: Pairs, apart: Pairs) -> None:
        """Takes into account what is known of pairs of voices, and compares all groups.

        Args:
            same_sound: Pairs to be left out of all means.
            apart: Pairs that were heard as two people.
        """
        import numpy as np

        first, second = self._known(same_sound)
        weights = -self._seconds[first] * self._seconds[second]
        cosines = np.einsum("ij,ij->i", self._vectors[first], self._vectors[second])
        self._add(self._weights, first, second, weights)
        self._add(self._cosines, first, second, weights * cosines)
        first, second = self._known(apart)
        self._add(self._conflicts, first, second, np.ones(len(first)))
        for group in range(len(self._values)):
            self._values[group] = self._row(group)

    def speakers(self, evidence: float) -> int:
        """Returns how many groups have at least so many seconds."""
        return int((self._speech >= evidence).sum())

    def best(self) -> tuple[float, int, int]:
        """Returns the largest likeness and the two groups; minus infinity if one group is left."""
        first, second = divmod(int(self._values.argmax()), len(self._values))
        return float(self._values[first, second]), first, second

    def merge(self, first: int, second: int) -> None:
        """Adds the second group to the first."""
        import numpy as np

        for sums in (self._cosines, self._weights, self._conflicts):
            sums[first] += sums[second]
            sums[:, first] += sums[:, second]
        for counts in (self._speech, self._voices):
            counts[first] += counts[second]
            counts[second] = 0
        self._values[first] = self._values[:, first] = self._row(first)
        self._values[second] = self._values[:, second] = -np.inf

    def both_speak(self, first: int, second: int, evidence: float) -> bool:
        """Tells whether each of two groups has at least so many seconds."""
        return bool(min(self._speech[first], self._speech[second]) >= evidence)

    def _known(self, pairs: Pairs) -> "tuple[NDArray[np.int_], NDArray[np.int_]]":
        """Returns both sides of the pairs that belong to groups."""
        import numpy as np

        sides = np.array(pairs, dtype=int).reshape(-1, 2)
        inside = (self._groups[sides] >= 0).all(axis=1)
        return sides[inside, 0], sides[inside, 1]

    def _add(
        self,
        sums: "NDArray[Any]",
        first: "NDArray[np.int_]",
        second: "NDArray[np.int_]",
        values: "NDArray[Any]",
    ) -> None:
        import numpy as np

        one, other = self._groups[first], self._groups[second]
        np.add.at(sums, (one, other), values)
        np.add.at(sums, (other, one), values)

    def _row(self, group: int) -> "NDArray[np.float64]":
        """Returns the likeness of one group to each."""
        import numpy as np

        weights = np.maximum(self._weights[group], 1e-9)
        between = np.where(self._weights[group] > 1e-6, self._cosines[group] / weights, 0.0)
        known = np.diag(self._weights) + self._trust
        within = (np.diag(self._cosines) + self._trust * self._expected) / known
        row: NDArray[np.float64] = between / np.sqrt(np.maximum(within * within[group], 1e-9))
        fewer = np.minimum(self._voices, self._voices[group])
        row[self._conflicts[group] > _TOLERATED * fewer] = _KEPT_APART
        row[(self._voices == 0) | (np.arange(len(row)) == group)] = -np.inf
        return row
