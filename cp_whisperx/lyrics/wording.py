"""What a text says for singing: signs for music, refrains, rhymes, even lines, slow words.

Each is worth a few units of log likelihood for a whole segment, so that text tips the scale where
the sound leaves room, and never makes a song of clear talk.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cp_whisperx.lyrics.refrains import find_refrains, plain
from shared.artifacts import Segment

# What recognisers write for music.
_SIGNS = frozenset("♪♫♬♩")
_LABELS = frozenset({"music", "singing", "song", "sings", "संगीत", "गाना", "गीत"})
_BRACKETS = {"[": "]", "(": ")", "*": "*"}
_SIGN_WORTH = 5.0
_REFRAIN_WORTH = 2.0
_RHYME_WORTH = 0.5
_EVEN_WORTH = 0.5
# Talk has two to four words a second, most songs fewer.
_SLOW, _FAST = 1.5, 3.0
_PACE_WORTH = 1.0
_LEAST_WORDS = 3
_RHYME_LETTERS = 2
_NEAR_SECONDS = 8.0


@dataclass(frozen=True)
class Wording:
    """What one segment's text says.

    Attributes:
        signs: Whether it holds signs for music.
        refrain: Whether it comes again.
        rhyme: Whether it rhymes with a line next to it.
        even: Whether it has as many words as a line next to it, give or take one.
        words_per_second: How fast; nothing for less than three words.
    """

    signs: bool
    refrain: bool
    rhyme: bool
    even: bool
    words_per_second: float | None

    @property
    def figures(self) -> dict[str, float]:
        """What was found, by name, for a segment's evidence."""
        pace = self.words_per_second
        return {
            "refrain": float(self.refrain),
            "music_signs": float(self.signs),
            "rhyme": float(self.rhyme),
            "even_lines": float(self.even),
            **({} if pace is None else {"words_per_second": round(pace, 2)}),
        }

    @property
    def worth(self) -> float:
        """Log likelihood of song against talk."""
        pace = 0.0
        if self.words_per_second is not None:
            share = (self.words_per_second - _SLOW) / (_FAST - _SLOW)
            pace = _PACE_WORTH * (1 - 2 * min(1.0, max(0.0, share)))
        return (
            pace
            + _SIGN_WORTH * self.signs
            + _REFRAIN_WORTH * self.refrain
            + _RHYME_WORTH * self.rhyme
            + _EVEN_WORTH * self.even
        )


def read(segments: Sequence[Segment]) -> dict[int, Wording]:
    """Reads a film's segments, in order of time.

    Returns:
        By the segments' ids.
    """
    refrains = find_refrains(segments)
    lines = [plain(segment.text).split() for segment in segments]
    rhymes, even = _neighbours(segments, lines)
    return {
        segment.id: Wording(
            _has_signs(segment.text),
            segment.id in refrains,
            index in rhymes,
            index in even,
            _pace(segment, len(lines[index])),
        )
        for index, segment in enumerate(segments)
    }


def _neighbours(
    segments: Sequence[Segment], lines: Sequence[Sequence[str]]
) -> tuple[set[int], set[int]]:
    """Compares each line with the next two that follow soon."""
    rhymes: set[int] = set()
    even: set[int] = set()
    for first in range(len(lines)):
        for second in range(first + 1, min(first + 3, len(lines))):
            near = segments[second].start - segments[first].end < _NEAR_SECONDS
            if not near or min(len(lines[first]), len(lines[second])) < _LEAST_WORDS:
                continue
            if _rhyme(lines[first][-1], lines[second][-1]):
                rhymes |= {first, second}
            if second == first + 1 and abs(len(lines[first]) - len(lines[second])) <= 1:
                even |= {first, second}
    return rhymes, even


def _rhyme(one: str, other: str) -> bool:
    """Words rhyme that end alike without being the same, which in talk a verb's often is."""
    alike = one[-_RHYME_LETTERS:] == other[-_RHYME_LETTERS:]
    return one != other and alike and min(len(one), len(other)) > _RHYME_LETTERS


def _pace(segment: Segment, words: int) -> float | None:
    seconds = segment.end - segment.start
    return words / seconds if words >= _LEAST_WORDS and seconds > 0 else None


def _has_signs(text: str) -> bool:
    if any(char in _SIGNS for char in text):
        return True
    bare = unicodedata.normalize("NFKC", text).casefold().strip()
    for begin, end in _BRACKETS.items():
        inside = bare[1:-1] if bare[:1] == begin and bare[-1:] == end else ""
        if set(inside.split()) & _LABELS:
            return True
    return False
