"""Groups descriptions of voices into speakers, never more of them than the evidence bears.

Agglomerative clustering by the mean cosine distance between groups. Who has too little speech of
his own to be told from a cough or a change of tone is counted to the voice nearest to his.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Pairs of this many are compared; a film has more voices heard, the others join the nearest.
_MOST_COMPARED = 3000


@dataclass(frozen=True)
class ClusterRules:
    """When voices are one person's.

    Attributes:
        threshold: Largest mean cosine distance between voices of one person.
        reliable: Seconds of clean speech from which a description counts as evidence.
        evidence: Seconds of clean speech that make a speaker.
        fewest: Speakers there are at least, as far as the evidence goes.
        most: Speakers there are at most; 0 for no limit.
    """

    threshold: float
    reliable: float
    evidence: float
    fewest: int = 1
    most: int = 0

    def bounded(self, fewest: int, most: int) -> "ClusterRules":
        """Returns the rules with the numbers of speakers that are known to be possible."""
        return replace(self, fewest=fewest, most=most)


def cluster_voices(
    vectors: "NDArray[np.float32]", seconds: "NDArray[np.float32]", rules: ClusterRules
) -> "NDArray[np.int_]":
    """Tells which descriptions are of one person.

    Args:
        vectors: Descriptions of length 1, of shape (voices, size), in order of time.
        seconds: Clean speech behind each, of shape (voices,).
        rules: When voices are one person's.

    Returns:
        A speaker for each description, from 0 without gaps, of shape (voices,).
    """
    import numpy as np

    if not len(vectors):
        return np.zeros(0, dtype=int)
    chosen = _evidence(seconds, rules.reliable)
    groups = _groups(vectors[chosen], rules)
    kept = _borne_out(groups, seconds[chosen], rules)
    centres = np.stack([_centre(vectors[chosen][groups == group]) for group in kept])
    nearest = np.argmax(vectors @ centres.T, axis=1)
    known = {group: index for index, group in enumerate(kept)}
    for position, group in zip(chosen, groups, strict=True):
        nearest[position] = known.get(int(group), nearest[position])
    return _without_gaps(nearest)


def _evidence(seconds: "NDArray[np.float32]", reliable: float) -> "NDArray[np.int_]":
    """Returns the positions that are compared: the reliable ones, spread evenly if too many."""
    import numpy as np

    chosen = np.flatnonzero(seconds >= reliable)
    if not len(chosen):
        chosen = np.array([int(np.argmax(seconds))])
    if len(chosen) > _MOST_COMPARED:
        spread = np.linspace(0, len(chosen) - 1, _MOST_COMPARED)
        chosen = chosen[np.unique(spread.round().astype(int))]
    return chosen


def _groups(vectors: "NDArray[np.float32]", rules: ClusterRules) -> "NDArray[np.int_]":
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    if len(vectors) < 2:
        return np.zeros(len(vectors), dtype=int)
    # Of rounding, a distance to itself may come out below zero, which linkage refuses.
    distances = np.maximum(pdist(vectors, "cosine"), 0.0)
    tree = linkage(distances, "average")
    groups: NDArray[np.int_] = fcluster(tree, rules.threshold, "distance")
    found = len(set(groups.tolist()))
    if found < rules.fewest:
        groups = fcluster(tree, rules.fewest, "maxclust")
    elif rules.most and found > rules.most:
        groups = fcluster(tree, rules.most, "maxclust")
    return groups


def _borne_out(
    groups: "NDArray[np.int_]", seconds: "NDArray[np.float32]", rules: ClusterRules
) -> list[int]:
    """Returns the groups that have speech enough to be a speaker; the largest at least."""
    import numpy as np

    speech = {int(group): float(seconds[groups == group].sum()) for group in np.unique(groups)}
    ranked = sorted(speech, key=lambda group: -speech[group])
    enough = [group for group in ranked if speech[group] >= rules.evidence]
    return enough if len(enough) >= rules.fewest else ranked[: rules.fewest]


def _centre(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    centre: NDArray[np.float32] = vectors.mean(axis=0)
    return centre / max(float(np.linalg.norm(centre)), 1e-9)


def _without_gaps(labels: "NDArray[np.int_]") -> "NDArray[np.int_]":
    import numpy as np

    numbered: NDArray[np.int_] = np.unique(labels, return_inverse=True)[1]
    return numbered
