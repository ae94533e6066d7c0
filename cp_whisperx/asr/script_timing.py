"""Brings a script's times to the film's: another start, another frame rate, or none at all.

Subtitles that were made for another copy of a film are off by a constant, run faster or slower
by the ratio of two frame rates, or both. Cues lie over speech; so the shift at which they cover
it best, over all usual ratios, is the true one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cp_whisperx.asr.windows import Span, merge_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A film at 25 frames a second sped up from 24 or 23.976, and every way back.
_RATES = (24_000 / 1001, 24.0, 25.0)
RATIOS = (1.0, *sorted({a / b for a in _RATES for b in _RATES if a != b}))
_STEP = 0.05
# How much better than as they are the times must fit before they are changed.
_GAIN = 1.1
# Correlation of cues and speech from which times are believed at all.
_BELIEVED = 0.25
# A cue begins this near to the speech that it is of.
_NEAR = 1.0
_FEWEST_STARTS = 3


@dataclass(frozen=True)
class Fit:
    """How a script's time becomes the film's: `ratio * time + shift`.

    Attributes:
        correlation: Of cues and speech, -1 to 1, after the change.
    """

    ratio: float
    shift: float
    correlation: float

    @property
    def is_believed(self) -> bool:
        """Whether the cues lie over speech well enough."""
        return self.correlation >= _BELIEVED

    def apply(self, moment: float) -> float:
        """Returns the film's time."""
        return self.ratio * moment + self.shift


def fit_times(cues: Sequence[Span], speech: Sequence[Span], duration: float) -> Fit:
    """Finds the change of time under which cues cover the speech best.

    Args:
        cues: Start and end of each cue, in seconds of the script.
        speech: Where somebody speaks, in seconds of the film.
        duration: The film's length in seconds.
    """
    length = max([duration, *(end for _, end in cues)]) * max(RATIOS)
    heard = _mask(speech, length)
    given = _correlations(_mask(cues, length), heard)
    as_given = Fit(1.0, 0.0, float(given[0]))
    best = max((_best_shift(cues, heard, ratio, length) for ratio in RATIOS),
               key=lambda fit: fit.correlation)  # fmt: skip
    if best.correlation < max(_GAIN * as_given.correlation, _BELIEVED):
        return as_given
    return _refined(best, cues, speech)


def _best_shift(
    cues: Sequence[Span], heard: "NDArray[np.float64]", ratio: float, length: float
) -> Fit:
    scaled = [(ratio * start, ratio * end) for start, end in cues]
    found = _correlations(_mask(scaled, length), heard)
    index = int(found.argmax())
    steps = index if index <= len(found) // 2 else index - len(found)
    return Fit(ratio, steps * _STEP, float(found[index]))


def _mask(spans: Sequence[Span], length: float) -> "NDArray[np.float64]":
    import numpy as np

    mask = np.zeros(int(length / _STEP) + 1)
    for start, end in spans:
        mask[max(0, round(start / _STEP)) : max(0, round(end / _STEP))] = 1.0
    return mask


def _correlations(
    cues: "NDArray[np.float64]", heard: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Correlates two masks at every shift; index k is a shift by k steps, from the end backward."""
    import numpy as np

    size = 1 << (2 * len(heard) - 1).bit_length()
    left, right = cues - cues.mean(), heard - heard.mean()
    norm = np.sqrt((left**2).sum() * (right**2).sum())
    if norm == 0.0:
        return np.zeros(size)
    product = np.fft.rfft(right, size) * np.conj(np.fft.rfft(left, size))
    found: NDArray[np.float64] = np.fft.irfft(product, size) / norm
    return found


def _refined(fit: Fit, cues: Sequence[Span], speech: Sequence[Span]) -> Fit:
    """Moves a fit by the median distance of cues' starts to the nearest starts of speech."""
    import numpy as np

    starts = np.array([start for start, _ in speech])
    moved = np.array([fit.apply(start) for start, _ in cues])
    nearest = starts[np.abs(moved[:, np.newaxis] - starts).argmin(axis=1)]
    distances = (nearest - moved)[np.abs(nearest - moved) <= _NEAR]
    if len(distances) < _FEWEST_STARTS:
        return fit
    return Fit(fit.ratio, fit.shift + float(np.median(distances)), fit.correlation)


def spread_over(sizes: Sequence[int], speech: Sequence[Span]) -> list[Span]:
    """Shares the speech among lines by their size: a first guess where a script has no times.

    Args:
        sizes: The letters of each line.
        speech: Where somebody speaks.
    """
    spans = merge_spans(speech)
    total, heard = sum(sizes), sum(end - start for start, end in spans)
    found, before = [], 0
    for size in sizes:
        first, last = heard * before / total, heard * (before + size) / total
        found.append((_at(spans, first), _at(spans, last, ending=True)))
        before += size
    return found


def _at(spans: Sequence[Span], heard: float, *, ending: bool = False) -> float:
    for start, end in spans:
        if heard < end - start or (ending and heard <= end - start + 1e-6):
            return min(end, start + heard)
        heard -= end - start
    return spans[-1][1]
