"""Speech by espeak-ng's library with the true time of every word. Needs `libespeak-ng.so.1`."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.espeak import PITCH, RATE, WORD_GAP, synthesiser

_AUDIBLE = 0.005


@dataclass(frozen=True)
class SpokenWord:
    """A word and when it is said, in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Speech:
    """Samples of shape (n,) from -1 to 1, their rate, and the words."""

    samples: NDArray[np.float32]
    rate: int
    words: tuple[SpokenWord, ...]


def say(text: str, voice: str, words_per_minute: int = 150) -> Speech:
    """Speaks a sentence.

    Args:
        text: The sentence.
        voice: espeak-ng's name of the voice, such as `en-us` or `hi`.
        words_per_minute: Speed.
    """
    speaker = synthesiser()
    parameters = {RATE: words_per_minute, PITCH: 50, WORD_GAP: 0}
    pcm, events = speaker.speak(text, voice, parameters)
    samples = pcm.astype(np.float32) / np.float32(32_768)
    end = float(np.flatnonzero(np.abs(samples) > _AUDIBLE)[-1]) / speaker.rate
    return Speech(samples, speaker.rate, _words(text, events, end))


def _words(text: str, events: list[tuple[int, float]], end: float) -> tuple[SpokenWord, ...]:
    """Gives each word its event; words that share one event share its time evenly."""
    spans = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    starts: list[float | None] = [
        next((second for at, second in events if first <= at < last), None)
        for _, first, last in spans
    ]
    known = [index for index, start in enumerate(starts) if start is not None]
    edges = [*starts, end]
    filled = np.interp(
        range(len(edges)),
        [*known, len(starts)],
        [*(float(starts[index] or 0.0) for index in known), end],
    )
    return tuple(
        SpokenWord(word, float(filled[index]), float(filled[index + 1]))
        for index, (word, _, _) in enumerate(spans)
    )
