"""The tune under the song and the bed under the talk: plucked strings, bass, hand drum.

All of it is computed; the noise comes from a seeded generator, so every making sounds the same.
"""

from __future__ import annotations

import numpy as np

from tools.sample_media.sound import faded, mix_in
from tools.sample_media.utterance import Samples

BEATS_A_BAR = 4
ROOTS = (0, 0, 0, 0, 5, 5, 5, 0, 7, 0)
"""Semitones over the tonic of each bar's chord: one bar before, eight under the song, one after."""
CHORD = (0, 7, 12, 16, 19, 16, 12, 7)
"""Semitones over the root of the eight plucks of a bar."""


def pluck(hz: float, seconds: float, rate: int, generator: np.random.Generator) -> Samples:
    """A plucked string: a noise burst in a loop that loses its highs (Karplus and Strong)."""
    period = round(rate / hz)
    loop = generator.uniform(-1, 1, period)
    rounds = int(seconds * rate / period) + 1
    out = np.empty(rounds * period)
    for index in range(rounds):
        out[index * period : (index + 1) * period] = loop
        loop = 0.498 * (loop + np.roll(loop, 1))
    return faded(out[: int(seconds * rate)], rate)


def low_stroke(rate: int) -> Samples:
    """The drum's left hand: a falling tone."""
    clock = np.arange(int(0.3 * rate)) / rate
    phase = 2 * np.pi * np.cumsum(62 + 70 * np.exp(-clock * 22)) / rate
    stroke: Samples = np.sin(phase) * np.exp(-clock * 11)
    return stroke


def high_stroke(rate: int, generator: np.random.Generator) -> Samples:
    """The drum's right hand: a short ring with a little noise."""
    clock = np.arange(int(0.12 * rate)) / rate
    ring = np.sin(2 * np.pi * 410 * clock) * np.exp(-clock * 45)
    noise = generator.standard_normal(len(clock)) * np.exp(-clock * 90)
    return ring + 0.3 * noise


def bass(hz: float, seconds: float, rate: int) -> Samples:
    """A soft low tone."""
    clock = np.arange(int(seconds * rate)) / rate
    tone = np.sin(2 * np.pi * hz * clock) + 0.3 * np.sin(4 * np.pi * hz * clock)
    return faded(tone * np.exp(-clock * 2.5), rate, 0.02)


def song_track(seconds: float, beat: float, tonic_hz: float, rate: int) -> Samples:
    """The accompaniment of the song.

    Args:
        seconds: Length.
        beat: Seconds a beat.
        tonic_hz: The tonic of the tune.
        rate: Samples a second.

    Returns:
        Shape (n, 2), peak 1.0.
    """
    generator = np.random.default_rng(1)
    track = np.zeros((int(seconds * rate), 2))
    for bar in range(int(seconds / (beat * BEATS_A_BAR))):
        root = tonic_hz * 2 ** (ROOTS[bar % len(ROOTS)] / 12)
        bar_start = round(bar * BEATS_A_BAR * beat * rate)
        _add_bar(track[bar_start:], beat, root, rate, generator)
    return _levelled(track)


def _add_bar(track: Samples, beat: float, root: float, rate: int, rng: np.random.Generator) -> None:
    """Add one bar at the beginning of `track`."""
    for step, semitones in enumerate(CHORD):
        side = np.array([0.8, 0.35]) if step % 2 else np.array([0.35, 0.8])
        string = pluck(root * 2 ** (semitones / 12), 1.2, rate, rng)
        mix_in(track, string[:, None] * side, round(step * beat / 2 * rate), 0.45)
    for on_beat in (0, 2):
        mix_in(track, bass(root / 2, 1.5 * beat, rate), round(on_beat * beat * rate), 0.5)
    for low in (0.0, 1.5, 2.0, 3.5):
        mix_in(track, low_stroke(rate), round(low * beat * rate), 0.8)
    for high in (1.0, 2.5, 3.0):
        mix_in(track, high_stroke(rate, rng), round(high * beat * rate), 0.5)


def bed_track(seconds: float, beat: float, tonic_hz: float, rate: int) -> Samples:
    """Slow plucks on tonic and fifth, as a drone under the talk; shape (n, 2), peak 1.0."""
    generator = np.random.default_rng(2)
    track = np.zeros((int(seconds * rate), 2))
    for step in range(int(seconds / beat)):
        hz = tonic_hz / 2 * 2 ** ((7, 12, 12, 0)[step % 4] / 12)
        mix_in(track, pluck(hz, 2.4, rate, generator), round(step * beat * rate))
    return _levelled(track)


def _levelled(track: Samples) -> Samples:
    """The track at peak 1.0."""
    level: Samples = track / np.abs(track).max()
    return level
