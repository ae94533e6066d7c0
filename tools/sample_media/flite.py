"""flite by its command line: speech together with the times of its words.

flite prints the end time of each phone (`-psdur`). A word's time follows from the number of phones
that flite gives it when it speaks the word alone.
"""

from __future__ import annotations

import subprocess
import tempfile
import wave
from functools import cache
from pathlib import Path

import numpy as np

from tools.sample_media.utterance import Samples, SpokenWord, Utterance, trimmed

PAUSE = "pau"


def say(text: str, voice: str) -> Utterance:
    """Speak a line.

    Args:
        text: English words separated by blanks.
        voice: A flite voice, such as "slt" or "rms"; `flite -lv` lists them.

    Raises:
        ValueError: The line's phones are not those of its words one by one; word it differently.
        FileNotFoundError: flite is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.wav"
        phones = _phones(text, voice, path)
        samples, rate = _read(path)
    return trimmed(samples, rate, _words(text, voice, phones))


def _words(text: str, voice: str, phones: list[tuple[float, float]]) -> list[SpokenWord]:
    words = text.split()
    counts = [_phone_count(word, voice) for word in words]
    if sum(counts) != len(phones):
        raise ValueError(
            f"flite speaks {text!r} with {len(phones)} phones, its words alone with {sum(counts)}:"
            " the word times would be guesses. Word the line differently."
        )
    ends = np.cumsum(counts)
    return [
        SpokenWord(word, phones[end - count][0], phones[end - 1][1])
        for word, count, end in zip(words, counts, ends, strict=True)
    ]


@cache
def _phone_count(word: str, voice: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return len(_phones(word, voice, Path(folder) / "word.wav"))


def _phones(text: str, voice: str, path: Path) -> list[tuple[float, float]]:
    """Speak into `path`; return start and end (s) of each phone that is not a pause."""
    command = ["flite", "-voice", voice, "-t", text, "-psdur", "-o", str(path)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    phones, start = [], 0.0
    for entry in shown.split():
        name, end = entry.split(":")
        if name != PAUSE:
            phones.append((start, float(end)))
        start = float(end)
    return phones


def _read(path: Path) -> tuple[Samples, int]:
    with wave.open(str(path)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return raw / 32768.0, file.getframerate()
