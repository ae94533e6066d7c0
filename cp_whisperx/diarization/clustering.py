"""Groups descriptions of voices into speakers, never more of them than the evidence bears.

First, voices that are very much alike form small groups (agglomerative, mean cosine distance),
block by block, so that the work does not grow with the square of the film. Then groups are merged
as long as two are about as like each other as each is within itself: how like that is depends on
the recording (over a telephone all voices come near each other), so no fixed distance would do.
Groups that are heard as two people at the same time are not merged. Who has too little speech of
his own to be told from a cough or a change of tone is counted to the voice nearest to his.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

from cp_whisperx.diarization.likeness import Likeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Voices that are compared one by one; a quarter of an hour of talk has fewer.
_BLOCK = 2000
# Added to the cosine distance of voices that were heard as two people.
_APART = 0.5


@dataclass(frozen=True)
class ClusterRules:
    """When voices are one person's.

    Attributes:
        tight: Largest mean cosine distance in the small groups that are formed first.
        alike: Least likeness of two groups of one person, a share of their likeness within.
        expected: Mean cosine of the descriptions of one person.
        trust: Seconds of speech from which a group's own likeness counts more than the expected.
        evidence: Seconds of clean speech that make a speaker.
        fewest: Speakers there are at least, as far as the evidence goes.
        most: Speakers there are at most; 0 for no limit.
    """

    tight: float
    alike: float
    expected: float
    trust: float
    evidence: float
    fewest: int = 1
    most: int = 0

    def bounded(self, fewest: int, most: int) -> "ClusterRules":
        """Returns the rules with the numbers of speakers that are known to be possible."""
        return replace(self, fewest=fewest, most=most)


@dataclass(frozen=True)
class Voices:
    """What is to be grouped, in order of time.

    Attributes:
        vectors: Descriptions of length 1, of shape (voices, size).
        seconds: Clean speech behind each, a second that several hear being shared among them, of
            shape (voices,).
        clear: Which are heard well enough to be evidence, of shape (voices,).
        same_sound: Pairs that hear the same moment, whose likeness says nothing.
        apart: Pairs that were heard as two people.
    """

    vectors: "NDArray[np.float32]"
    seconds: "NDArray[np.float32]"
    clear: "NDArray[np.bool_]"
    same_sound: Sequence[tuple[int, int]] = ()
    apart: Sequence[tuple[int, int]] = ()


def cluster_voices(voices: Voices, rules: ClusterRules) -> "NDArray[np.int_]":
    """Tells which voices are of one person.

    Args:
        voices: What was heard.
        rules: When voices are one person's.

    Returns:
        A speaker for each voice, from 0 without gaps, of shape (voices,).
    """
    import numpy as np

    if not len(voices.vectors):
        return np.zeros(0, dtype=int)
    groups = _merged(voices, _tight_groups(voices, rules), rules)
    kept = _borne_out(groups, voices.seconds, rules)
    centres = np.stack([_centre(voices.vectors[groups == group]) for group in kept])
    nearest: NDArray[np.int_] = np.argmax(voices.vectors @ centres.T, axis=1)
    for index, group in enumerate(kept):
        nearest[groups == group] = index
    return _without_gaps(nearest)


def _tight_groups(voices: Voices, rules: ClusterRules) -> "NDArray[np.int_]":
    """Groups what is very much alike; -1 for voices that are no evidence."""
    import numpy as np

    chosen = np.flatnonzero(voices.clear)
    if not len(chosen):
        chosen = np.array([int(np.argmax(voices.seconds))])
    groups = np.full(len(voices.seconds), -1)
    for first in range(0, len(chosen), _BLOCK):
        block = chosen[first : first + _BLOCK]
        groups[block] = groups.max() + _block_groups(voices, block, rules.tight)
    return groups


def _block_groups(voices: Voices, block: "NDArray[np.int_]", tight: float) -> "NDArray[np.int_]":
    """Returns a group for each voice of a block, from 1."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist, squareform

    if len(block) < 2:
        return np.ones(len(block), dtype=int)
    # Of rounding, a distance to itself may come out below zero, which linkage refuses.
    distances = np.maximum(squareform(pdist(voices.vectors[block], "cosine")), 0.0)
    place = {int(voice): index for index, voice in enumerate(block)}
    for one, other in voices.apart:
        if one in place and other in place:
            distances[place[one], place[other]] += _APART
            distances[place[other], place[one]] += _APART
    tree = linkage(squareform(distances, checks=False), "average")
    groups: NDArray[np.int_] = fcluster(tree, tight, "distance")
    return groups


def _merged(voices: Voices, groups: "NDArray[np.int_]", rules: ClusterRules) -> "NDArray[np.int_]":
    """Merges the two groups that are most alike until none are alike enough."""
    import numpy as np

    likeness = Likeness(voices.vectors, voices.seconds, groups, rules.expected, rules.trust)
    likeness.start(voices.same_sound, voices.apart)
    people = np.arange(int(groups.max()) + 1)
    while (pair := _to_merge(likeness, rules)) is not None:
        likeness.merge(*pair)
        people[people == pair[1]] = pair[0]
    merged: NDArray[np.int_] = np.where(groups >= 0, people[groups], -1)
    return merged


def _to_merge(likeness: Likeness, rules: ClusterRules) -> tuple[int, int] | None:
    """Returns the next two groups that are one person, or must be for want of speakers."""
    value, first, second = likeness.best()
    speakers = likeness.speakers(rules.evidence)
    too_many = 0 < rules.most < speakers
    if value == -inf or (value < rules.alike and not too_many):
        return None
    if speakers <= rules.fewest and likeness.both_speak(first, second, rules.evidence):
        return None
    return first, second


def _borne_out(
    groups: "NDArray[np.int_]", seconds: "NDArray[np.float32]", rules: ClusterRules
) -> list[int]:
    """Returns the groups that have speech enough to be a speaker; the largest at least."""
    import numpy as np

    found = np.unique(groups[groups >= 0])
    speech = {int(group): float(seconds[groups == group].sum()) for group in found}
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
