"""Weighs all evidence on a segment into one score: the log-odds that nobody said it.

Each clue adds to the score what the odds of its measurement are worth, in nats: +1 makes made-up
text about 2.7 times likelier, -1 as much less likely. Between the points of a curve the weight is
interpolated. The sum starts from a prior: made-up text is rare.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cp_whisperx.hallucination.evidence import Evidence

Sensitivity = Literal["strict", "normal", "lenient"]
# About one segment in twenty, among those that a recogniser writes where it is in doubt.
PRIOR = -3.0
# Score from which a segment is removed; strict removes more, lenient less.
THRESHOLDS: dict[Sensitivity, float] = {"strict": -1.0, "normal": 0.0, "lenient": 1.5}
# Score from which a segment that stays is flagged.
DOUBTFUL = -2.0
# A clue that weighs less is not named as a reason.
_NOTABLE = 0.3
# Plain speech: enough of it under the text, surely heard, at a rate that mouths reach.
_PLAIN_SHARE = 0.75
_PLAIN_CERTAINTY = 0.6
_PLAIN_CONFIDENCE = 0.5
_PLAIN_RATE = 14.0

Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Clue:
    """One kind of evidence.

    Attributes:
        reason: What it is called where it speaks against a segment.
        measure: Takes the measurement; None says nothing.
        curve: Points of measurement and weight in nats, in order; constant outside them.
    """

    reason: str
    measure: Callable[[Evidence], float | None]
    curve: Curve


def _when_silent(evidence: Evidence, value: float | None) -> float | None:
    return value if evidence.speech_share < _BARE else None


_BARE = 0.05
# Nearer to speech than this, in seconds, the detector may have cut a word off.
_APART = 0.5
SOUND: tuple[Clue, ...] = (
    Clue(
        "no speech under it",
        lambda e: e.speech_share if e.speech_share < _BARE else None,
        ((0.0, 3.0),),
    ),
    Clue(
        "little speech under it",
        lambda e: e.speech_share if e.speech_share >= _BARE else None,
        ((_BARE, 2.5), (0.3, 1.0), (0.5, 0.0), (0.8, -2.2), (1.0, -2.9)),
    ),
    Clue(
        "far from any speech",
        lambda e: _when_silent(e, e.distance),
        ((0.2, -1.2), (1.0, 0.0), (3.0, 0.6), (10.0, 1.2)),
    ),
    Clue(
        "the detector doubts the speech under it",
        lambda e: e.certainty,
        ((0.5, 1.5), (0.7, 0.0)),
    ),
    Clue("nothing can be heard there", lambda e: e.level, ((-65.0, 4.0), (-55.0, 0.0))),
    Clue(
        "as quiet as the film gets",
        lambda e: _when_silent(e, e.above_floor),
        ((3.0, 1.0), (8.0, 0.0), (18.0, -0.8)),
    ),
    Clue(
        "its words were not found in the sound",
        lambda e: float(e.poorly_aligned),
        ((0.0, 0.0), (1.0, 0.6)),
    ),
    Clue(
        "low confidence",
        lambda e: e.confidence,
        ((0.1, 2.2), (0.3, 1.5), (0.45, 0.7), (0.55, 0.0), (0.75, -0.8), (0.9, -1.5)),
    ),
    Clue(
        "the recogniser suspected silence",
        lambda e: e.no_speech,
        ((0.05, -0.3), (0.3, 0.0), (0.6, 0.5), (0.95, 1.5)),
    ),
    Clue("guessed at a high temperature", lambda e: e.temperature, ((0.5, 0.0), (1.0, 0.7))),
    Clue(
        "said impossibly fast",
        lambda e: e.fast_rate,
        ((12.0, 0.0), (18.0, 1.0), (30.0, 3.0), (60.0, 5.5)),
    ),
    Clue(
        "at no natural rate",
        lambda e: e.fast_rate or None,
        ((1.5, 0.0), (3.0, -0.4), (8.0, -0.4), (10.0, 0.0)),
    ),
    Clue(
        "stretched over a long time",
        lambda e: e.slow_rate,
        ((0.1, 1.8), (0.3, 1.2), (0.6, 0.6), (1.0, 0.0)),
    ),
)  # fmt: skip
TEXT: tuple[Clue, ...] = (
    Clue(
        "known credit line",
        lambda e: e.likeness("credits"),
        ((0.0, 0.0), (0.5, 1.5), (1.0, 5.0)),
    ),
    Clue(
        "known appeal to viewers",
        lambda e: e.likeness("appeals"),
        ((0.0, 0.0), (0.5, 1.0), (1.0, 3.5)),
    ),
    Clue("sound label", lambda e: e.likeness("labels"), ((0.0, 0.0), (1.0, 2.6))),
    Clue("known filler phrase", lambda e: e.likeness("polite"), ((0.0, 0.0), (1.0, 1.6))),
    Clue(
        "text repeats itself",
        lambda e: max(e.compression, 2.4 * e.one_thing, 3.0 * e.was_loop),
        ((2.0, 0.0), (2.4, 1.2), (4.0, 2.2)),
    ),
    Clue(
        "the same again where nobody speaks",
        lambda e: _when_silent(e, float(e.repeats)) if e.distance > _APART else None,
        ((0.0, 0.0), (1.0, 1.7), (4.0, 2.4)),
    ),
    Clue("foreign script", lambda e: e.foreign_share, ((0.2, 0.0), (0.6, 1.8), (1.0, 2.2))),
    Clue("mixes scripts", lambda e: float(e.scripts), ((2.0, 0.0), (3.0, 1.5), (4.0, 2.2))),
    Clue("broken letters", lambda e: float(e.broken), ((0.0, 0.0), (1.0, 1.5))),
    Clue("no letters in it", lambda e: float(e.letters == 0), ((0.0, 0.0), (1.0, 3.5))),
    Clue(
        "a known phrase over music",
        lambda e: float(e.over_song) * max(e.likeness("credits"), e.likeness("appeals")),
        ((0.0, 0.0), (1.0, 1.0)),
    ),
)  # fmt: skip
CLUES = (*SOUND, *TEXT)


@dataclass(frozen=True)
class Verdict:
    """What the evidence on a segment comes to.

    Attributes:
        score: Log-odds that nobody said it.
        reasons: What speaks against it, the weightiest first.
        heard: Whether nothing in the sound speaks against it.
        plainly_spoken: Whether sound, rate and recogniser agree that somebody says it.
        known: Whether it is a credit line, an appeal to viewers or a label.
    """

    score: float
    reasons: tuple[str, ...]
    heard: bool
    plainly_spoken: bool
    known: bool

    def condemned(self, sensitivity: Sensitivity) -> bool:
        """Whether the segment must go. What is plainly spoken stays, whatever it says."""
        return not self.plainly_spoken and self.score >= THRESHOLDS[sensitivity]

    @property
    def doubtful(self) -> bool:
        """Whether a segment that stays is to be looked at."""
        return self.score >= DOUBTFUL or self.known


def judge(evidence: Evidence) -> Verdict:
    """Weighs all evidence on a segment."""
    weights = {clue: _weight(clue, evidence) for clue in CLUES}
    against = sorted(
        (clue for clue in CLUES if weights[clue] >= _NOTABLE), key=lambda c: -weights[c]
    )
    return Verdict(
        score=round(PRIOR + sum(weights.values()), 3),
        reasons=tuple(clue.reason for clue in against),
        heard=not any(clue in SOUND for clue in against),
        plainly_spoken=_plainly_spoken(evidence),
        known=any(evidence.likeness(kind) >= 1 for kind in ("credits", "appeals", "labels")),
    )


def _weight(clue: Clue, evidence: Evidence) -> float:
    value = clue.measure(evidence)
    return 0.0 if value is None else interpolate(clue.curve, value)


def interpolate(curve: Curve, value: float) -> float:
    """Returns a curve's weight at a value; outside its points that of the nearest one."""
    index = bisect_right(curve, value, key=lambda point: point[0])
    if index == 0:
        return curve[0][1]
    if index == len(curve):
        return curve[-1][1]
    (left, low), (right, high) = curve[index - 1], curve[index]
    return low + (high - low) * (value - left) / (right - left)


def _plainly_spoken(evidence: Evidence) -> bool:
    sure = evidence.certainty is None or evidence.certainty >= _PLAIN_CERTAINTY
    return (
        sure
        and evidence.letters > 0
        and evidence.speech_share >= _PLAIN_SHARE
        and evidence.fast_rate <= _PLAIN_RATE
        and evidence.confidence is not None
        and evidence.confidence >= _PLAIN_CONFIDENCE
    )
