"""espeak-ng through its C library: speech together with the places of its words.

The command line tool reports no times; the library's synthesis callback does, as events. Names and
numbers are those of `espeak-ng/speak_lib.h`. Needs `libespeak-ng.so.1`.
"""

import ctypes
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 1
PITCH = 3
RANGE = 4
WORD_GAP = 7

_OUTPUT_SYNCHRONOUS = 2
_CHARACTERS_UTF8 = 1
_POSITION_CHARACTER = 1
_EVENT_END_OF_LIST = 0
_EVENT_WORD = 1


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


class Synthesiser:
    """The library, which keeps one state for the whole process and speaks one text at a time.

    Raises:
        OSError: If the library `libespeak-ng.so.1` is not installed.
    """

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL("libespeak-ng.so.1")
        self.rate: int = self._library.espeak_Initialize(_OUTPUT_SYNCHRONOUS, 0, None, 0)
        self._parts: list[NDArray[np.int16]] = []
        self._words: list[tuple[int, float]] = []
        self._callback = _Callback(self._receive)  # kept: the library holds only a bare pointer
        self._library.espeak_SetSynthCallback(self._callback)

    def _receive(self, wave: Any, count: int, events: Any) -> int:
        if count > 0:
            self._parts.append(np.ctypeslib.as_array(wave, (count,)).copy())
        index = 0
        while events[index].type != _EVENT_END_OF_LIST:
            if events[index].type == _EVENT_WORD:
                start = events[index].sample / self.rate
                self._words.append((events[index].text_position - 1, start))
            index += 1
        return 0

    def speak(
        self, text: str, voice: str, parameters: Mapping[int, int]
    ) -> tuple[NDArray[np.int16], list[tuple[int, float]]]:
        """Speaks a text.

        Args:
            text: Words separated by blanks.
            voice: An espeak-ng voice, such as "hi" or "en-us".
            parameters: Values of `RATE`, `PITCH` and the like.

        Returns:
            Samples at `self.rate`, and per event the word's place in the text and its start (s).

        Raises:
            ValueError: If there is no such voice.
        """
        self._parts, self._words = [], []
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice!r}; `espeak-ng --voices` lists them.")
        for parameter, value in parameters.items():
            self._library.espeak_SetParameter(parameter, value, 0)
        raw = text.encode()
        size = ctypes.c_size_t(len(raw) + 1)
        self._library.espeak_Synth(
            raw, size, 0, _POSITION_CHARACTER, 0, _CHARACTERS_UTF8, None, None
        )
        self._library.espeak_Synchronize()
        return np.concatenate(self._parts), self._words


@cache
def synthesiser() -> Synthesiser:
    """Returns the process's one synthesiser."""
    return Synthesiser()
