"""espeak-ng through its C library: speech together with the times of its words.

The command line tool reports no times; the library's synthesis callback does, as events. Names and
numbers are those of `espeak-ng/speak_lib.h`.
"""

from __future__ import annotations

import ctypes
import re
from functools import cache
from typing import Any

import numpy as np

from tools.sample_media.utterance import AUDIBLE, Samples, SpokenWord, Utterance, trimmed

OUTPUT_SYNCHRONOUS = 2
CHARACTERS_UTF8 = 1
POSITION_CHARACTER = 1
EVENT_END_OF_LIST = 0
EVENT_WORD = 1
PARAMETER_RATE = 1
PARAMETER_PITCH = 3
PARAMETER_RANGE = 4


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class _Synthesizer:
    """The library is one per process and speaks one text at a time."""

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL("libespeak-ng.so.1")
        self.rate: int = self._library.espeak_Initialize(OUTPUT_SYNCHRONOUS, 0, None, 0)
        self._blocks: list[Samples] = []
        self._words: list[tuple[int, float]] = []
        self._callback = _Callback(self._receive)  # kept: the library holds only a bare pointer
        self._library.espeak_SetSynthCallback(self._callback)

    def _receive(self, wave: Any, count: int, events: Any) -> int:
        if count > 0:
            self._blocks.append(np.ctypeslib.as_array(wave, (count,)) / 32768.0)
        index = 0
        while events[index].type != EVENT_END_OF_LIST:
            if events[index].type == EVENT_WORD:
                start = events[index].sample / self.rate
                self._words.append((events[index].text_position - 1, start))
            index += 1
        return 0

    def speak(
        self, text: str, voice: str, rate: int, pitch: int, pitch_range: int
    ) -> tuple[Samples, list[tuple[int, float]]]:
        """Synthesize; see `say` for the arguments.

        Returns:
            Samples at `self.rate`, and per event the word's place in the text and its start (s).
        """
        self._blocks, self._words = [], []
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice!r}; `espeak-ng --voices` lists them.")
        settings = (PARAMETER_RATE, rate), (PARAMETER_PITCH, pitch), (PARAMETER_RANGE, pitch_range)
        for parameter, value in settings:
            self._library.espeak_SetParameter(parameter, value, 0)
        raw = text.encode()
        size = ctypes.c_size_t(len(raw) + 1)
        self._library.espeak_Synth(raw, size, 0, POSITION_CHARACTER, 0, CHARACTERS_UTF8, None, None)
        self._library.espeak_Synchronize()
        return np.concatenate(self._blocks), self._words


@cache
def _synthesizer() -> _Synthesizer:
    return _Synthesizer()


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
    synthesizer = _synthesizer()
    samples, events = synthesizer.speak(text, voice, rate, pitch, pitch_range)
    words = _words(text, samples, synthesizer.rate, events)
    return trimmed(samples, synthesizer.rate, words)


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
