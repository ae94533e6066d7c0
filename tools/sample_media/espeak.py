"""Lines spoken by espeak-ng, with the time of every written word."""

import re

import numpy as np

from tools.espeak import PITCH, RANGE, RATE, synthesiser
from tools.sample_media.utterance import AUDIBLE, Samples, SpokenWord, Utterance, trimmed


def say(text: str, voice: str, rate: int, pitch: int, pitch_range: int = 50) -> Utterance:
    """Speak a line.

    Args:
        text: Words separated by blanks.
        voice: An espeak-ng voice, such as "hi" or "en-us".
        rate: Words a minute.
        pitch: 0 to 99.
        pitch_range: 0 (monotone) to 99; 50 is the voice's own.

    Raises:
        ValueError: There is no such voice.
        OSError: The library `libespeak-ng.so.1` is not installed.
    """
    speaker = synthesiser()
    pcm, events = speaker.speak(text, voice, {RATE: rate, PITCH: pitch, RANGE: pitch_range})
    samples = pcm / 32768.0
    words = _words(text, samples, speaker.rate, events)
    return trimmed(samples, speaker.rate, words)


def _words(
    text: str, samples: Samples, rate: int, events: list[tuple[int, float]]
) -> list[SpokenWord]:
    """Give each written word its time.

    One event can stand for two written words ("of a") and two events for one; a word without an
    event of its own shares its predecessor's time in proportion to the letters.
    """
    written = list(re.finditer(r"\S+", text))
    end = (int(np.flatnonzero(np.abs(samples) > AUDIBLE)[-1]) + 1) / rate
    starts: list[float | None] = []
    for match in written:
        times = [time for place, time in events if match.start() <= place < match.end()]
        starts.append(times[0] if times else None)
    bounds = _filled(starts, [len(match.group()) for match in written], end)
    return [
        SpokenWord(match.group(), start, _audible_end(samples, rate, start, following))
        for match, start, following in zip(written, bounds, bounds[1:], strict=False)
    ]


def _filled(starts: list[float | None], letters: list[int], end: float) -> list[float]:
    """Replace the unknown starts and append `end`; the first start is always known."""
    bounds = [*starts, end]
    filled: list[float] = []
    for index, start in enumerate(bounds):
        if start is not None:
            filled.append(start)
            continue
        known = next(i for i in range(index, len(bounds)) if bounds[i] is not None)
        until = bounds[known] or end
        share = letters[index - 1] / sum(letters[index - 1 : known])
        filled.append(filled[-1] + (until - filled[-1]) * share)
    return filled


def _audible_end(samples: Samples, rate: int, start: float, following: float) -> float:
    """Where a word's sound ends, so that a pause after it does not count as part of it."""
    piece = np.abs(samples[int(start * rate) : int(following * rate)])
    audible = np.flatnonzero(piece > 2 * AUDIBLE)
    return start + (int(audible[-1]) + 1) / rate if len(audible) else following
