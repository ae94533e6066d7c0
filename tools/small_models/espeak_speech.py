"""Speech by espeak-ng's library with the true time of every word. Needs `libespeak-ng.so.1`."""

import ctypes
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_OUTPUT_SYNCHRONOUS = 2
_EVENT_WORD = 1
_UTF8 = 1
_RATE, _PITCH, _WORD_GAP = 1, 3, 7
_AUDIBLE = 0.005


class _Event(ctypes.Structure):
    """The library's `espeak_EVENT`."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


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


class _Synthesiser:
    """The library, which keeps one state for the whole process."""

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL("libespeak-ng.so.1")
        self.rate: int = self._library.espeak_Initialize(_OUTPUT_SYNCHRONOUS, 0, None, 0)
        self._parts: list[NDArray[np.int16]] = []
        self._events: list[tuple[int, float]] = []
        self._callback = _Callback(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    def _receive(self, wave: Any, count: int, events: Any) -> int:
        if count > 0:
            self._parts.append(np.ctypeslib.as_array(wave, (count,)).copy())
        index = 0
        while events[index].type != 0:
            if events[index].type == _EVENT_WORD:
                event = events[index]
                self._events.append((event.text_position - 1, event.sample / self.rate))
            index += 1
        return 0

    def say(
        self, text: str, voice: str, words_per_minute: int
    ) -> tuple[NDArray[np.float32], list[tuple[int, float]]]:
        """Returns samples, and position in the text and second of each word event."""
        self._parts.clear()
        self._events.clear()
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise SystemExit(f"espeak-ng has no voice {voice}.")
        for parameter, value in ((_RATE, words_per_minute), (_PITCH, 50), (_WORD_GAP, 0)):
            self._library.espeak_SetParameter(parameter, value, 0)
        data = text.encode()
        size = ctypes.c_size_t(len(data) + 1)
        self._library.espeak_Synth(data, size, 0, 1, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        samples = np.concatenate(self._parts).astype(np.float32) / np.float32(32_768)
        return samples, list(self._events)


@cache
def _synthesiser() -> _Synthesiser:
    return _Synthesiser()


def say(text: str, voice: str, words_per_minute: int = 150) -> Speech:
    """Speaks a sentence.

    Args:
        text: The sentence.
        voice: espeak-ng's name of the voice, such as `en-us` or `hi`.
        words_per_minute: Speed.
    """
    synthesiser = _synthesiser()
    samples, events = synthesiser.say(text, voice, words_per_minute)
    end = float(np.flatnonzero(np.abs(samples) > _AUDIBLE)[-1]) / synthesiser.rate
    return Speech(samples, synthesiser.rate, _words(text, events, end))


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
