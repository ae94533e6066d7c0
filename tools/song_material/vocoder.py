"""Takes speech apart into pitch and spectral envelope, and puts it together on other notes."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE

Floats = NDArray[np.float64]

HOP = 80
FRAMES_PER_SECOND = SAMPLE_RATE / HOP
_SIZE = 512
# Envelopes are smoothed to about 500 Hz, wider than the harmonics of most voices lie apart.
_LIFTER = 32
_PITCHES = (70.0, 400.0)
_VOICED = 0.45
_BREATH_HERTZ = 4000.0
_HIGHEST_HARMONIC = 7000.0
_SPOKEN_PITCHES = (60.0, 600.0)
_SIZES = (0.9, 1.2)


@dataclass(frozen=True)
class Speech:
    """A voice taken apart, 200 frames a second.

    Attributes:
        envelope: Log magnitudes, shape (frames, 257).
        pitch: Hertz, shape (frames,); interpolated where unvoiced.
        voiced: Whether the vocal folds sound, shape (frames,).
        level: Root mean square, shape (frames,).
    """

    envelope: Floats
    pitch: Floats
    voiced: NDArray[np.bool_]
    level: Floats


def analyse(samples: NDArray[np.float32]) -> Speech:
    """Takes a voice apart.

    Args:
        samples: Shape (n,), 16 kHz, at least a tenth of a second.
    """
    padded = np.pad(samples.astype(np.float64), _SIZE // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::HOP] * np.hanning(_SIZE)
    pitch, clarity = _pitch(frames)
    level = np.sqrt((frames**2).mean(axis=1))
    voiced = (clarity > _VOICED) & (level > 0.05 * level.max())
    if voiced.any():
        known = np.flatnonzero(voiced)
        pitch = np.interp(np.arange(len(pitch)), known, _median(pitch[voiced]))
    return Speech(_envelope(np.abs(np.fft.rfft(frames, axis=1))), pitch, voiced, level)


def _pitch(frames: Floats) -> tuple[Floats, Floats]:
    power = np.abs(np.fft.rfft(frames, 2 * _SIZE, axis=1)) ** 2
    window = np.abs(np.fft.rfft(np.hanning(_SIZE), 2 * _SIZE)) ** 2
    correlation = np.fft.irfft(power, axis=1)[:, : _SIZE // 2]
    correlation /= correlation[:, :1] + 1e-9
    correlation /= (np.fft.irfft(window)[: _SIZE // 2] / np.fft.irfft(window)[0])[np.newaxis]
    low, high = (int(SAMPLE_RATE / hertz) for hertz in reversed(_PITCHES))
    part = correlation[:, low:high]
    return SAMPLE_RATE / (part.argmax(axis=1) + low), part.max(axis=1)


def _median(values: Floats, width: int = 9) -> Floats:
    padded = np.pad(values, width // 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, width), axis=1))


def _envelope(magnitudes: Floats) -> Floats:
    """Returns the true envelope: smoothed, and raised to the harmonics in three rounds."""
    level = np.log(magnitudes + 1e-6)
    smooth = level
    for _ in range(3):
        cepstrum = np.fft.irfft(np.maximum(level, smooth), axis=1)
        cepstrum[:, _LIFTER:-_LIFTER] = 0
        smooth = np.fft.rfft(cepstrum, axis=1).real
    return smooth


def synthesise(
    speech: Speech, when: Floats, pitch: Floats, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Puts a voice together.

    Args:
        speech: The voice taken apart.
        when: For each frame of the result the frame of the voice that sounds, shape (frames,).
        pitch: Hertz of each frame of the result, shape (frames,).
        rng: Makes breath and consonants.
    """
    index = np.clip(when.round().astype(int), 0, len(speech.pitch) - 1)
    size = len(when) * HOP
    clock = np.arange(size) / HOP
    hertz = np.interp(clock, np.arange(len(when)), pitch)
    folds = np.interp(clock, np.arange(len(when)), speech.voiced[index].astype(np.float64))
    breath = rng.normal(0, 1, size)
    tone = _harmonics(hertz) * folds
    noise = breath * (1 - folds) + 0.3 * _high(breath) * folds
    out = _filtered(tone + noise, speech.envelope[index])
    return np.asarray(out, dtype=np.float32)


def _harmonics(hertz: Floats) -> Floats:
    """Sums harmonics, all as strong, up to 7 kHz; one unit of power in all."""
    turn = np.exp(2j * np.pi * np.cumsum(hertz) / SAMPLE_RATE).astype(np.complex64)
    harmonic = np.ones_like(turn)
    out = np.zeros(len(hertz))
    for number in range(1, int(_HIGHEST_HARMONIC / hertz.min()) + 1):
        harmonic *= turn
        # Each at a phase of its own, so that they do not add up to a click.
        part = (harmonic * np.complex64(np.exp(2.1j * number**2))).real
        if number * hertz.max() > _HIGHEST_HARMONIC:
            part = part * np.clip((_HIGHEST_HARMONIC + 500 - number * hertz) / 500, 0, 1)
        out += part
    return out * np.sqrt(2 * hertz / _HIGHEST_HARMONIC)


def _high(noise: Floats) -> Floats:
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(len(noise), 1 / SAMPLE_RATE) < _BREATH_HERTZ] = 0
    return np.fft.irfft(spectrum, len(noise))


def _filtered(excitation: Floats, envelope: Floats) -> Floats:
    window = np.hanning(_SIZE)
    padded = np.pad(excitation, _SIZE)
    out = np.zeros(len(padded))
    step = 2 * HOP
    for start in range(0, len(padded) - _SIZE, step):
        frame = min(len(envelope) - 1, max(0, (start - _SIZE // 2) // HOP))
        spectrum = np.fft.rfft(padded[start : start + _SIZE] * window)
        out[start : start + _SIZE] += np.fft.irfft(spectrum * np.exp(envelope[frame])) * window
    return out[_SIZE:-_SIZE]


def spoken_again(speech: Speech, rng: np.random.Generator) -> NDArray[np.float32]:
    """Puts a voice together as another might have said it: calm or lively, slow or fast."""
    frames = np.arange(0, len(speech.pitch) - 1, rng.uniform(0.8, 1.25))
    middle = np.median(speech.pitch)
    lively = middle * (speech.pitch / middle) ** rng.uniform(0.7, 1.8) * 2 ** rng.uniform(-0.2, 0.5)
    pitch = np.clip(lively, *_SPOKEN_PITCHES)[frames.astype(int)]
    return synthesise(reshaped(speech, rng.uniform(*_SIZES)), frames, pitch, rng)


def reshaped(speech: Speech, size: float) -> Speech:
    """Gives a voice a head of another size: over one a smaller, with higher formants."""
    bins = speech.envelope.shape[1]
    source = np.arange(bins) / size
    low = np.clip(source.astype(int), 0, bins - 2)
    share = np.clip(source - low, 0, 1)
    envelope = speech.envelope[:, low] * (1 - share) + speech.envelope[:, low + 1] * share
    return replace(speech, envelope=envelope)
