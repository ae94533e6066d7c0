"""Plays music on synthesised instruments; those of training are not heard in tests."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE
from tools.song_material.vocoder import Floats

Instrument = Callable[[float, float, np.random.Generator], Floats]
Sounds = NDArray[np.float32]


def _clock(seconds: float) -> Floats:
    return np.arange(max(1, round(seconds * SAMPLE_RATE)), dtype=np.float64) / SAMPLE_RATE


def _partials(hertz: float, clock: Floats, strengths: Floats, bend: Floats | float = 0.0) -> Floats:
    turns = np.cumsum(hertz * 2 ** (np.zeros(len(clock)) + bend)) / SAMPLE_RATE
    turn = np.exp(2j * np.pi * turns).astype(np.complex64)
    partial, out = np.ones_like(turn), np.zeros(len(clock))
    for number, strength in enumerate(strengths, start=1):
        if number * hertz >= SAMPLE_RATE / 2.2:
            break
        partial *= turn
        out += strength * partial.imag
    return out


def _swell(clock: Floats, attack: float, release: float) -> Floats:
    ends = np.minimum(clock / attack, (clock[-1] - clock) / release)
    return np.asarray(np.clip(ends, 0, 1))


def plucked(hertz: float, seconds: float, rng: np.random.Generator) -> Floats:
    """A string by Karplus and Strong's delay line, in blocks of a period."""
    period = max(2, round(SAMPLE_RATE / hertz))
    block = rng.uniform(-1, 1, period)
    blocks = []
    for _ in range(int(seconds * SAMPLE_RATE / period) + 1):
        blocks.append(block)
        block = 0.996 * 0.5 * (block + np.roll(block, 1))
    return np.concatenate(blocks)[: len(_clock(seconds))]


def reed(hertz: float, seconds: float, _: np.random.Generator) -> Floats:
    """A harmonium: two banks a little out of tune, many partials, no decay."""
    clock = _clock(seconds)
    strengths = np.arange(1.0, 16.0) ** -0.8
    both = _partials(hertz, clock, strengths) + _partials(1.003 * hertz, clock, strengths)
    return 0.4 * both * _swell(clock, 0.04, 0.06)


def organ(hertz: float, seconds: float, _: np.random.Generator) -> Floats:
    """Drawbars."""
    clock = _clock(seconds)
    return _partials(hertz, clock, np.array([1, 0.7, 0.5, 0.4, 0, 0.2, 0, 0.2])) * _swell(
        clock, 0.01, 0.05
    )


def bowed(hertz: float, seconds: float, rng: np.random.Generator) -> Floats:
    """Strings: a slow attack, a vibrato."""
    clock = _clock(seconds)
    bend = 0.012 * np.sin(2 * np.pi * rng.uniform(5, 6.2) * clock + rng.uniform(0, 6))
    return _partials(hertz, clock, 1 / np.arange(1.0, 20.0), bend) * _swell(clock, 0.12, 0.12)


def flute(hertz: float, seconds: float, rng: np.random.Generator) -> Floats:
    """A bamboo flute: few partials, breath, a vibrato, a glide into the note."""
    clock = _clock(seconds)
    bend = 0.01 * np.sin(2 * np.pi * 5.2 * clock) - 0.08 * np.exp(-clock / 0.04)
    tone = _partials(hertz, clock, np.array([1, 0.35, 0.12, 0.05]), bend)
    return (tone + 0.05 * rng.normal(0, 1, len(clock))) * _swell(clock, 0.05, 0.08)


def horn(hertz: float, seconds: float, _: np.random.Generator) -> Floats:
    """Brass: a note grows brighter as it grows louder."""
    clock = _clock(seconds)
    loud = _swell(clock, 0.08, 0.1)
    warm, bright = (_partials(hertz, clock, np.arange(1.0, 14.0) ** -fall) for fall in (2.0, 0.9))
    return warm * loud + (bright - warm) * loud**3


def struck(hertz: float, seconds: float, _: np.random.Generator) -> Floats:
    """A piano of a kind: partials that die away, the higher the sooner."""
    clock = _clock(seconds)
    out = np.zeros(len(clock))
    for number in range(1, 9):
        if number * hertz < SAMPLE_RATE / 2.2:
            fade = np.exp(-clock * (1.2 + 0.9 * number))
            out += fade * np.sin(2 * np.pi * number * hertz * 1.0004**number * clock) / number
    return out * _swell(clock, 0.004, 0.03)


def bell(hertz: float, seconds: float, _: np.random.Generator) -> Floats:
    """An electric piano by frequency modulation."""
    clock = _clock(seconds)
    modulation = 2.5 * np.exp(-3 * clock) * np.sin(2 * np.pi * 2 * hertz * clock)
    return np.sin(2 * np.pi * hertz * clock + modulation) * np.exp(-1.2 * clock)


def made_up(rng: np.random.Generator) -> Instrument:
    """Makes an instrument that nobody built: partials, attack, decay, vibrato and slides by chance.

    The more instruments training hears, the less it takes one's ways for those of all.
    """
    numbers = np.arange(1.0, 20.0)
    bump = np.exp(-(((numbers - rng.uniform(1, 10)) / rng.uniform(1, 4)) ** 2))
    strengths = numbers ** -rng.uniform(0.6, 2) + rng.uniform(0, 1) * bump
    strengths[1::2] *= rng.choice((1.0, 1.0, 0.15))
    attack, decay = 10 ** rng.uniform(-2.3, -0.7), rng.choice((0.0, 0.0, 1.0, 4.0))
    vibrato, rate = rng.choice((0.0, 0.0, 0.01, 0.025)), rng.uniform(4.5, 6.5)
    slide, air = rng.choice((0.0, 0.0, 0.15, 0.3)), rng.choice((0.0, 0.05))

    def play_note(hertz: float, seconds: float, rng: np.random.Generator) -> Floats:
        clock = _clock(seconds)
        bend = vibrato * np.sin(2 * np.pi * rate * clock + rng.uniform(0, 6))
        bend = bend + slide * rng.normal() * np.exp(-clock / 0.06)
        tone = _partials(hertz, clock, strengths / np.abs(strengths).sum() * 2, bend)
        fade = np.exp(-decay * clock) * _swell(clock, attack, 0.05)
        return np.asarray((tone + air * rng.normal(0, 1, len(clock))) * fade)

    return play_note


def drum(hertz: float, decay: float, noise: float, rng: np.random.Generator) -> Floats:
    """A hit: a tone that falls, and noise."""
    clock = _clock(0.35)
    phase = 2 * np.pi * np.cumsum(hertz * (1 + 1.5 * np.exp(-40 * clock))) / SAMPLE_RATE
    hiss = np.diff(rng.normal(0, 1, len(clock) + 1))
    return ((1 - noise) * np.sin(phase) + noise * hiss) * np.exp(-decay * clock)


@dataclass(frozen=True)
class Band:
    """Who plays.

    Attributes:
        chords: Plays a chord a bar, or its notes one by one where `broken`.
        lead: Plays a melody, where there is one.
        drums: For each step of a bar of eight the drum's hertz, decay, share of noise, or None.
    """

    chords: Instrument
    broken: bool
    lead: Instrument | None
    drums: tuple[tuple[float, float, float] | None, ...]


@dataclass(frozen=True)
class Orchestra:
    """Bands are drawn from it.

    Attributes:
        chords: Instruments that can play chords.
        leads: Instruments that can play a melody; None for bands without one.
        drums: Bars that can be drummed.
        made_up: Share of instruments that are made up instead.
    """

    chords: tuple[Instrument, ...]
    leads: tuple[Instrument | None, ...]
    drums: tuple[tuple[tuple[float, float, float] | None, ...], ...]
    made_up: float = 0.0

    def draw(self, rng: np.random.Generator) -> Band:
        """Puts a band together."""
        chords = self.chords[rng.integers(len(self.chords))]
        lead = self.leads[rng.integers(len(self.leads))]
        if rng.random() < self.made_up:
            chords = made_up(rng)
        if rng.random() < self.made_up:
            lead = made_up(rng)
        drums = self.drums[rng.integers(len(self.drums))]
        return Band(chords, bool(rng.random() < 0.4), lead, drums)


_KICK, _SNARE, _HAT = (55.0, 14.0, 0.05), (180.0, 18.0, 0.7), (400.0, 50.0, 1.0)
_DHA, _TIN, _GE = (110.0, 9.0, 0.1), (330.0, 12.0, 0.1), (85.0, 8.0, 0.05)
_NONE = (None,) * 8

TRAIN_ORCHESTRA = Orchestra(
    (reed, plucked, bell),
    (None, None, bell, plucked),
    (
        _NONE,
        (_DHA, None, _TIN, _TIN, _GE, None, _TIN, _DHA),
        (_HAT, _HAT, None, _HAT, _HAT, None, _HAT, _HAT),
        (_KICK, _HAT, _SNARE, _HAT, _KICK, _KICK, _SNARE, _HAT),
    ),
    made_up=0.5,
)
TUNE_ORCHESTRA = Orchestra(
    (organ, horn),
    (None, flute, horn),
    (
        _NONE,
        (_DHA, _TIN, None, _GE, _DHA, _TIN, None, _TIN),
        (_KICK, None, _SNARE, None, _KICK, _HAT, _SNARE, None),
    ),
)
TEST_ORCHESTRA = Orchestra(
    (bowed, struck),
    (None, bowed, struck),
    (
        _NONE,
        (_KICK, None, _HAT, _SNARE, None, _KICK, _SNARE, None),
        (_GE, None, _DHA, _TIN, _GE, _TIN, _DHA, None),
    ),
)
_CHORDS = ((0, 4, 7), (5, 9, 12), (7, 11, 14), (-3, 0, 4), (-5, 0, 4))
_MELODY = (0, 2, 4, 5, 7, 9, 12)


def play(band: Band, seconds: float, tonic: float, beat: float, rng: np.random.Generator) -> Sounds:
    """Plays for a time.

    Returns:
        Samples of shape (n,) with a root mean square of a tenth.
    """
    out = np.zeros(round(seconds * SAMPLE_RATE))
    while tonic > 260:
        tonic /= 2
    bars = rng.integers(0, len(_CHORDS), size=4)
    for bar in range(int(seconds / (4 * beat)) + 1):
        chord = _CHORDS[bars[bar % 4]]
        _chord(out, band, chord, (4 * bar * beat, beat), tonic, rng)
        if band.lead is not None:
            _lead(out, band.lead, (4 * bar * beat, beat), 2 * tonic, rng)
        for step, hit in enumerate(band.drums):
            if hit is not None:
                _add(out, (4 * bar + 0.5 * step) * beat, 1.2 * drum(*hit, rng))
    return np.asarray(0.1 * out / (np.sqrt((out**2).mean()) + 1e-9), dtype=np.float32)


def _chord(
    out: Floats,
    band: Band,
    chord: tuple[int, ...],
    place: tuple[float, float],
    tonic: float,
    rng: np.random.Generator,
) -> None:
    start, beat = place
    _add(out, start, 0.6 * band.chords(tonic / 2 * 2 ** (chord[0] / 12), 4 * beat, rng))
    for number in range(8 if band.broken else len(chord)):
        hertz = tonic * 2 ** (chord[number % len(chord)] / 12)
        when = start + 0.5 * beat * number if band.broken else start
        length = 1.5 * beat if band.broken else 4 * beat
        _add(out, when, 0.5 * band.chords(hertz, length, rng))


def _lead(
    out: Floats,
    lead: Instrument,
    place: tuple[float, float],
    tonic: float,
    rng: np.random.Generator,
) -> None:
    at, beat = place
    end = at + 4 * beat
    while at < end:
        length = float(rng.choice((0.5, 1.0, 1.0, 2.0))) * beat
        _add(out, at, lead(tonic * 2 ** (rng.choice(_MELODY) / 12), length, rng))
        at += length


def _add(out: Floats, start: float, sound: Floats) -> None:
    first = round(start * SAMPLE_RATE)
    part = sound[: max(0, len(out) - first)]
    out[first : first + len(part)] += part
