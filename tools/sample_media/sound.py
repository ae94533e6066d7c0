"""Small tools on samples: resampling by a whole factor, fundamental frequency, mixing."""

from __future__ import annotations

import numpy as np

from tools.sample_media.utterance import Samples

LOWEST_HZ, HIGHEST_HZ = 70.0, 400.0
"""Range in which a voice's fundamental is looked for."""


def upsampled(samples: Samples, factor: int, half_width: int = 24) -> Samples:
    """Raise the sample rate by a whole factor with a windowed-sinc filter, without delay.

    Args:
        samples: One channel.
        factor: New rate over old rate.
        half_width: Filter length to either side, in old samples.
    """
    spread = np.zeros(len(samples) * factor)
    spread[::factor] = samples
    reach = half_width * factor
    kernel = np.sinc(np.arange(-reach, reach + 1) / factor) * np.hanning(2 * reach + 1)
    return np.convolve(spread, kernel, mode="same")


def loudest_at(samples: Samples, rate: int, seconds: float = 0.05) -> int:
    """The sample at the middle of the loudest stretch of the given length."""
    window = int(seconds * rate)
    energy = np.convolve(samples**2, np.ones(window), mode="same")
    margin = min(window, len(samples) // 4)
    return margin + int(np.argmax(energy[margin : len(samples) - margin]))


def fundamental_hz(samples: Samples, rate: int) -> float:
    """Fundamental frequency at the loudest place, by autocorrelation."""
    middle = loudest_at(samples, rate)
    reach = int(0.04 * rate)
    piece = samples[max(middle - reach, 0) : middle + reach]
    correlation = np.correlate(piece, piece, mode="full")[len(piece) - 1 :]
    shortest, longest = int(rate / HIGHEST_HZ), int(rate / LOWEST_HZ)
    return rate / (shortest + int(np.argmax(correlation[shortest:longest])))


def faded(samples: Samples, rate: int, seconds: float = 0.01) -> Samples:
    """Fade both ends, so that a cut does not click."""
    count = min(int(seconds * rate), len(samples) // 2)
    shape = np.ones(len(samples))
    shape[:count] = np.linspace(0, 1, count)
    shape[len(samples) - count :] = np.linspace(1, 0, count)
    return samples * shape


def mix_in(track: Samples, samples: Samples, at: int, gain: float = 1.0) -> None:
    """Add `samples` to `track` from sample `at` on; what reaches past the end is dropped.

    Args:
        track: Shape (n,) or (n, channels); changed in place.
        samples: Shape (m,), or (m, channels) to match.
        at: Sample of the track, not negative.
        gain: Factor.
    """
    count = min(len(samples), len(track) - at)
    piece = samples[:count] * gain
    if track.ndim == 2 and piece.ndim == 1:
        piece = piece[:, None]
    track[at : at + count] += piece
