"""Puts scenes together: talk, talk over a score, music alone, and songs, with the truth of each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shared.wav import SAMPLE_RATE
from tools.song_material.score import (
    TEST_ORCHESTRA,
    TRAIN_ORCHESTRA,
    TUNE_ORCHESTRA,
    Orchestra,
    play,
)
from tools.song_material.singing import manner_of, sing_together
from tools.song_material.surroundings import in_a_room, mastered, noise
from tools.song_material.vocoder import analyse, spoken_again
from tools.sound_files import read_sound

Sounds = NDArray[np.float32]
Third = Literal["train", "tune", "test"]
Kind = Literal["talk", "talk over music", "music", "noise", "song", "a cappella"]

# Speakers of one third are not heard in another, and neither is a part of a piece of music.
_TALK: dict[Third, tuple[str, ...]] = {
    "train": (
        "speech_hi_dev/indicw2v_train/Regional-Chandigarh*",
        "speech_hi_dev/indicw2v_train/Regional-Gorakhpur*",
        "speech_en/librivox_ps/*.wav",
        "speech_other/lid8/french.wav",
        "speech_other/lid8/hindi.wav",
        "diarization/trn01.wav",
    ),
    "tune": (
        "speech_hi_dev/indicw2v_train/Regional-Bhopal*",
        "speech_en/vosk_test.wav",
        "speech_other/lid8/italian.wav",
        "speech_other/softcatala/dosparlants.mp3",
        "diarization/trn02.wav",
    ),
    "test": (
        "speech_hi_dev/indicw2v_train/Regional-Dehradun*",
        "speech_hi_dev/indicw2v_train/Regional-Itanagar*",
        "speech_hi_dev/indicw2v_train/Regional-Jaipur*",
        "speech_en/jfk.flac",
        "speech_en/silero_test.wav",
        "speech_en/fw_multilingual.mp3",
        "speech_other/lid8/english.wav",
        "speech_other/lid8/german.wav",
        "speech_other/lid8/spanish.wav",
        "speech_other/lid8/japanese.wav",
        "speech_other/softcatala/gossos.mp3",
        "diarization/dev00.wav",
        "music/ina/lamartine.wav",
    ),
}
_MUSIC: dict[Third, tuple[str, float, float]] = {
    "train": ("music/test_nospeech_video.mp4", 0.0, 25.0),
    "tune": ("music/test_nospeech_video.mp4", 26.0, 38.0),
    "test": ("music/ina/musanmix.mp3", 0.0, 22.0),
}
_ORCHESTRA: dict[Third, Orchestra] = {
    "train": TRAIN_ORCHESTRA, "tune": TUNE_ORCHESTRA, "test": TEST_ORCHESTRA,
}  # fmt: skip
# How often the real piece of music is heard instead.
_REAL_MUSIC = 0.25
# How much louder than a score somebody talks, and than a band somebody sings.
SCORE_DB = (15, 10, 5, 0)
# How often somebody talks over a crowd, rain or an engine, and how much louder than that.
_NOISY, _NOISE_DB = 0.4, (5.0, 20.0)
_CHOIR = (1, 1, 1, 1, 2, 3)
_SONG_DB = (9, 6, 3, 0, -3)
_KINDS: tuple[Kind, ...] = (
    "talk", "song", "talk over music", "music", "talk over music", "song", "talk", "a cappella",
    "talk over music", "song", "music", "noise",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A stretch of a scene.

    Attributes:
        start: Seconds.
        end: Seconds.
        kind: What is heard.
        level_db: Voice over music, where there are both.
    """

    start: float
    end: float
    kind: Kind
    level_db: int | None = None


@dataclass(frozen=True)
class Scene:
    """A scene's sound, its voices alone, and what is heard when."""

    samples: Sounds
    voices: Sounds
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Shelf:
    """The recordings of one third.

    Attributes:
        talk: A recording each.
        music: A real piece.
        orchestra: Plays the rest.
    """

    talk: tuple[Sounds, ...]
    music: Sounds
    orchestra: Orchestra


def shelf(data: Path, third: Third) -> Shelf:
    """Reads the recordings of one third.

    Args:
        data: Folder with the recordings.
        third: For training, for choosing the operating point, or for tests.
    """
    paths = [path for pattern in _TALK[third] for path in sorted(data.glob(pattern))]
    name, start, end = _MUSIC[third]
    music = read_sound(data / name)[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    return Shelf(tuple(read_sound(path) for path in paths), music, _ORCHESTRA[third])


def make_scene(shelf_of: Shelf, seed: int, number: int) -> Scene:
    """Puts a scene of about four minutes together.

    Args:
        shelf_of: The recordings to take.
        seed: Of the whole material.
        number: The scene's own; each is made without the others.
    """
    rng = np.random.default_rng((seed, number))
    order = rng.permutation(len(_KINDS))
    return _joined([_part(shelf_of, _KINDS[which], rng) for which in order], rng)


@dataclass(frozen=True)
class _Take:
    voice: Sounds
    music: Sounds
    kind: Kind
    level_db: int | None
    lead_in: float = 0.0
    lead_out: float = 0.0


def _part(shelf_of: Shelf, kind: Kind, rng: np.random.Generator) -> _Take:
    if kind == "music":
        seconds = rng.uniform(8, 16)
        music = _music(shelf_of, seconds, 220.0, rng.uniform(0.35, 0.7), rng)
        return _Take(np.zeros(len(music), np.float32), music, kind, None)
    if kind == "noise":
        sounds = noise(rng.uniform(8, 14), shelf_of.talk, rng)
        return _Take(np.zeros(len(sounds), np.float32), sounds, kind, None)
    if kind in {"talk", "talk over music"}:
        return _talk(shelf_of, kind, rng)
    return _song(shelf_of, kind, rng)


def _speech(shelf_of: Shelf, seconds: float, rng: np.random.Generator) -> Sounds:
    clips: list[Sounds] = []
    while sum(map(len, clips)) < seconds * SAMPLE_RATE:
        clip = shelf_of.talk[rng.integers(len(shelf_of.talk))]
        first = rng.integers(0, max(1, len(clip) - round(seconds * SAMPLE_RATE)))
        chosen = clip[first : first + round(seconds * SAMPLE_RATE)]
        clips += [_levelled(chosen), np.zeros(rng.integers(1_000, 16_000), np.float32)]
    return np.concatenate(clips)[: round(seconds * SAMPLE_RATE)]


def _talk(shelf_of: Shelf, kind: Kind, rng: np.random.Generator) -> _Take:
    voice = _speech(shelf_of, rng.uniform(14, 30), rng)
    if rng.random() < 0.5:
        voice = spoken_again(analyse(voice), rng)
    voice = _levelled(in_a_room(voice, rng))
    seconds = len(voice) / SAMPLE_RATE
    under = _noise(len(voice), rng)
    if rng.random() < _NOISY:
        loudness = 10 ** (-rng.uniform(*_NOISE_DB) / 20)
        under += np.float32(loudness) * noise(seconds, shelf_of.talk, rng)[: len(voice)]
    if kind == "talk":
        return _Take(voice, under, kind, None)
    level = int(rng.choice(SCORE_DB))
    music = _music(shelf_of, seconds, rng.uniform(110, 240), rng.uniform(0.35, 0.8), rng)
    return _Take(voice, under + music / np.float32(10 ** (level / 20)), kind, level)


def _song(shelf_of: Shelf, kind: Kind, rng: np.random.Generator) -> _Take:
    clip = shelf_of.talk[rng.integers(len(shelf_of.talk))]
    first = rng.integers(0, max(1, len(clip) - 8 * SAMPLE_RATE))
    speech = analyse(_levelled(clip[first : first + 8 * SAMPLE_RATE]))
    manner = manner_of(speech, rng)
    voices = 1 if kind == "a cappella" else int(rng.choice(_CHOIR))
    verses: list[Sounds] = []
    while sum(map(len, verses)) < 15 * SAMPLE_RATE:
        verses.append(sing_together(speech, manner, voices, rng))
    voice = _levelled(in_a_room(np.concatenate(verses)[: 35 * SAMPLE_RATE], rng))
    if kind == "a cappella":
        return _Take(voice, _noise(len(voice), rng), kind, None)
    before, after = rng.uniform(0, 2, size=2)
    voice = np.pad(voice, (round(before * SAMPLE_RATE), round(after * SAMPLE_RATE)))
    level = int(rng.choice(_SONG_DB))
    music = _music(shelf_of, len(voice) / SAMPLE_RATE, manner.tonic, manner.beat, rng)
    return _Take(voice, music / np.float32(10 ** (level / 20)), kind, level, before, after)


def _music(
    shelf_of: Shelf, seconds: float, tonic: float, beat: float, rng: np.random.Generator
) -> Sounds:
    size = round(seconds * SAMPLE_RATE)
    if rng.random() >= _REAL_MUSIC:
        return play(shelf_of.orchestra.draw(rng), seconds, tonic, beat, rng)[:size]
    first = int(rng.integers(len(shelf_of.music)))
    return _levelled(np.resize(np.roll(shelf_of.music, -first), size))


def _noise(size: int, rng: np.random.Generator) -> Sounds:
    """A room's own sound, 30 to 60 dB under the voice."""
    return np.asarray(rng.normal(0, 0.1 * 10 ** rng.uniform(-3, -1.5), size), dtype=np.float32)


def _levelled(samples: Sounds) -> Sounds:
    """Brings the parts that can be heard to a root mean square of a tenth."""
    loud = np.abs(samples) > 0.02 * np.abs(samples).max()
    return np.asarray(0.1 * samples / (np.sqrt((samples[loud] ** 2).mean()) + 1e-9), np.float32)


def _joined(takes: list[_Take], rng: np.random.Generator) -> Scene:
    voices = [take.voice for take in takes]
    sounds = [_faded(take.music[: len(take.voice)], rng) + take.voice for take in takes]
    parts, at = [], 0.0
    for take in takes:
        end = at + len(take.voice) / SAMPLE_RATE
        parts.append(Part(at + take.lead_in, end - take.lead_out, take.kind, take.level_db))
        at = end
    gain = np.float32(10 ** rng.uniform(-1, 0.2))
    mix = np.clip(gain * mastered(np.concatenate(sounds), rng), -1, 1)
    return Scene(mix, np.clip(gain * np.concatenate(voices), -1, 1), tuple(parts))


def _faded(music: Sounds, rng: np.random.Generator) -> Sounds:
    """Lets music begin and end as it does in films: within up to 1.5 s."""
    ramp = np.ones(len(music), np.float32)
    for side in (slice(None), slice(None, None, -1)):
        width = max(1, round(rng.uniform(0.02, 1.5) * SAMPLE_RATE))
        ramp[side][:width] *= np.linspace(0, 1, width, dtype=np.float32)
    return music * ramp
