"""Makes somebody who speaks sing: syllables held on the notes of a melody."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.song_material.vocoder import (
    FRAMES_PER_SECOND,
    HOP,
    Floats,
    Speech,
    reshaped,
    synthesise,
)

# Semitones over the tonic: major, minor, two pentatonic scales, the ragas Bhairav and Kafi.
SCALES = (
    (0, 2, 4, 5, 7, 9, 11),
    (0, 2, 3, 5, 7, 8, 10),
    (0, 2, 4, 7, 9),
    (0, 3, 5, 7, 10),
    (0, 1, 4, 5, 7, 8, 11),
    (0, 2, 3, 5, 7, 9, 10),
)
# Beats a syllable: of dance numbers, of most songs, and of slow ones.
_LENGTHS = (
    (0.5, 0.5, 0.5, 1.0, 1.0, 2.0),
    (0.5, 0.5, 1.0, 1.0, 1.0, 1.5, 2.0, 3.0),
    (1.0, 1.0, 1.5, 2.0, 3.0, 4.0),
)
# How often a syllable runs over several notes, and how often a song has vowels alone.
_RUNS = (0.0, 0.1, 0.4)
_WORDLESS = 0.1
# A choir's other voices, in semitones from the first.
_CHOIR = (0.06, -0.08, 12.0, -12.0, 7.0)
_NUCLEUS = round(0.03 * FRAMES_PER_SECOND)
_SYLLABLE = round(0.12 * FRAMES_PER_SECOND)


@dataclass(frozen=True)
class Manner:
    """How somebody sings.

    Attributes:
        tonic: Hertz.
        scale: Semitones over the tonic.
        beat: Seconds.
        glide: Seconds from note to note.
        vibrato: Semitones to each side.
        rate: Of the vibrato, in hertz.
        drift: Semitones by which notes are missed.
        lengths: Beats a syllable.
        runs: Share of syllables that run over several notes.
        wordless: Whether only vowels are sung.
        size: Of the head, see `vocoder.reshaped`.
    """

    tonic: float
    scale: tuple[int, ...]
    beat: float
    glide: float
    vibrato: float
    rate: float
    drift: float
    lengths: tuple[float, ...] = _LENGTHS[1]
    runs: float = 0.0
    wordless: bool = False
    size: float = 1.0


def manner_of(speech: Speech, rng: np.random.Generator) -> Manner:
    """Chooses a manner of singing that lies in a speaker's voice."""
    voiced = speech.pitch[speech.voiced]
    middle = float(np.median(voiced)) if len(voiced) else 150.0
    return Manner(
        tonic=middle * 2 ** (rng.uniform(-1, 11) / 12),
        scale=SCALES[rng.integers(len(SCALES))],
        beat=rng.uniform(0.32, 0.75),
        glide=rng.uniform(0.04, 0.14),
        vibrato=rng.choice((0.0, 0.15, 0.3, 0.6)),
        rate=rng.uniform(4.8, 6.5),
        drift=rng.uniform(0.03, 0.25),
        lengths=_LENGTHS[rng.integers(len(_LENGTHS))],
        runs=rng.choice(_RUNS),
        wordless=bool(rng.random() < _WORDLESS),
        size=rng.uniform(0.92, 1.2),
    )


def sing_together(
    speech: Speech, manner: Manner, voices: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Sings as a choir: the same song by voices of other sizes, a little apart in time and tune."""
    seed = int(rng.integers(1 << 31))
    out = sing(speech, manner, np.random.default_rng(seed))
    for _ in range(voices - 1):
        apart = 2 ** (rng.choice(_CHOIR) / 12)
        other = replace(manner, tonic=manner.tonic * apart, size=rng.uniform(0.92, 1.2))
        voice = sing(speech, other, np.random.default_rng(seed))
        late = rng.integers(0, 800)
        out[late:] += rng.uniform(0.4, 1) * voice[: len(out) - late]
    return out


def sing(speech: Speech, manner: Manner, rng: np.random.Generator) -> NDArray[np.float32]:
    """Sings what was spoken, a syllable a note or more, with a rest after each phrase."""
    borders, nuclei = _syllables(speech)
    when: list[Floats] = []
    notes: list[Floats] = []
    step, phrase = int(rng.integers(0, len(manner.scale))), int(rng.integers(5, 10))
    for number, nucleus in enumerate(nuclei):
        last = number % phrase == phrase - 1
        length = manner.beat * rng.choice(manner.lengths)
        length = max(length, 2 * manner.beat) if last else length
        ends = (nucleus - 1, nucleus + 1) if manner.wordless else borders[number : number + 2]
        when.append(_held(ends[0], nucleus, ends[1], round(length * FRAMES_PER_SECOND)))
        turns = int(rng.integers(2, 6)) if rng.random() < manner.runs else 1
        steps = np.clip(step + np.cumsum(rng.choice((-2, -1, -1, 0, 1, 1, 2), turns)), -3, 9)
        step = int(steps[-1])
        melody = np.array([_semitones(int(one), manner.scale) for one in steps])
        notes.append(melody[np.arange(len(when[-1])) * turns // len(when[-1])])
        if last:
            rest = round(rng.uniform(0.5, 2) * manner.beat * FRAMES_PER_SECOND)
            when.append(np.full(rest, -1.0))
            notes.append(np.full(rest, notes[-1][-1]))
    frames = np.concatenate(when)
    pitch = _pitch(np.concatenate(notes), manner, rng)
    out = synthesise(reshaped(speech, manner.size), frames, pitch, rng)
    silent = np.convolve(np.repeat(frames < 0, HOP).astype(float), np.ones(400) / 400, "same")
    return np.asarray(out * (1 - silent), dtype=np.float32)


def _semitones(step: int, scale: tuple[int, ...]) -> float:
    return 12.0 * (step // len(scale)) + scale[step % len(scale)]


def _syllables(speech: Speech) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Returns the borders of syllables, and the frame of each one's vowel."""
    width = 2 * _NUCLEUS + 1
    loud = np.convolve(speech.level * speech.voiced, np.ones(width) / width, "same")
    padded = np.pad(loud, _SYLLABLE // 2)
    around = np.lib.stride_tricks.sliding_window_view(padded, _SYLLABLE + 1).max(axis=1)
    peaks = np.flatnonzero((loud >= around[: len(loud)]) & (loud > 0.15 * loud.max()))
    peaks = peaks[np.diff(peaks, prepend=-_SYLLABLE) >= _SYLLABLE // 2]
    inner = [int(a + loud[a:b].argmin()) for a, b in pairwise(peaks)]
    ends = (max(0, int(peaks[0]) - _SYLLABLE), min(len(loud) - 1, int(peaks[-1]) + _SYLLABLE))
    return np.array([ends[0], *inner, ends[1]], dtype=np.intp), peaks


def _held(start: int, nucleus: int, end: int, length: int) -> Floats:
    """Maps a note's frames to a syllable's: consonants as they are, the vowel held."""
    before = min(max(1, nucleus - _NUCLEUS - start), max(1, round(0.35 * length)))
    after = min(max(1, end - nucleus - _NUCLEUS), max(1, round(0.25 * length)))
    core = max(2, length - before - after)
    # A held vowel goes to and fro in the speaker's, so that it lives.
    swing = np.abs((np.arange(core) * 0.3) % (4 * _NUCLEUS) - 2 * _NUCLEUS) - _NUCLEUS
    return np.concatenate(
        [
            np.linspace(start, nucleus - _NUCLEUS, before, endpoint=False),
            nucleus + np.clip(swing, start - nucleus, end - nucleus),
            np.linspace(nucleus + _NUCLEUS, end, after, endpoint=False),
        ]
    ).clip(min=0)


def _pitch(notes: Floats, manner: Manner, rng: np.random.Generator) -> Floats:
    width = max(3, round(manner.glide * FRAMES_PER_SECOND))
    kernel = np.hanning(width + 2)[1:-1]
    padded = np.pad(notes, width, mode="edge")
    line = np.convolve(padded, kernel / kernel.sum(), "same")[width:-width]
    clock = np.arange(len(notes)) / FRAMES_PER_SECOND
    calm = np.convolve(np.abs(np.diff(notes, prepend=notes[:1])) > 0, np.ones(50), "same")[
        : len(notes)
    ]
    swing = manner.vibrato * np.sin(2 * np.pi * manner.rate * clock) * (calm == 0)
    slow = np.convolve(rng.normal(0, 1, len(notes) + 199), np.hanning(200), "valid")
    slow *= manner.drift / (np.abs(slow).max() + 1e-9) * 2
    return np.asarray(manner.tonic * 2 ** ((line + swing + slow) / 12))
