"""Cuts a window's text into segments where the recogniser gave no times but those of words.

Word times by cross-attention let the first word after a pause swallow the pause. Where somebody
speaks is known better than that, so words are moved out of the pauses first.
"""

from collections.abc import Sequence
from dataclasses import replace

from cp_whisperx.asr.whisper_segments import WhisperSegment
from cp_whisperx.asr.windows import Span
from shared.unicode_scripts import join_words

# Text, start, end and probability.
TimedWord = tuple[str, float, float, float]

_PAUSE = 0.5
_ALWAYS_ENDS = "?!।॥…。？！۔"
_CLOSING = "\"'”’»)]"
# Seconds that a slowly spoken word takes: these, and these for each letter.
_SLOWEST_WORD = 0.3
_SLOWEST_LETTER = 0.1
# `Dr.` and `Mr.` end no sentence.
_LONGEST_ABBREVIATION = 3


def into_sentences(whole: WhisperSegment, speech: Sequence[Span]) -> list[WhisperSegment]:
    """Cuts a segment at pauses and ends of sentences.

    Args:
        whole: A window's text with its words.
        speech: Spans of speech, in order, with times from the same start.

    Returns:
        Segments in order, not overlapping, each with its words; one without words stays as it is.
    """
    pieces = [
        replace(
            whole,
            text=join_words(word[0] for word in words),
            start=words[0][1],
            end=words[-1][2],
            words=tuple(words),
        )
        for words in _sentences(_into_speech(whole.words, speech))
    ]
    return pieces or [whole]


def longest_gap(segments: Sequence[WhisperSegment], speech: Sequence[Span]) -> float:
    """Returns how much of a span of speech has no words over it, where it is most, in seconds.

    A word that lasts longer than anybody draws it out covers only what it can.
    """
    words = [
        (start, min(end, start + _SLOWEST_WORD + _SLOWEST_LETTER * len(text)))
        for segment in segments
        for text, start, end, _ in segment.words
    ]
    gaps = [
        end - start - sum(max(0.0, min(end, b) - max(start, a)) for a, b in words)
        for start, end in speech
    ]
    return max(gaps, default=0.0)


def _into_speech(words: Sequence[TimedWord], speech: Sequence[Span]) -> list[TimedWord]:
    """Moves the edges of words that lie in a pause to the speech beside it."""
    placed: list[TimedWord] = []
    earliest = 0.0
    for text, start, end, sure in words:
        begun, ended = _within(start, max(start, end), speech)
        begun = max(begun, earliest)
        earliest = max(begun, ended)
        placed.append((text, begun, earliest, sure))
    return placed


def _within(start: float, end: float, speech: Sequence[Span]) -> Span:
    """Moves a word's edges to the span that has most of it; one outside all keeps its times."""
    parts = [(max(start, a), min(end, b)) for a, b in speech if a < end and b > start]
    if not parts:
        return start, end
    # Of equals the later one: it is the pause before itself that a word swallows.
    return max(reversed(parts), key=lambda part: part[1] - part[0])


def _sentences(words: Sequence[TimedWord]) -> list[list[TimedWord]]:
    groups: list[list[TimedWord]] = []
    for word in words:
        last = groups[-1][-1] if groups else None
        if last is None or word[1] - last[2] >= _PAUSE or _ends_sentence(last[0]):
            groups.append([])
        groups[-1].append(word)
    return groups


def _ends_sentence(word: str) -> bool:
    """Whether a word is the last one of a sentence, by its punctuation."""
    bare = word.rstrip(_CLOSING)
    if bare.endswith("."):
        return bare.endswith("..") or len(bare.rstrip(".")) > _LONGEST_ABBREVIATION
    return bool(bare) and bare[-1] in _ALWAYS_ENDS
