"""When each part of a text is said, from the times of the words that were heard.

A transcript's words have their own times. A translation has none: its text is laid over the
source's words in proportion, sentence on sentence where both have as many, and sentence ends
placed at the source's sentence ends and pauses near by.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cp_whisperx.subtitles.lines import ends_sentence
from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from cp_whisperx.subtitles.tokens import Token
from shared.artifacts import Word

_PAUSE = 0.25
_NEAR = 0.15
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class _Span:
    """A heard word: its share of the text (0 to 1) and its time."""

    first: float
    last: float
    start: float
    end: float
    ends_sentence: bool = False


class SpeechClock:
    """Maps shares of what was said to times.

    Args:
        start: When the utterance begins, seconds.
        end: When it ends, seconds.
        words: The words heard in it; none: even speed is assumed.
        profile: The profile of the words' language.
    """

    def __init__(
        self, start: float, end: float, words: Sequence[Word], profile: StyleProfile
    ) -> None:
        words = [word for word in words if _letters(word.text)]
        self.heard = [_letters(word.text) for word in words]
        self._spans = _spans(start, max(start, end), words, profile)
        self._firsts = [span.first for span in self._spans]
        self._lasts = [span.last for span in self._spans]

    def one_to_one(self, tokens: Sequence[Token]) -> list[Token]:
        """Gives tokens that are the heard words themselves exactly their times."""
        return [
            replace(token, start=span.start, end=span.end, opens=index == 0)
            for index, (token, span) in enumerate(zip(tokens, self._spans, strict=True))
        ]

    def starts_at(self, share: float) -> float:
        """Returns when what begins at this share of the text begins."""
        index = max(0, bisect_right(self._firsts, share + _TOLERANCE) - 1)
        return _time(self._spans[index], share)

    def ends_at(self, share: float) -> float:
        """Returns when what ends at this share of the text has ended."""
        index = min(bisect_left(self._lasts, share - _TOLERANCE), len(self._spans) - 1)
        return _time(self._spans[index], share)

    def sentence_ends(self) -> list[float]:
        """Returns the shares at which sentences end, the last one left out."""
        return [span.last for span in self._spans[:-1] if span.ends_sentence]

    def breaks(self) -> list[float]:
        """Returns the shares at which a sentence ends or the speaker pauses."""
        pairs = pairwise(self._spans)
        return [a.last for a, b in pairs if a.ends_sentence or b.start - a.end >= _PAUSE]


def time_tokens(tokens: Sequence[Token], clock: SpeechClock, profile: StyleProfile) -> list[Token]:
    """Gives every token its time.

    Args:
        tokens: The utterance's tokens.
        clock: Made of the words heard in the utterance, in the same language or another.
        profile: The profile of the tokens' language.
    """
    if clock.heard == [_letters(token.text) for token in tokens]:
        return clock.one_to_one(tokens)
    shares = _shares([_weight(token.text, profile) for token in tokens])
    ends = [shares[i + 1] for i, t in enumerate(tokens[:-1]) if ends_sentence(t, profile)]
    warp = _Warp(ends, clock)
    timed: list[Token] = []
    for index, token in enumerate(tokens):
        start = clock.starts_at(warp(shares[index]))
        end = max(start, clock.ends_at(warp(shares[index + 1])))
        timed.append(replace(token, start=start, end=end, opens=index == 0))
    return timed


class _Warp:
    """Maps shares of a text to shares of what was heard, through matching sentence ends."""

    def __init__(self, ends: Sequence[float], clock: SpeechClock) -> None:
        heard = clock.sentence_ends()
        pairs = list(zip(ends, heard, strict=True)) if len(ends) == len(heard) else []
        if not pairs:
            pairs = _nearest(ends, clock.breaks())
        self._ours = [0.0, *(ours for ours, _ in pairs), 1.0]
        self._theirs = [0.0, *(theirs for _, theirs in pairs), 1.0]

    def __call__(self, share: float) -> float:
        index = min(max(bisect_right(self._ours, share), 1), len(self._ours) - 1)
        low, high = self._ours[index - 1], self._ours[index]
        part = (share - low) / (high - low) if high > low else 0.0
        return self._theirs[index - 1] + part * (self._theirs[index] - self._theirs[index - 1])


def _nearest(ends: Sequence[float], breaks: Sequence[float]) -> list[tuple[float, float]]:
    """Pairs each end with the nearest break that is near enough, in order."""
    pairs: list[tuple[float, float]] = []
    for end in ends:
        low = pairs[-1][1] if pairs else 0.0
        near = [place for place in breaks if place > low and abs(place - end) <= _NEAR]
        if near:
            pairs.append((end, min(near, key=lambda place: abs(place - end))))
    return pairs


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _weight(text: str, profile: StyleProfile) -> float:
    """Letters and digits alone take time to say; a sign gets next to nothing."""
    return max(visible_length(_letters(text), profile.language), 0.1)


def _shares(weights: Sequence[float]) -> list[float]:
    """Returns running shares from 0 to 1, one more than there are weights."""
    total, running, shares = sum(weights), 0.0, [0.0]
    for weight in weights:
        running += weight
        shares.append(running / total)
    return shares


def _spans(start: float, end: float, words: Sequence[Word], profile: StyleProfile) -> list[_Span]:
    """Makes spans in order and within the utterance, whatever the words' times are."""
    if not words:
        return [_Span(0.0, 1.0, start, end)]
    shares = _shares([_weight(word.text, profile) for word in words])
    spans, latest = [], start
    for index, word in enumerate(words):
        latest = min(max(word.start, latest), end)
        until = min(max(word.end, latest), end)
        closes = ends_sentence(Token(word.text.strip(), "", 0.0), profile)
        spans.append(_Span(shares[index], shares[index + 1], latest, until, closes))
        latest = until
    return spans


def _time(span: _Span, share: float) -> float:
    part = (share - span.first) / (span.last - span.first)
    return span.start + min(max(part, 0.0), 1.0) * (span.end - span.start)
