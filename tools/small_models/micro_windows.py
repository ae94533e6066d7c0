"""Random training windows: sentences laid out in silence and noise, with what Whisper shall say."""

import random
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tools.small_models.micro_corpus import SAMPLE_RATE
from tools.small_models.micro_tokens import (
    END,
    LANGUAGES,
    NO_SPEECH,
    NO_TIMESTAMPS,
    PREVIOUS,
    START,
    TIME_STEP,
    TRANSCRIBE,
    TRANSLATE,
    MicroTokens,
    TokenisedUtterance,
    time_token,
)

IGNORED = -100
_MOST_TOKENS = 440
_PROMPT_TOKENS = 223
_LANGUAGE_MIX = ("en", "hi", "mixed")
_MIX_WEIGHTS = (0.35, 0.35, 0.3)


@dataclass(frozen=True)
class Placed:
    """An utterance at a time in a window; `whole` is false where the window cuts it."""

    item: TokenisedUtterance
    at: float
    whole: bool


@dataclass
class Layout:
    """Sound of a window, shape (n,), and what is said in it."""

    samples: NDArray[np.float32]
    placed: list[Placed] = field(default_factory=list)
    mix: str = "none"


@dataclass
class Example:
    """What the decoder reads and shall answer.

    Attributes:
        read: Ids the decoder is given; -1 stands for any unused id.
        answers: Id to answer at each position, or -100 where it does not matter.
        attends: Position, and the seconds that attention shall lie on.
        points: Position of a timestamp, and the frame (20 ms) that it means.
        offset: Frames by which timestamps are moved, so that short windows train late ones.
    """

    read: list[int]
    answers: list[int]
    attends: list[tuple[int, float, float]]
    points: list[tuple[int, int]]
    offset: int


class WindowMaker:
    """Makes random windows of a length in seconds."""

    def __init__(self, tokens: MicroTokens) -> None:
        self._tokens = tokens
        self._noise = np.random.randn(60 * SAMPLE_RATE).astype(np.float32)

    def lay_out(self, seconds: float) -> Layout:
        """Lays random sentences out in a window, or none."""
        if random.random() < 0.04:
            return self._quiet(seconds)
        mix = random.choices(_LANGUAGE_MIX, _MIX_WEIGHTS)[0]
        length = random.choice([seconds, seconds, random.uniform(2.3, seconds)])
        layout = Layout(np.zeros(int(length * SAMPLE_RATE), dtype=np.float32), [], mix)
        pool = [u for u in self._tokens.corpus if mix in ("mixed", u.spoken.sentence.language)]
        self._fill(layout, pool, length)
        if not layout.placed:
            return self.lay_out(seconds)
        layout.samples *= np.float32(10 ** (random.uniform(-20, 3) / 20))
        if random.random() < 0.7:
            level = np.float32(10 ** random.uniform(-5, -2))
            layout.samples += self._some_noise(len(layout.samples)) * level
        return layout

    def _quiet(self, seconds: float) -> Layout:
        noise = self._some_noise(int(random.uniform(1, seconds) * SAMPLE_RATE))
        level = 0.0 if random.random() < 0.3 else 10 ** random.uniform(-5, -1)
        return Layout(noise * np.float32(level))

    def _some_noise(self, size: int) -> NDArray[np.float32]:
        first = random.randint(0, len(self._noise) - size)
        return self._noise[first : first + size].copy()

    def _fill(self, layout: Layout, pool: list[TokenisedUtterance], length: float) -> None:
        at = random.choice([0.0, random.uniform(0, 0.6), random.uniform(0, 0.6)])
        if random.random() < 0.1:
            at = self._cut_off_start(layout, random.choice(pool), at)
        dense = random.random() < 0.6
        for item in random.sample(pool, len(pool)):
            first = int(at * SAMPLE_RATE)
            if first + int(0.3 * SAMPLE_RATE) >= len(layout.samples):
                return
            part = item.spoken.samples[: len(layout.samples) - first]
            layout.samples[first : first + len(part)] += part * np.float32(random.uniform(0.7, 1.2))
            whole = at + item.spoken.end <= length - 0.02
            layout.placed.append(Placed(item, at, whole))
            if not whole or (not dense and random.random() < 0.15):
                return
            pause = random.uniform(0.05, 1.2) if dense else random.uniform(0.3, 6)
            at += item.spoken.end + pause

    def _cut_off_start(self, layout: Layout, item: TokenisedUtterance, at: float) -> float:
        """Begins a window with the last sounds of a sentence, which nobody shall write down."""
        size = int(random.uniform(0.02, 0.2) * SAMPLE_RATE)
        spoken = item.spoken.samples[: int(item.spoken.end * SAMPLE_RATE)]
        layout.samples[:size] += spoken[-size:][: len(layout.samples)]
        return max(at, size / SAMPLE_RATE + 0.1)

    def example(self, layout: Layout, frames: int) -> Example:
        """Says what the decoder reads and shall answer for a window of some frames of 20 ms."""
        offset = random.randint(0, 1_500 - frames)
        previous = self._previous()
        if not layout.placed:
            return self._nothing_said(previous, offset)
        made = self._something_said(layout, previous, offset)
        return made if len(made.read) <= _MOST_TOKENS else self.example(layout, frames)

    def _previous(self) -> list[int]:
        """Makes text that came before: sometimes real, sometimes of unused ids, mostly none."""
        if random.random() >= 0.3:
            return []
        before: list[int] = []
        if random.random() < 0.5:
            for item in random.choices(self._tokens.corpus, k=random.randint(1, 6)):
                step = random.randint(0, 1_000)
                before += [time_token(step), *item.ids, time_token(step + random.randint(50, 150))]
        else:
            before = [-1] * random.randint(1, 8)
        return [PREVIOUS, *before[-_PROMPT_TOKENS:]]

    def _nothing_said(self, previous: list[int], offset: int) -> Example:
        last = NO_TIMESTAMPS if random.random() < 0.4 else time_token(random.randint(0, 50))
        read = [*previous, START, random.choice(list(LANGUAGES.values())), TRANSCRIBE, last]
        answers = [*[IGNORED] * len(previous), NO_SPEECH, IGNORED, IGNORED, END]
        return Example(read, answers, [], [], offset)

    def _something_said(self, layout: Layout, previous: list[int], offset: int) -> Example:
        spoken = [p.item.spoken.sentence.language for p in layout.placed]
        language = random.choice(sorted(set(spoken))) if layout.mix == "mixed" else spoken[0]
        translate = layout.mix == "hi" and random.random() < 0.25
        timed = random.random() >= 0.35
        head = [START, LANGUAGES[language], TRANSLATE if translate else TRANSCRIBE]
        head += [] if timed else [NO_TIMESTAMPS]
        body = _Body(offset, translate, timed)
        for placed in layout.placed:
            body.add(placed)
        sequence = [*previous, *head, *body.ids, END]
        first = len(previous) + len(head) - 1
        answers = [*[IGNORED] * first, *sequence[first + 1 :]]
        answers[len(previous)] = LANGUAGES[spoken[0]]
        read = sequence[:-1]
        if timed and random.random() < 0.2:
            # Decoders force the first timestamp to at most one second.
            read[first + 1] = time_token(random.randint(0, 50))
        return Example(
            read,
            answers,
            [(first + at, start, end) for at, start, end in body.attends],
            [(first + at, frame) for at, frame in body.points],
            offset,
        )


class _Body:
    """The answer after its head, built sentence by sentence."""

    def __init__(self, offset: int, translate: bool, timed: bool) -> None:
        self._offset = offset
        self._translate = translate
        self._timed = timed
        self.ids: list[int] = []
        self.attends: list[tuple[int, float, float]] = []
        self.points: list[tuple[int, int]] = []

    def add(self, placed: Placed) -> None:
        """Adds a sentence; of one that is cut only its start time."""
        spoken = placed.item.spoken
        if self._timed:
            self._mark(placed.at + spoken.start)
        if placed.whole:
            self._say(placed)
            if self._timed:
                self._mark(placed.at + spoken.end)

    def _mark(self, second: float) -> None:
        frame = round(second / TIME_STEP)
        self.points.append((len(self.ids), frame))
        self.ids.append(time_token(self._offset + frame))

    def _say(self, placed: Placed) -> None:
        if self._translate:
            self.ids += placed.item.translation
            return
        for token, (start, end) in zip(placed.item.ids, placed.item.spans, strict=True):
            self.attends.append((len(self.ids), placed.at + start, placed.at + end))
            self.ids.append(token)
