"""Finds the passages in which somebody sings: songs, not talk over a score.

A hidden Markov model goes through the film in steps of half a second. Its states are talk, music
alone and song; its evidence is what the detector makes of the sound, what the text says and where
a voice is known to be. So a held vowel makes no song and a breath between two lines ends none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cp_whisperx.lyrics.borders import sharpen
from cp_whisperx.lyrics.detector import SONG, Detector
from cp_whisperx.lyrics.listening import COLUMNS, Heard
from cp_whisperx.lyrics.measurements import STEP_SECONDS, Values
from shared.artifacts import SongPassage

# Windows overlap six times and tell nearly the same: together they count as two.
_TEMPER = 0.35
# Chance that the state changes from one step to the next.
_CHANGE = 0.03
# Measurements that a passage and a segment keep as their evidence.
SHOWN = (
    "tonality", "held_pitch", "vibrato", "note_grid", "steady_partials", "front_lasting",
    "front_syllables", "harmonic", "beat",
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """When a stretch is a passage.

    Attributes:
        threshold: Probability of song from which a step is sung.
        shortest: Seconds under which a passage is left out.
        bridged: Seconds under which a break between two sung stretches is part of the song.
    """

    threshold: float
    shortest: float
    bridged: float


@dataclass(frozen=True)
class Judgement:
    """What each step of a film is.

    Attributes:
        heard: What was measured.
        chances: Probability of talk, music alone and song, shape (windows, 3).
    """

    heard: Heard
    chances: Values

    def between(self, start: float, end: float) -> list[int]:
        """Returns the steps whose middles lie in a stretch; the nearest one if none does."""
        centres = self.heard.centres
        inside = np.flatnonzero((centres >= start) & (centres <= end))
        if len(inside) or not len(centres):
            return [int(index) for index in inside]
        return [int(np.abs(centres - (start + end) / 2).argmin())]

    def song(self, start: float, end: float) -> float:
        """Returns how likely a stretch is sung; 0 where nothing was measured."""
        steps = self.between(start, end)
        return float(self.chances[steps, SONG].mean()) if steps else 0.0

    def shown(self, start: float, end: float) -> dict[str, float]:
        """Returns a stretch's measurements by name."""
        steps = self.between(start, end)
        columns = [COLUMNS.index(name) for name in SHOWN]
        if not steps:
            return dict.fromkeys(SHOWN, 0.0)
        means = self.heard.values[np.ix_(steps, columns)].mean(axis=0)
        return {name: round(float(mean), 3) for name, mean in zip(SHOWN, means, strict=True)}


def judge(heard: Heard, detector: Detector, *clues: Values) -> Judgement:
    """Judges each step by its sound, by clues of other kinds and by its surroundings.

    Args:
        heard: The film's sound.
        detector: Judges measurements.
        clues: Log likelihoods from elsewhere, each of shape (windows, 3), see `clues`.
    """
    if not len(heard.centres):
        return Judgement(heard, np.zeros((0, 3)))
    evidence = _TEMPER * detector.judge(heard.values)
    return Judgement(heard, _chances(sum(clues, evidence)))


def _chances(evidence: Values) -> Values:
    """Returns each step's probabilities given all steps, by the forward-backward algorithm."""
    moves = np.log(np.where(np.eye(3) > 0, 1 - _CHANGE, _CHANGE / 2))
    forward, backward = evidence.copy(), np.zeros_like(evidence)
    for step in range(1, len(evidence)):
        forward[step] += np.logaddexp.reduce(forward[step - 1][:, np.newaxis] + moves, axis=0)
    for step in range(len(evidence) - 2, -1, -1):
        ahead = evidence[step + 1] + backward[step + 1]
        backward[step] = np.logaddexp.reduce(moves + ahead, axis=1)
    both = forward + backward
    chances: Values = np.exp(both - np.logaddexp.reduce(both, axis=1, keepdims=True))
    return chances


def find_passages(judgement: Judgement, rules: Rules) -> list[SongPassage]:
    """Joins sung steps to passages, and gives each its borders, its confidence, its evidence."""
    chances = judgement.chances
    runs: list[tuple[int, int]] = []
    for step in np.flatnonzero(chances[:, SONG] >= rules.threshold):
        if runs and (step - runs[-1][1]) * STEP_SECONDS < rules.bridged:
            runs[-1] = (runs[-1][0], int(step))
        else:
            runs.append((int(step), int(step)))
    long = [run for run in runs if (run[1] - run[0] + 1) * STEP_SECONDS >= rules.shortest]
    return [_passage(judgement, *run) for run in long]


def _passage(judgement: Judgement, first: int, last: int) -> SongPassage:
    start, end = _borders(judgement.heard, first, last)
    score = float(judgement.chances[first : last + 1, SONG].mean())
    return SongPassage(
        start=round(start, 2), end=round(end, 2), confidence=round(score, 3),
        evidence=judgement.shown(start, end),
    )  # fmt: skip


def _borders(heard: Heard, first: int, last: int) -> tuple[float, float]:
    """Puts borders where the sound changes; at a film's ends there is no half window to judge."""
    start = float(heard.centres[first]) - STEP_SECONDS / 2
    end = float(heard.centres[last]) + STEP_SECONDS / 2
    at_end = last == len(heard.centres) - 1
    return (
        sharpen(heard, start) if first else 0.0,
        heard.duration if at_end else sharpen(heard, end),
    )


def covered_share(start: float, end: float, passages: Sequence[SongPassage]) -> float:
    """Returns the share of a stretch of time that lies in passages."""
    covered = sum(max(0.0, min(end, p.end) - max(start, p.start)) for p in passages)
    return min(1.0, covered / max(end - start, 1e-3))
