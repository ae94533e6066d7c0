"""Decides by measurement whether a film's vocals are separated, and where its mix is not clean.

A stretch counts as noisy where speech stands less than a threshold above the background. It
counts as music where the background has tones in it and speech stands less than a second, higher
threshold above them: music is nearer to speech than noise is, and misleads at a lower level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.separation.background import Stretch
from shared.artifacts import Accompaniment, TimeSpan
from shared.config import Config

# From this tonality on the background is music; docs/quality.md has the figures.
MUSICAL_DB = 4.5
# A stretch this much softer than the loud ones, or softer than anything audible, is a pause.
_PAUSE_DB = 25.0
_INAUDIBLE_DB = -60.0
# A single clean stretch between two others is not worth switching to and fro.
_SHORTEST_CLEAN = 1.5


@dataclass(frozen=True)
class Verdict:
    """What the measurements say.

    Attributes:
        snr_db: Median over the sounding stretches; None where there are none.
        noise_share: Share of the sounding stretches that are noisy.
        music_share: Share of them that have music in them.
        share: Share of them that are either.
        sounding_seconds: How much of the film counts.
        unclean: Where there is either, in order, not touching.
        clean: Where there is sound and neither.
    """

    snr_db: float | None
    noise_share: float
    music_share: float
    share: float
    sounding_seconds: float
    unclean: tuple[TimeSpan, ...]
    clean: tuple[TimeSpan, ...] = ()

    @property
    def evidence(self) -> dict[str, float]:
        """The measurements by name."""
        values = {
            "noise_share": self.noise_share,
            "music_share": self.music_share,
            "unclean_share": self.share,
            "sounding_seconds": self.sounding_seconds,
        }
        return values if self.snr_db is None else {"snr_db": self.snr_db} | values


def judge(stretches: Sequence[Stretch], config: Config) -> Verdict:
    """Weighs the stretches of a film.

    Args:
        stretches: What was measured, in order.
        config: Has the thresholds.
    """
    sounding = sounding_stretches(stretches)
    if not sounding:
        return Verdict(None, 0.0, 0.0, 0.0, 0.0, ())
    noisy = [is_noisy(stretch, config) for stretch in sounding]
    music = [is_music(stretch, config) for stretch in sounding]
    dirty = [n or m for n, m in zip(noisy, music, strict=True)]
    clean = compress(sounding, (not unclean for unclean in dirty))
    return Verdict(
        snr_db=round(float(np.median([stretch.snr_db for stretch in sounding])), 2),
        noise_share=round(sum(noisy) / len(sounding), 3),
        music_share=round(sum(music) / len(sounding), 3),
        share=round(sum(dirty) / len(sounding), 3),
        sounding_seconds=round(sum(s.end - s.start for s in sounding), 1),
        unclean=_joined(list(compress(sounding, dirty))),
        clean=tuple(TimeSpan(start=s.start, end=s.end) for s in clean),
    )


def sounding_stretches(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Returns the stretches that are about as loud as the film's loud ones."""
    audible = [stretch for stretch in stretches if stretch.level_db >= _INAUDIBLE_DB]
    if not audible:
        return []
    loud = float(np.percentile([stretch.level_db for stretch in audible], 90))
    return [stretch for stretch in audible if stretch.level_db >= loud - _PAUSE_DB]


def is_noisy(stretch: Stretch, config: Config) -> bool:
    """Whether speech stands too little above what lies beneath it."""
    return stretch.snr_db < config.source_separation_snr_threshold


def is_music(stretch: Stretch, config: Config) -> bool:
    """Whether what lies beneath is music, and near enough to matter."""
    near = stretch.snr_db < config.source_separation_music_threshold
    return near and stretch.tonal_db >= MUSICAL_DB


def keeps_voices(energies: Accompaniment, verdict: Verdict) -> bool:
    """Whether separation left clean speech among the vocals, which shows that it works.

    Where the mix is clean, nearly all of it is voice. A model that takes it for accompaniment
    takes dialogue away elsewhere too. Without a clean stretch there is nothing to judge by.

    Args:
        energies: What the separation made.
        verdict: Where the mix is clean.
    """
    middles = (np.arange(len(energies.vocals_db)) + 0.5) * energies.step
    starts = np.array([span.start for span in verdict.clean])
    ends = np.array([span.end for span in verdict.clean])
    # Clean stretches are in order and apart: the last one that has begun is the one that counts.
    begun = np.searchsorted(starts, middles, side="right")
    inside = (begun > 0) & (middles < np.append(-np.inf, ends)[begun])
    kept = _power(energies.vocals_db, inside)
    return kept >= _power(energies.accompaniment_db, inside)


def _power(levels: Sequence[float], chosen: NDArray[np.bool_]) -> float:
    """Adds up levels in decibels as what they stand for."""
    return float((10 ** (np.asarray(levels)[chosen] / 10)).sum())


def _joined(stretches: Sequence[Stretch]) -> tuple[TimeSpan, ...]:
    """Joins stretches with at most one other between them."""
    spans: list[TimeSpan] = []
    for stretch in stretches:
        gap = _SHORTEST_CLEAN * (stretch.end - stretch.start)
        if spans and stretch.start - spans[-1].end <= gap:
            spans[-1] = TimeSpan(start=spans[-1].start, end=stretch.end)
        else:
            spans.append(TimeSpan(start=stretch.start, end=stretch.end))
    return tuple(spans)
