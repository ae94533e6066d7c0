"""Turns the speech probability of short frames into regions of speech.

The rules are those of Silero's own post-processing: speech begins at a frame that reaches the
threshold and ends where the probability stays below a lower threshold for long enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from shared.artifacts import SpeechRegion
from shared.config import Config

_EXIT_BELOW_ENTRY = 0.15
_LOWEST_EXIT = 0.01


@dataclass(frozen=True)
class RegionRules:
    """When speech begins and ends.

    Attributes:
        threshold: Probability from which a frame begins speech.
        min_silence: Shortest pause that ends a region, in seconds.
        min_speech: Regions not longer than this are dropped, in seconds.
        pad: Time added at both ends, in seconds; half the pause where the pause is shorter.
    """

    threshold: float
    min_silence: float
    min_speech: float
    pad: float

    @classmethod
    def of(cls, config: Config) -> "RegionRules":
        """Returns the rules that the settings ask for."""
        return cls(
            threshold=config.vad_threshold,
            min_silence=config.vad_min_silence_ms / 1000,
            min_speech=config.vad_min_speech_ms / 1000,
            pad=config.vad_speech_pad_ms / 1000,
        )

    @property
    def exit_threshold(self) -> float:
        """Probability below which a frame may end speech."""
        return max(self.threshold - _EXIT_BELOW_ENTRY, _LOWEST_EXIT)


@dataclass(frozen=True)
class Stretch:
    """Speech from `start` to `end`, in seconds, with the mean probability of its frames."""

    start: float
    end: float
    confidence: float


def as_regions(stretches: Sequence[Stretch], duration: float) -> tuple[SpeechRegion, ...]:
    """Returns stretches as what is written down, within the audio's length in seconds."""
    return tuple(
        SpeechRegion(
            start=round(item.start, 3),
            end=min(round(item.end, 3), duration),
            confidence=round(item.confidence, 4),
        )
        for item in stretches
    )


def find_stretches(
    probabilities: Sequence[float], frame: float, duration: float, rules: RegionRules
) -> list[Stretch]:
    """Finds speech.

    Args:
        probabilities: Speech probability of each frame, in order.
        frame: Length of a frame in seconds.
        duration: Length of the audio in seconds; the last frame may reach beyond it.
        rules: When speech begins and ends.

    Returns:
        Stretches in order, within the audio, not overlapping.
    """
    found = []
    for first, last in _runs(probabilities, frame, rules):
        start, end = first * frame, min(last * frame, duration)
        if end - start > rules.min_speech:
            found.append(Stretch(start, end, fmean(probabilities[first:last])))
    return _padded(found, duration, rules.pad)


def _runs(
    probabilities: Sequence[float], frame: float, rules: RegionRules
) -> list[tuple[int, int]]:
    """Returns first frame and frame after the last of each run of speech."""
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    quiet: int | None = None
    for index, probability in enumerate(probabilities):
        if probability >= rules.threshold:
            begin = index if begin is None else begin
            quiet = None
        elif begin is not None and probability < rules.exit_threshold:
            quiet = index if quiet is None else quiet
            if (index - quiet) * frame >= rules.min_silence:
                runs.append((begin, quiet))
                begin = quiet = None
    if begin is not None:
        runs.append((begin, len(probabilities)))
    return runs


def _padded(stretches: list[Stretch], duration: float, pad: float) -> list[Stretch]:
    """Widens stretches without letting neighbours overlap."""
    padded = []
    for index, item in enumerate(stretches):
        before = item.start - (stretches[index - 1].end if index else 0.0)
        last = index == len(stretches) - 1
        after = (duration if last else stretches[index + 1].start) - item.end
        left = min(pad, before / 2 if index else before)
        right = min(pad, after if last else after / 2)
        padded.append(replace(item, start=item.start - left, end=item.end + right))
    return padded
