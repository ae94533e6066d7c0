"""Finds where the lines of a script are said, of which nothing is known but their order.

The speech is heard in windows. In each, as many of the coming lines are looked for as could be
said in it; a line may be missing in the film, and the film may hold what no line says. What was
found before the window's last part is settled, and the next window begins there.
"""

from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.lattice import Lattice, LineSpan
from cp_whisperx.alignment.stretches import Speech, Stretch
from cp_whisperx.alignment.vocabulary import Vocabulary
from shared.artifacts import RemovedSegment, Segment, SpeechRegions, Transcript
from shared.wav import SAMPLE_RATE

# The flag of a line whose time is an estimate by its place in the text alone.
ROUGH = "rough_time"
NOT_HEARD = "not_heard"

_WINDOW = 60.0
# In the last part of a window a line may be cut off.
_SETTLED_SHARE = 0.75
# More letters than anybody says in a second; twice as many are looked for where none was found.
_LETTERS_A_SECOND = 20
_MOST_LETTERS = 6_000
_POOREST = log(0.02)


class Hearer(Protocol):
    """What hears letters; see `LetterAligner`."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The letters it knows."""
        ...

    def emissions(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns log probabilities, shape (frames, columns + 1)."""
        ...


def place_lines(
    audio: Path, transcript: Transcript, regions: SpeechRegions, hearer: Hearer
) -> Transcript:
    """Gives lines flagged `rough_time` the time in which they are said.

    Args:
        audio: 16 kHz mono 16-bit WAV.
        transcript: Segments in the order of the text.
        regions: Where somebody speaks.
        hearer: Hears letters.

    Returns:
        The transcript without the lines that were not heard; those are set aside with the reason
        `not_heard`. Without such lines it is the one given.
    """
    rough = [segment for segment in transcript.segments if ROUGH in segment.flags]
    if not rough:
        return transcript
    speech = Speech((region.start, region.end) for region in regions.regions)
    search = _Search(audio, speech.stretch(0.0, transcript.duration), rough, hearer)
    placed = search.run()
    others = [segment for segment in transcript.segments if ROUGH not in segment.flags]
    unheard = [segment for segment in rough if segment.id not in placed]
    segments = sorted([*others, *placed.values()], key=lambda segment: segment.start)
    removed = [RemovedSegment(segment=segment, reasons=(NOT_HEARD,)) for segment in unheard]
    update = {"segments": tuple(segments), "removed": (*transcript.removed, *removed)}
    return transcript.model_copy(update=update)


class _Search:
    """One pass over the speech with a pointer into the text."""

    def __init__(
        self, audio: Path, stretch: Stretch, lines: Sequence[Segment], hearer: Hearer
    ) -> None:
        self._audio = audio
        self._stretch = stretch
        self._hearer = hearer
        tokens = [_tokens(line, hearer.vocabulary) for line in lines]
        self._lines = [(line, own) for line, own in zip(lines, tokens, strict=True) if own]
        self._placed: dict[int, Segment] = {}

    def run(self) -> dict[int, Segment]:
        """Returns the lines that were heard, by their id."""
        heard, pointer, letters = 0.0, 0, int(_WINDOW * _LETTERS_A_SECOND)
        wanted = letters
        while heard < self._stretch.duration and pointer < len(self._lines):
            last = heard + _WINDOW >= self._stretch.duration
            settled = heard + (_WINDOW if last else _WINDOW * _SETTLED_SHARE)
            found = self._window(heard, pointer, wanted)
            good = [item for item in found if item[1] <= settled]
            if good:
                heard, pointer, wanted = good[-1][1], good[-1][0] + 1, letters
            else:
                heard, wanted = settled, min(2 * wanted, _MOST_LETTERS)
        return self._placed

    def _window(self, heard: float, pointer: int, wanted: int) -> list[tuple[int, float]]:
        """Looks for lines in a window; returns the index and end of each, in heard seconds."""
        film = [self._stretch.to_film(heard), self._stretch.to_film(heard + _WINDOW, ending=True)]
        part = self._stretch.part(*film)
        samples = part.read(self._audio)
        if len(samples) < SAMPLE_RATE // 20:
            return []
        log_probs = self._hearer.emissions(samples)
        frame = len(samples) / SAMPLE_RATE / len(log_probs)
        chosen = self._candidates(pointer, wanted)
        vocabulary = self._hearer.vocabulary
        lattice = Lattice([own for _, own in chosen], vocabulary.blank, vocabulary.wildcard)
        ends = []
        for span in lattice.best_path(log_probs, vocabulary.blank):
            if span.score >= _POOREST:
                self._place(chosen[span.line][0], span, part, frame)
                ends.append((pointer + span.line, heard + span.letters[-1][1] * frame))
        return ends

    def _candidates(self, pointer: int, wanted: int) -> list[tuple[Segment, list[int]]]:
        chosen: list[tuple[Segment, list[int]]] = []
        letters = 0
        for line in self._lines[pointer:]:
            if chosen and letters + len(line[1]) > wanted:
                break
            chosen.append(line)
            letters += len(line[1])
        return chosen

    def _place(self, line: Segment, span: LineSpan, part: Stretch, frame: float) -> None:
        update = {
            "start": part.to_film(span.letters[0][0] * frame),
            "end": part.to_film(span.letters[-1][1] * frame, ending=True),
            "words": (),
            "flags": tuple(flag for flag in line.flags if flag != ROUGH),
        }
        self._placed[line.id] = line.model_copy(update=update)


def _tokens(line: Segment, vocabulary: Vocabulary) -> list[int]:
    """Returns a line's columns with the sign between words; none if it has no known letter."""
    columns: list[int] = []
    for word in line.text.split():
        own = vocabulary.tokens(word)
        if own and columns and vocabulary.delimiter is not None:
            columns.append(vocabulary.delimiter)
        columns += own
    return columns if any(column < vocabulary.wildcard for column in columns) else []
