"""Parting: where a passage is cut into cues, by dynamic programming over all its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from cp_whisperx.subtitles.lines import FORBIDDEN, LineBreaker, ends_sentence
from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from cp_whisperx.subtitles.text import SONG_MARK
from cp_whisperx.subtitles.tokens import Token
from cp_whisperx.subtitles.utterances import Draft, Utterance
from shared.artifacts import SegmentKind

# Seconds of silence that always part cues.
LONGEST_INNER_SILENCE = 1.0
# Seconds a cue may stay after the last word where nobody speaks.
FREE_TAIL = 2.0

# Seconds from which a line of a song is a verse, which has cues of its own.
_VERSE = 1.2

_PER_CUE = 4.0
_INNER_SENTENCE = 4.0
_INNER_OPENING = 3.0
_INNER_UNKNOWN_SPEAKER = 6.0
_INNER_PAUSE_FROM = 0.3
_INNER_PAUSE = 18.0
_END_WITHIN_SENTENCE = 3.0
_END_WEIGHT = 1.2
_PAUSE_BONUS = 20.0
_LAYOUT_WEIGHT = 0.35
_FORBIDDEN_LAYOUT = 25.0
_TOO_SHORT = 20.0
_TOO_FAST = 40.0
_TOO_LONG = 60.0
_STUB = 16.0
_STUB_WEIGHT = 0.6
_BRIEF = 1.2
_BRIEF_WEIGHT = 5.0


@dataclass
class Passage:
    """Tokens of one speaker without a long silence between them."""

    tokens: list[Token]
    speaker: str | None
    kind: SegmentKind

    def takes(self, utterance: Utterance, tokens: Sequence[Token]) -> bool:
        """Whether an utterance goes on where the passage ends."""
        silence = tokens[0].start - self.tokens[-1].end
        alike = utterance.speaker == self.speaker and utterance.kind == self.kind
        if self.kind == "song" and self.tokens[-1].end - self.tokens[0].start >= _VERSE:
            return False
        return alike and -0.2 <= silence <= LONGEST_INNER_SILENCE


def margin_of(kind: SegmentKind, profile: StyleProfile) -> float:
    """Returns the characters that a song mark and its space take on a line."""
    return visible_length(f"{SONG_MARK} ", profile.language) if kind == "song" else 0.0


class Parting:
    """Finds the cheapest parting of a passage into cues, by dynamic programming.

    Args:
        passage: What is parted.
        profile: The profile of the track's language.
        following: When the next passage begins, seconds; None after the last one.
        words: Pairs of characters not to part, in unspaced scripts.
    """

    def __init__(
        self,
        passage: Passage,
        profile: StyleProfile,
        following: float | None,
        words: frozenset[str] = frozenset(),
    ) -> None:
        self._passage = passage
        self._tokens = passage.tokens
        self._profile = profile
        self._breaker = LineBreaker(
            passage.tokens, profile, margin_of(passage.kind, profile), words
        )
        last = passage.tokens[-1].end
        free = last + FREE_TAIL if following is None else min(last + FREE_TAIL, following)
        starts = [token.start for token in passage.tokens[1:]]
        self._next = [*starts, max(last, free)]
        self._inner = [0.0, *accumulate(map(self._inner_cost, range(len(passage.tokens))))]

    def drafts(self) -> list[Draft]:
        """Returns the passage's cues in order."""
        count = len(self._tokens)
        best = [0.0] + [float("inf")] * count
        back = [0] * (count + 1)
        for last in range(count):
            for first in range(last, -1, -1):
                if first < last and self._is_beyond(first, last):
                    break
                cost = best[first] + self._cost(first, last)
                if cost < best[last + 1]:
                    best[last + 1], back[last + 1] = cost, first
        return self._trace(back)

    def _trace(self, back: Sequence[int]) -> list[Draft]:
        drafts: list[Draft] = []
        end = len(self._tokens)
        while end > 0:
            drafts.append(self._draft(back[end], end - 1))
            end = back[end]
        return drafts[::-1]

    def _draft(self, first: int, last: int) -> Draft:
        lines = self._breaker.lines(first, last)
        if self._passage.kind == "song":
            lines = _with_song_marks(lines)
        return Draft(
            lines, self._tokens[first].start, self._tokens[last].end,
            self._passage.speaker, self._passage.kind,
        )  # fmt: skip

    def _is_beyond(self, first: int, last: int) -> bool:
        limit = self._profile.line_length * self._profile.max_lines + 1
        return self._breaker.width(first, last) > limit

    def _cost(self, first: int, last: int) -> float:
        layout = self._breaker.best(first, last)
        if layout is None:
            return float("inf")
        inner = self._inner[last] - self._inner[first]
        parts = _PER_CUE + layout[0] * _LAYOUT_WEIGHT + inner + self._stub_cost(first, last)
        if layout[0] >= FORBIDDEN:
            parts += _FORBIDDEN_LAYOUT
        return parts + self._end_cost(last) + self._time_cost(first, last)

    def _inner_cost(self, place: int) -> float:
        """What it costs to keep a boundary within a cue."""
        if place + 1 >= len(self._tokens):
            return 0.0
        cost = 0.0
        token, following = self._tokens[place], self._tokens[place + 1]
        pause = following.start - token.end
        if ends_sentence(token, self._profile):
            cost += _INNER_SENTENCE
        elif following.opens:
            cost += _INNER_OPENING
        if following.opens and self._passage.speaker is None:
            cost += _INNER_UNKNOWN_SPEAKER
        return cost + max(0.0, pause - _INNER_PAUSE_FROM) * _INNER_PAUSE

    def _end_cost(self, last: int) -> float:
        """What it costs to end a cue here."""
        if last + 1 == len(self._tokens) or ends_sentence(self._tokens[last], self._profile):
            return 0.0
        pause = min(0.5, max(0.0, self._next[last] - self._tokens[last].end))
        penalty = self._breaker.penalties[last]
        if self._tokens[last + 1].opens:
            penalty = min(penalty, 2.0)
        return max(0.0, _END_WITHIN_SENTENCE + _END_WEIGHT * penalty - _PAUSE_BONUS * pause)

    def _stub_cost(self, first: int, last: int) -> float:
        """What it costs to cut a few characters off a sentence."""
        opens = first == 0 or ends_sentence(self._tokens[first - 1], self._profile)
        closes = last + 1 == len(self._tokens) or ends_sentence(self._tokens[last], self._profile)
        missing = _STUB * self._profile.line_length / 42.0 - self._breaker.width(first, last)
        return 0.0 if opens and closes else max(0.0, missing) * _STUB_WEIGHT

    def _time_cost(self, first: int, last: int) -> float:
        """What it costs to be brief, too fast to read, or too long."""
        start, profile = self._tokens[first].start, self._profile
        spoken = self._tokens[last].end - start
        shown = min(max(self._next[last] - start, 0.05), spoken + FREE_TAIL, profile.max_duration)
        need = self._breaker.width(first, last) / profile.reading_speed
        cost = max(0.0, _BRIEF - shown) * _BRIEF_WEIGHT
        if shown < profile.min_duration:
            cost += _TOO_SHORT * (2.0 - shown / profile.min_duration)
        if need > shown:
            cost += _TOO_FAST * min(need / shown - 1.0, 3.0) + 2.0
        if spoken > profile.max_duration:
            cost += _TOO_LONG * (spoken - profile.max_duration + 1.0)
        return cost


def _with_song_marks(lines: Sequence[str]) -> tuple[str, ...]:
    """Sets the note sign before the first line and after the last."""
    marked = list(lines)
    marked[0] = f"{SONG_MARK} {marked[0]}"
    marked[-1] = f"{marked[-1]} {SONG_MARK}"
    return tuple(marked)
