"""From the script to the sound: every line in its place, the music under it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.sample_media import espeak, flite, music
from tools.sample_media.script import Line, MusicPart, Script
from tools.sample_media.singing import sing
from tools.sample_media.sound import faded, mix_in, upsampled
from tools.sample_media.utterance import Samples, SpokenWord, Utterance

VOICE_PEAK = 0.7


@dataclass(frozen=True)
class PlacedLine:
    """A line with its times in the film, in seconds."""

    number: int
    line: Line
    words: tuple[SpokenWord, ...]

    @property
    def start(self) -> float:
        """Where its first word begins."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Where its last word ends."""
        return self.words[-1].end


@dataclass(frozen=True)
class Soundtrack:
    """The film's sound, shape (n, channels), and the lines in it."""

    samples: Samples
    rate: int
    lines: tuple[PlacedLine, ...]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate


def make_soundtrack(script: Script) -> Soundtrack:
    """Speak, sing and mix a whole script."""
    rate, channels = script.settings["audio_rate"], script.settings["audio_channels"]
    spoken = [_voiced(script, line) for line in script.lines]
    starts = _starts(script, spoken)
    length = starts[-1] + spoken[-1].duration + script.settings["tail"]
    track = np.zeros((int(length * rate), channels))
    placed = []
    for number, (line, own, start) in enumerate(
        zip(script.lines, spoken, starts, strict=True), start=1
    ):
        mix_in(track, _at_rate(own, rate), round(start * rate))
        words = tuple(word.moved(start) for word in own.words)
        placed.append(PlacedLine(number, line, words))
    for part in script.music:
        _add_music(track, script, part, placed)
    return Soundtrack(np.clip(track, -1, 1), rate, tuple(placed))


def _starts(script: Script, spoken: list[Utterance]) -> list[float]:
    starts, end = [], 0.0
    for line, own in zip(script.lines, spoken, strict=True):
        starts.append(end + line.pause)
        end = starts[-1] + own.duration
    return starts


def _voiced(script: Script, line: Line) -> Utterance:
    speaker = script.speakers[line.speaker]
    voice = speaker["voices"][line.language]
    if line.kind == "song":
        tonic, beat = script.settings["tonic_hz"], script.settings["beat"]
        notes = [
            [(tonic * 2 ** (semitones / 12), beats * beat) for semitones, beats in word]
            for word in line.notes
        ]
        return sing(line.text, notes, voice, speaker["rate"])
    if speaker["engine"] == "flite":
        return flite.say(line.text, voice)
    return espeak.say(line.text, voice, speaker["rate"], speaker["pitch"])


def _at_rate(own: Utterance, rate: int) -> Samples:
    """The line at the film's rate, at the same loudness as every other line."""
    samples = upsampled(own.samples, rate // own.rate)
    return faded(samples * VOICE_PEAK / np.abs(samples).max(), rate, 0.003)


def _add_music(track: Samples, script: Script, part: MusicPart, placed: list[PlacedLine]) -> None:
    """Lay a stretch of music under its lines; it fades out over its last beats."""
    rate, beat = script.settings["audio_rate"], script.settings["beat"]
    start = placed[part.first_line - 1].start - part.lead_beats * beat
    end = placed[part.last_line - 1].end + part.tail_beats * beat
    make = music.song_track if part.kind == "song" else music.bed_track
    samples = make(end - start, beat, script.settings["tonic_hz"], rate)
    fade = np.clip((len(samples) - np.arange(len(samples))) / (1.2 * rate), 0, 1)
    mix_in(track, samples * fade[:, None], round(start * rate), part.gain)
