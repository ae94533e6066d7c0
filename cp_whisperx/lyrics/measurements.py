"""Sums up three seconds of sound in figures that tell singing from talk."""

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.lyrics.tracks import FRAMES_PER_SECOND, Floats, Tracks

Values = NDArray[np.floating]

# Frames from one window to the next, and frames in one: 0.5 s and 3.1 s.
STEP = 32
SPAN = 6 * STEP
STEP_SECONDS = STEP / FRAMES_PER_SECOND
SPAN_SECONDS = SPAN / FRAMES_PER_SECOND

NAMES = (
    "tonality", "held_pitch", "long_notes", "note_grid", "vibrato", "calm_pitch", "voiced",
    "voiced_run", "steady_partials", "gliding_partials", "front_steady", "front_gliding",
    "harmonic", "syllables", "fullness",
    "dynamics", "onsets", "timbre_change", "sibilance",
    "front_lasting", "front_syllables", "front_hisses",
    "front_share", "front_shapes", "front_change", "vowel_change", "note_rate", "clarity",
    "clarity_spread",
)  # fmt: skip

_STRONGEST = 20
_CLEAR = 0.45
_LOUD = 0.5
# A vibrato's swing of 5 to 6.5 a second is gone after smoothing over 11 frames (176 ms).
_SWING = 11
_NOTE = 16
_LONG_NOTE = 30
_NOTE_SEMITONES = 0.6
_VIBRATO = (0.07, 0.7)
_SYLLABLE_HERTZ = (3.0, 8.0)
_SLOW_HERTZ = (0.4, 3.0)
# About 300 Hz to 3 kHz, and over 3 kHz.
_VOICE_BANDS = slice(4, 9)
_HISS_BANDS = slice(9, None)
# Where formants and an instrument's colour lie: about 150 Hz to 4.5 kHz.
_COLOUR_BANDS = slice(2, 10)
# Frames over which a vowel changes on a held note, and from one syllable to the next.
_VOWEL, _NEXT = 8, 12


def measure(tracks: Tracks) -> Values:
    """Measures every window that lies in the tracks as a whole.

    Returns:
        Shape (windows, 29), columns as `NAMES`.
    """
    starts = range(0, len(tracks.level) - SPAN + 1, STEP)
    rows = [_window(tracks, slice(start, start + SPAN)) for start in starts]
    return np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))


def _window(tracks: Tracks, where: slice) -> list[float]:
    level = tracks.level[where]
    if float(level.max()) < 1e-3:
        return [0.0] * len(NAMES)
    loud = level > _LOUD * np.sqrt((level**2).mean())
    tones = tracks.tones[where][level >= np.median(level)].mean(axis=0)
    return [
        float(np.sort(tones)[-_STRONGEST:].mean()),
        *_notes(tracks.pitch[where], loud & (tracks.clarity[where] > _CLEAR)),
        *(float(track[where][loud].mean()) for track in _means(tracks)),
        *_dynamics(level),
        *_changes(tracks, where, loud),
        float(tracks.front_lasting[where][loud].mean()),
        *_front(tracks.front_bands[where]),
        *_tune(tracks, where),
    ]


def _means(tracks: Tracks) -> tuple[Floats, ...]:
    return (
        tracks.steady, tracks.gliding, tracks.front_steady, tracks.front_gliding, tracks.harmonic,
    )  # fmt: skip


def _notes(pitch: Floats, voiced: NDArray[np.bool_]) -> list[float]:
    """Measures how a voice goes: whether it holds notes, swings, keeps to a scale, goes on."""
    total = int(voiced.sum())
    if total < _NOTE:
        return [0.0] * 5 + [total / len(voiced), 0.0]
    smooth = _smoothed(pitch)
    note, long_note = (_held(smooth, voiced, frames) for frames in (_NOTE, _LONG_NOTE))
    swing = np.sqrt(np.convolve((pitch - smooth) ** 2, np.ones(_SWING) / _SWING, "same"))
    swinging = note & (swing > _VIBRATO[0]) & (swing < _VIBRATO[1])
    moves = np.abs(pitch[2:] - pitch[:-2])[voiced[2:] & voiced[:-2]]
    return [
        float(note.sum() / total),
        float(long_note.sum() / total),
        _grid(smooth[note]),
        float(swinging.sum() / total),
        float(np.exp(-2 * np.median(moves))) if len(moves) else 0.0,
        total / len(voiced),
        _run(voiced),
    ]


def _smoothed(pitch: Floats) -> NDArray[np.floating]:
    return np.convolve(np.pad(pitch, _SWING // 2, "edge"), np.ones(_SWING) / _SWING, "valid")


def _held(
    smooth: NDArray[np.floating], voiced: NDArray[np.bool_], frames: int
) -> NDArray[np.bool_]:
    windows = np.lib.stride_tricks.sliding_window_view
    spread = np.ptp(windows(smooth, frames), axis=1)
    firsts = (spread < _NOTE_SEMITONES) & windows(voiced, frames).all(axis=1)
    marks = np.convolve(firsts, np.ones(frames), "full")
    held: NDArray[np.bool_] = marks > 0
    return held


def _grid(notes: NDArray[np.floating]) -> float:
    """Measures how near the held notes lie to semitones of one tuning, whichever it is."""
    if len(notes) < _LONG_NOTE:
        return 0.0
    return float(np.abs(np.exp(2j * np.pi * notes).mean()))


def _run(voiced: NDArray[np.bool_]) -> float:
    """Measures how long the voice goes on, in seconds, as a voiced frame sees it on average."""
    edges = np.flatnonzero(np.diff(np.pad(voiced, 1).astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    return float(np.log1p((lengths**2).sum() / lengths.sum() / FRAMES_PER_SECOND))


def _dynamics(level: Floats) -> list[float]:
    """Measures the syllables' rhythm, how seldom it is quiet, and how far apart loud and soft."""
    swing = np.abs(np.fft.rfft((level / level.mean() - 1) * np.hanning(len(level))))
    hertz = np.fft.rfftfreq(len(level), 1 / FRAMES_PER_SECOND)
    fast, slow = (
        float(np.sqrt((swing[(hertz >= low) & (hertz < high)] ** 2).sum()) / len(level))
        for low, high in (_SYLLABLE_HERTZ, _SLOW_HERTZ)
    )
    quiet = float((level < 0.5 * level.mean()).mean())
    span = np.log(np.percentile(level, 90) + 1e-4) - np.log(np.percentile(level, 10) + 1e-4)
    return [fast / (fast + slow + 1e-6), 1 - quiet, float(span)]


def _front(bands: Floats) -> list[float]:
    """Measures the syllables' rhythm, and hisses, in what does not last for seconds."""
    voice, hiss = bands[:, _VOICE_BANDS].mean(axis=1), bands[:, _HISS_BANDS].mean(axis=1)
    return [_dynamics(voice)[0], float(hiss.std() / (voice.mean() + hiss.mean() + 1e-6))]


def _tune(tracks: Tracks, where: slice) -> list[float]:
    """Measures what leads: one voice or a chord, its notes, how its colour changes on them."""
    bands, total = tracks.front_bands[where], np.exp(tracks.bands[where])
    voice = bands[:, _VOICE_BANDS].mean(axis=1)
    loud = voice > _LOUD * np.sqrt((voice**2).mean())
    clarity, smooth = tracks.clarity[where], _smoothed(tracks.pitch[where])
    voiced = loud & (clarity > _CLEAR)
    note = _held(smooth, voiced, _NOTE)
    colour = np.log(bands[:, _COLOUR_BANDS] + 1e-3)
    colour -= colour.mean(axis=1, keepdims=True)
    level = np.abs(smooth[_VOWEL:] - smooth[:-_VOWEL]) < _NOTE_SEMITONES
    share = (bands[:, _VOICE_BANDS] ** 2).sum() / (total[:, _VOICE_BANDS].sum() + 1e-6)
    return [
        float(np.log(share + 1e-4)),
        float(colour[voiced].std(axis=0).mean()) if voiced.sum() > _VOWEL else 0.0,
        _change(colour, _NEXT, loud[_NEXT:] & loud[:-_NEXT]),
        _change(colour, _VOWEL, note[_VOWEL:] & note[:-_VOWEL] & level),
        float((np.diff(note.astype(np.int8), prepend=0) > 0).sum() / SPAN_SECONDS),
        float(clarity[loud].mean()) if loud.any() else 0.0,
        float(clarity.std()),
    ]


def _change(colour: Floats, frames: int, where: NDArray[np.bool_]) -> float:
    """Measures how much the colour changes within some frames, in nepers a band."""
    changes = np.abs(colour[frames:] - colour[:-frames]).mean(axis=1)[where]
    return float(changes.mean()) if len(changes) else 0.0


def _changes(tracks: Tracks, where: slice, loud: NDArray[np.bool_]) -> list[float]:
    """Measures onsets, how the spectrum's shape changes, and hisses between tones."""
    bands = tracks.bands[where]
    shape = bands - bands.mean(axis=1, keepdims=True)
    change = np.abs(shape[4:] - shape[:-4]).mean(axis=1)[loud[4:]]
    hiss = (bands[:, -3:].mean(axis=1) - bands[:, 2:8].mean(axis=1))[loud]
    return [
        float(tracks.onset[where].mean()),
        float(change.mean()) if len(change) else 0.0,
        float(hiss.std()),
    ]
