"""Cue building: what is said, by whom and when, becomes texts of at most two lines.

Utterances of one speaker that follow each other closely form a passage. Where a passage is parted
into cues is one optimisation over all its words: sentences stay whole where they fit, cues part at
pauses and clauses before anywhere else, nobody gets a flash of a cue or one too fast to read, and
short neighbours share a cue. No word is ever dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from cp_whisperx.subtitles.clock import SpeechClock, time_tokens
from cp_whisperx.subtitles.lines import FORBIDDEN, LineBreaker, ends_sentence
from cp_whisperx.subtitles.profiles import StyleProfile, get_profile, visible_length
from cp_whisperx.subtitles.text import SONG_MARK, clean_text, strip_song_marks
from cp_whisperx.subtitles.tokens import Token, tokenise
from shared.artifacts import SegmentKind, Transcript, TranslatedTranscript, Word

# Seconds of silence that always part cues.
LONGEST_INNER_SILENCE = 1.0
# Seconds a cue may stay after the last word where nobody speaks.
FREE_TAIL = 2.0
SPEAKER_HYPHEN = "-"

_PER_CUE = 4.0
_INNER_SENTENCE = 4.0
_INNER_UNKNOWN_SPEAKER = 4.0
_INNER_PAUSE_FROM = 0.3
_INNER_PAUSE = 18.0
_END_WITHIN_SENTENCE = 3.0
_END_WEIGHT = 1.6
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


@dataclass(frozen=True)
class Utterance:
    """What one speaker says in one go, in the language of the track.

    Attributes:
        start: Seconds.
        end: Seconds.
        text: As recognised or translated.
        words: The words heard, with times; of the source language for a translation.
        words_language: BCP-47 code of those words.
    """

    start: float
    end: float
    text: str
    speaker: str | None
    kind: SegmentKind
    words: tuple[Word, ...]
    words_language: str


@dataclass(frozen=True)
class Draft:
    """A cue's lines and when they are spoken, before display times are set."""

    lines: tuple[str, ...]
    start: float
    end: float
    speaker: str | None = None
    kind: SegmentKind = "speech"
    dialogue: bool = False

    @property
    def song(self) -> bool:
        """Whether the lines are sung."""
        return self.kind == "song"


def utterances_of(transcript: Transcript) -> list[Utterance]:
    """Returns a transcript's segments as utterances."""
    return [
        Utterance(s.start, s.end, s.text, s.speaker, s.kind, s.words, transcript.language)
        for s in transcript.segments
    ]


def translated_utterances(translated: TranslatedTranscript, source: Transcript) -> list[Utterance]:
    """Returns a translation as utterances, with the source's words for their times."""
    words = {segment.id: segment.words for segment in source.segments}
    return [
        Utterance(s.start, s.end, s.text, s.speaker, s.kind, words.get(s.id, ()), source.language)
        for s in translated.segments
    ]


def build_drafts(utterances: Iterable[Utterance], profile: StyleProfile) -> list[Draft]:
    """Parts utterances into cues.

    Args:
        utterances: In any order; what is empty after cleaning makes no cue.
        profile: The profile of the track's language.

    Returns:
        Drafts in order of time.
    """
    passages = _passages(sorted(utterances, key=lambda u: (u.start, u.end)), profile)
    drafts: list[Draft] = []
    for index, passage in enumerate(passages):
        following = passages[index + 1].tokens[0].start if index + 1 < len(passages) else None
        drafts += _Parting(passage, profile, following).drafts()
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    return _pair_speakers(drafts, profile)


@dataclass
class _Passage:
    """Tokens of one speaker without a long silence between them."""

    tokens: list[Token]
    speaker: str | None
    kind: SegmentKind

    def takes(self, utterance: Utterance, tokens: Sequence[Token]) -> bool:
        """Whether an utterance goes on where the passage ends."""
        silence = tokens[0].start - self.tokens[-1].end
        alike = utterance.speaker == self.speaker and utterance.kind == self.kind
        return alike and -0.2 <= silence <= LONGEST_INNER_SILENCE


def _passages(utterances: Iterable[Utterance], profile: StyleProfile) -> list[_Passage]:
    passages: list[_Passage] = []
    for utterance in utterances:
        tokens = _tokens(utterance, profile)
        if not tokens:
            continue
        if passages and passages[-1].takes(utterance, tokens):
            passages[-1].tokens += tokens
        else:
            passages.append(_Passage(tokens, utterance.speaker, utterance.kind))
    return passages


def _tokens(utterance: Utterance, profile: StyleProfile) -> list[Token]:
    text = clean_text(utterance.text, profile)
    if utterance.kind == "song":
        text = strip_song_marks(text)
    if not text:
        return []
    heard_in = get_profile(utterance.words_language)
    clock = SpeechClock(utterance.start, utterance.end, utterance.words, heard_in)
    longest = profile.line_length - 2 * _margin(utterance.kind, profile)
    return time_tokens(tokenise(text, profile, longest), clock, profile)


def _margin(kind: SegmentKind, profile: StyleProfile) -> float:
    """Returns the characters that a song mark and its space take on a line."""
    return visible_length(f"{SONG_MARK} ", profile.language) if kind == "song" else 0.0


class _Parting:
    """Finds the cheapest parting of a passage into cues, by dynamic programming."""

    def __init__(self, passage: _Passage, profile: StyleProfile, following: float | None) -> None:
        self._passage = passage
        self._tokens = passage.tokens
        self._profile = profile
        self._breaker = LineBreaker(passage.tokens, profile, _margin(passage.kind, profile))
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


def _pair_speakers(drafts: Sequence[Draft], profile: StyleProfile) -> list[Draft]:
    """Lets two speakers share a cue, a line each, where one alone would be gone too soon."""
    paired: list[Draft] = []
    for draft in drafts:
        if paired and _should_pair(paired[-1], draft, profile):
            paired[-1] = _pair(paired[-1], draft)
        else:
            paired.append(draft)
    return paired


def _should_pair(first: Draft, second: Draft, profile: StyleProfile) -> bool:
    if first.dialogue or first.song or second.song or first.speaker == second.speaker:
        return False
    if None in (first.speaker, second.speaker) or len(first.lines) + len(second.lines) > 2:
        return False
    lines = [SPEAKER_HYPHEN + line for line in (*first.lines, *second.lines)]
    if any(visible_length(line, profile.language) > profile.line_length for line in lines):
        return False
    together = max(first.end, second.end) - first.start
    close = second.start - first.end < LONGEST_INNER_SILENCE / 2
    need = visible_length(first.lines[0], profile.language) / profile.reading_speed
    hurried = second.start - first.start < max(need, profile.min_duration)
    return close and hurried and together <= profile.max_duration


def _pair(first: Draft, second: Draft) -> Draft:
    lines = tuple(SPEAKER_HYPHEN + line for line in (*first.lines, *second.lines))
    return replace(first, lines=lines, end=max(first.end, second.end), dialogue=True)
