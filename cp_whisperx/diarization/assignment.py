"""Gives segments their speakers, and parts a segment where another speaker takes over.

A word is said by whoever's turns cover most of it. A change inside a segment counts only where the
other speaker says enough of it: a turn's edge is rarely exact, so one word is evidence only where
it has a turn to itself ("Yes."), with a pause before or after it, and no comma joins it to what
follows.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, groupby

from shared.artifacts import Segment, SpeakerTurn, SpeakerTurns, Transcript, Word

_LEAST_WORDS = 2
_LEAST_SECONDS = 0.4
# A turn of this many seconds, so much of it within one word, is that word's own if there is
# a pause on one side.
_LEAST_TURN = 0.15
_WITHIN = 0.6
_PAUSE = 0.05
_COMMAS = (",", "،", "、", "，")


@dataclass(frozen=True)
class _Run:
    """Words in a row by one speaker."""

    speaker: str | None
    words: tuple[Word, ...]

    def counts(self, turns: "_Turns") -> bool:
        """Whether they are evidence of a change of speakers."""
        if self.speaker is None:
            return False
        start, end = self.words[0].start, self.words[-1].end
        enough = end - start >= _LEAST_SECONDS and len(self.words) >= _LEAST_WORDS
        joined = self.words[-1].text.endswith(_COMMAS)
        return enough or (not joined and turns.one_alone(start, end))


class _Turns:
    """Turns by time, so that each word looks at those near it alone."""

    def __init__(self, turns: Sequence[SpeakerTurn]) -> None:
        self._turns = sorted(turns, key=lambda turn: turn.start)
        self._starts = [turn.start for turn in self._turns]
        self._longest = max((turn.end - turn.start for turn in turns), default=0.0)

    def one_alone(self, start: float, end: float) -> bool:
        """Tells whether a turn of nobody else's time lies in a stretch, after or before a pause."""
        inside = [turn for turn in self._near(start, end) if _lies_in(turn, start, end)]
        return any(
            self._heard(turn.start, turn.end) == 1
            and 1 in (self._heard(turn.start - _PAUSE, turn.end),
                      self._heard(turn.start, turn.end + _PAUSE))
            for turn in inside
        )  # fmt: skip

    def _heard(self, start: float, end: float) -> int:
        """Returns how many turns reach into a stretch."""
        return sum(turn.end > start for turn in self._near(start, end))

    def _near(self, start: float, end: float) -> list[SpeakerTurn]:
        """Returns the turns that may reach into a stretch, in order of time."""
        first = bisect_left(self._starts, start - self._longest)
        return self._turns[first : bisect_left(self._starts, end)]

    def speaker(self, start: float, end: float) -> str | None:
        """Returns who speaks most of a stretch, or None if nobody does."""
        spoken: defaultdict[str, float] = defaultdict(float)
        for turn in self._near(start, end):
            spoken[turn.speaker] += max(0.0, min(turn.end, end) - max(turn.start, start))
        best = max(spoken, key=lambda name: spoken[name], default=None)
        return best if best is not None and spoken[best] > 0 else None


def _lies_in(turn: SpeakerTurn, start: float, end: float) -> bool:
    inside = min(turn.end, end) - max(turn.start, start)
    return inside >= max(_LEAST_TURN, _WITHIN * (turn.end - turn.start))


def with_speakers(transcript: Transcript, speakers: SpeakerTurns | None) -> Transcript:
    """Gives each segment its speaker.

    Args:
        transcript: With word times.
        speakers: Who speaks when. None, or turns that nobody heard (they have a reason), leave
            the segments without speakers: to call all of them one person would be a guess.

    Returns:
        The transcript; parts of a parted segment follow each other, the first keeps the id, the
        others get new ones.
    """
    if speakers is None or speakers.reason:
        return transcript
    turns = _Turns(speakers.turns)
    removed = (item.segment for item in transcript.removed)
    free = count(max((s.id for s in (*transcript.segments, *removed)), default=0) + 1)
    done: list[Segment] = []
    for segment in transcript.segments:
        first, *rest = _parts(segment, turns)
        done += [first, *(part.model_copy(update={"id": next(free)}) for part in rest)]
    return transcript.model_copy(update={"segments": tuple(done)})


def _parts(segment: Segment, turns: _Turns) -> list[Segment]:
    """Parts a segment where speakers change; most stay whole."""
    runs = _settled(
        [
            _Run(speaker, tuple(words))
            for speaker, words in groupby(
                segment.words, key=lambda word: turns.speaker(word.start, word.end)
            )
        ],
        turns,
    )
    texts = _texts(segment.text, runs) if len(runs) > 1 else None
    if texts is None:
        speaker = turns.speaker(segment.start, segment.end)
        return [segment.model_copy(update={"speaker": speaker or segment.speaker})]
    return [_part(segment, run, text) for run, text in zip(runs, texts, strict=True)]


def _settled(runs: Sequence[_Run], turns: _Turns) -> list[_Run]:
    """Joins runs until each is evidence of a change: what is none belongs to what is before it."""
    settled: list[_Run] = []
    waiting: tuple[Word, ...] = ()
    for run in runs:
        if run.counts(turns) and not (settled and settled[-1].speaker == run.speaker):
            settled.append(_Run(run.speaker, waiting + run.words))
            waiting = ()
        elif settled:
            settled[-1] = _Run(settled[-1].speaker, settled[-1].words + run.words)
        else:
            waiting += run.words
    return settled


def _texts(text: str, runs: Sequence[_Run]) -> list[str] | None:
    """Cuts a text before the first word of each run; None if its words are not in it."""
    cuts, place = [], 0
    for run in runs:
        for number, word in enumerate(run.words):
            found = text.find(word.text.strip(), place)
            if found < 0:
                return None
            if number == 0:
                cuts.append(found)
            place = found + len(word.text.strip())
    cuts[0] = 0
    return [text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _part(segment: Segment, run: _Run, text: str) -> Segment:
    first, last = run.words[0], run.words[-1]
    update = {
        "start": segment.start if first is segment.words[0] else first.start,
        "end": segment.end if last is segment.words[-1] else last.end,
        "text": text,
        "words": run.words,
        "speaker": run.speaker,
    }
    return segment.model_copy(update=update)
