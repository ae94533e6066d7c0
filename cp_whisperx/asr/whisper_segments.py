"""Whisper's raw segments: their true times, and whether they are good enough.

faster-whisper moves a segment's start to that of its first word, which swallows the pause before
it; the segment's own timestamp tokens are right, so they are read here.
"""

import math
from dataclasses import dataclass
from typing import Any

from cp_whisperx.asr.doubt import BROKEN_TEXT, LEAST_SURE, MOST_REPETITIVE
from cp_whisperx.asr.windows import Window
from shared.artifacts import Segment, Word
from shared.unicode_scripts import join_words

_SECONDS_PER_STEP = 0.02
_FRAMES_PER_SECOND = 100
_UNCOVERED = 1.0
# What remains of a letter of which only some byte tokens came.
_BROKEN = "\ufffd"


@dataclass(frozen=True)
class WhisperSegment:
    """A segment, with times in seconds from the start of its clip.

    Attributes:
        words: Text, start, end and probability of each word.
        no_speech: Probability that nobody speaks, where the engine tells it.
    """

    text: str
    start: float
    end: float
    words: tuple[tuple[str, float, float, float], ...]
    log_probability: float
    no_speech: float | None
    compression: float
    temperature: float

    @classmethod
    def of(cls, raw: Any, clip_start: float, first_timestamp: int) -> "WhisperSegment":
        """Reads a segment of faster-whisper.

        Args:
            raw: The segment; its times are from the start of what was decoded.
            clip_start: Where the clip begins in that, in seconds.
            first_timestamp: Id of the token `<|0.00|>`.
        """
        words = tuple(
            (w.word.strip(), float(w.start) - clip_start, float(w.end) - clip_start,
             float(w.probability))
            for w in raw.words or ()
            if w.word.strip()
        )  # fmt: skip
        begun = raw.seek / _FRAMES_PER_SECOND - clip_start
        marks = [begun + (t - first_timestamp) * _SECONDS_PER_STEP
                 for t in (raw.tokens[0], raw.tokens[-1]) if t >= first_timestamp]  # fmt: skip
        start, end = float(raw.start) - clip_start, float(raw.end) - clip_start
        if len(marks) == 2 and marks[1] > marks[0]:
            start, end = _agree(marks[0], marks[1], words)
        return cls(
            raw.text.strip(), start, end, words, float(raw.avg_logprob),
            float(raw.no_speech_prob), float(raw.compression_ratio), float(raw.temperature),
        )  # fmt: skip

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or digit in it."""
        return any(char.isalnum() for char in self.text)


def _agree(
    start: float, end: float, words: tuple[tuple[str, float, float, float], ...]
) -> tuple[float, float]:
    """Takes the segment's own times unless they leave out its first or last word."""
    if words and start >= words[0][2]:
        start = words[0][1]
    if words and end <= words[-1][1]:
        end = words[-1][2]
    return start, end


def is_poor(segments: list[WhisperSegment]) -> bool:
    """Whether a window's text is too repetitive, too unsure or too damaged to be believed."""
    return any(
        item.compression > MOST_REPETITIVE
        or item.log_probability < LEAST_SURE
        or _BROKEN in item.text
        for item in segments
    )


def _whole(raw: WhisperSegment) -> str:
    """Returns a segment's text without the words that hold half a letter."""
    if _BROKEN not in raw.text:
        return raw.text
    words = [word[0] for word in raw.words] or raw.text.split()
    return join_words(word for word in words if _BROKEN not in word)


def leaves_speech(segments: list[WhisperSegment], window: Window) -> bool:
    """Whether the end of a window's speech has no text: a batch drops an unfinished sentence."""
    covered = max((item.end for item in segments), default=0.0)
    return window.speech[-1][1] - window.start - covered > _UNCOVERED


def to_segment(raw: WhisperSegment, window: Window) -> Segment:
    """Turns a raw segment into one with times from the start of the audio."""

    def at(seconds: float) -> float:
        return min(max(window.start + seconds, window.start), window.end)

    words = tuple(
        Word(text=text, start=at(start), end=at(end), confidence=round(min(1.0, sure), 4))
        for text, start, end, sure in raw.words
        if _BROKEN not in text
    )
    evidence = {
        "avg_logprob": raw.log_probability,
        "no_speech_prob": raw.no_speech,
        "compression_ratio": raw.compression,
        "temperature": raw.temperature,
    }
    return Segment(
        id=0,
        start=at(raw.start),
        end=at(raw.end),
        text=_whole(raw),
        flags=(BROKEN_TEXT,) if _BROKEN in raw.text else (),
        confidence=round(min(1.0, math.exp(raw.log_probability)), 4),
        words=words,
        evidence={name: round(value, 4) for name, value in evidence.items() if value is not None},
    )
