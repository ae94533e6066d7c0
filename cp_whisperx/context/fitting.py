"""How well a word that was recognised fits a name."""

from enum import IntEnum
from functools import cache

from cp_whisperx.context.sound import differ_by_alike, distance, skeleton, sound


class Fit(IntEnum):
    """How alike two words are.

    LOOSE has the same consonants, or all but one; NEAR the same ones and nearly the same vowels;
    SAME sounds alike to the last vowel, whatever the spelling.
    """

    NONE = 0
    LOOSE = 1
    NEAR = 2
    SAME = 3


_LONG_ENOUGH = 4
# Of consonants: a name with one alone is like too many words.
_LEAST_CONSONANTS = 2


@cache
def fit(word: str, name: str) -> Fit:
    """Tells how well a word fits one word of a name, both in the same script or not."""
    own, wanted = sound(word), sound(name)
    if not own or not wanted:
        return Fit.NONE
    if own == wanted:
        return Fit.SAME
    apart, size = distance(own, wanted), len(wanted)
    bones = skeleton(own), skeleton(wanted)
    if bones[0] != bones[1]:
        alike = differ_by_alike(*bones) and apart <= max(1, size // 3)
        return Fit.LOOSE if alike and size > _LONG_ENOUGH else Fit.NONE
    if size < _LONG_ENOUGH or len(bones[1]) < _LEAST_CONSONANTS:
        return Fit.NONE
    if apart <= max(1, size // 4):
        return Fit.NEAR
    return Fit.LOOSE if apart <= 2 * size // 5 else Fit.NONE
