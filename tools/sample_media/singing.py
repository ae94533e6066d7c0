"""Song out of speech: each word is spoken in a monotone, held, and bent onto its notes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.sample_media import espeak
from tools.sample_media.sound import faded, fundamental_hz, loudest_at, mix_in
from tools.sample_media.utterance import Samples, SpokenWord, Utterance

Note = tuple[float, float]
"""A pitch in hertz and a length in seconds."""

SOUNDING = 0.9
"""Share of a word's notes that sounds; the rest lets the next word's consonant be heard."""
GLIDE_SECONDS = 0.06
VIBRATO_HZ, VIBRATO_DEPTH = 5.2, 0.007
FASTEST_RATE = 320


def sing(text: str, notes: Sequence[Sequence[Note]], voice: str, rate: int) -> Utterance:
    """Sing a line.

    Args:
        text: Words separated by blanks.
        notes: For each word its notes.
        voice: An espeak-ng voice.
        rate: Words a minute at which long words are first spoken.

    Returns:
        The line, exactly as long as its notes, with the words' times.
    """
    sung, words, start = [], [], 0.0
    for word, own in zip(text.split(), notes, strict=True):
        samples, sample_rate = _sung_word(word, own, voice, rate)
        words.append(SpokenWord(word, start, start + len(samples) / sample_rate))
        sung.append((start, samples))
        start += sum(seconds for _, seconds in own)
    track = np.zeros(round(start * sample_rate))
    for at, samples in sung:
        mix_in(track, samples, round(at * sample_rate))
    return Utterance(track, sample_rate, tuple(words))


def _sung_word(word: str, notes: Sequence[Note], voice: str, rate: int) -> tuple[Samples, int]:
    seconds = SOUNDING * sum(length for _, length in notes)
    wanted = float(np.average([hz for hz, _ in notes], weights=[length for _, length in notes]))
    pitch = _pitch_near(word, wanted, voice, rate)
    spoken = espeak.say(word, voice, rate, pitch, pitch_range=0)
    if spoken.duration > seconds:
        faster = min(int(rate * spoken.duration / seconds) + 1, FASTEST_RATE)
        spoken = espeak.say(word, voice, faster, pitch, pitch_range=0)
    own_hz = fundamental_hz(spoken.samples, spoken.rate)
    curve = _pitch_curve(notes, seconds, spoken.rate) / own_hz
    held = _held(spoken.samples, spoken.rate, own_hz, int(curve.sum()) + 1)
    bent = np.interp(np.cumsum(curve), np.arange(len(held)), held)
    return faded(bent, spoken.rate), spoken.rate


def _pitch_near(word: str, hz: float, voice: str, rate: int) -> int:
    """The espeak-ng pitch (0 to 99) that brings the word nearest to a frequency."""
    low, high = 0, 99
    while low < high:
        middle = (low + high) // 2
        spoken = espeak.say(word, voice, rate, middle, pitch_range=0)
        if fundamental_hz(spoken.samples, spoken.rate) < hz:
            low = middle + 1
        else:
            high = middle
    return low


def _pitch_curve(notes: Sequence[Note], seconds: float, rate: int) -> Samples:
    """Frequency at each sample: the notes, with glides between them and a growing vibrato."""
    clock = np.arange(int(seconds * rate)) / rate
    starts = np.cumsum([0.0, *(length for _, length in notes[:-1])])
    hz = np.full(len(clock), notes[0][0])
    for start, (target, _) in zip(starts[1:], notes[1:], strict=True):
        share = np.clip((clock - start) / GLIDE_SECONDS, 0, 1)
        hz = hz + (target - hz) * share
    depth = VIBRATO_DEPTH * np.clip((clock - 0.25) / 0.4, 0, 1)
    vibrato: Samples = hz * (1 + depth * np.sin(2 * np.pi * VIBRATO_HZ * clock))
    return vibrato


def _held(samples: Samples, rate: int, hz: float, length: int) -> Samples:
    """Lengthen a word to `length` samples by repeating whole periods of its loudest vowel."""
    if len(samples) >= length:
        return samples
    period = rate / hz
    chunk, overlap = round(4 * period), round(period)
    start = max(loudest_at(samples, rate) - chunk // 2, 0)
    loop = samples[start : start + chunk + overlap]
    fade = np.linspace(0, 1, overlap)
    out = samples[: start + chunk + overlap].copy()
    while len(out) + len(samples) - start - chunk - overlap < length:
        out[-overlap:] = out[-overlap:] * (1 - fade) + loop[:overlap] * fade
        out = np.concatenate([out, loop[overlap:]])
    return np.concatenate([out, samples[start + chunk + overlap :]])
