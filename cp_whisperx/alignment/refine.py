"""Puts word times in order: monotone, in the speech, of a length one can hear, never overlapping.

Every aligner's result passes through here, so that later stages may rely on it. A segment never
leaves the speech regions it touched before; one that touched none stays where it was.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.stretches import Span, Speech
from shared.artifacts import Segment, SpeechRegions, Transcript, Word

MIN_WORD = 0.06
# Nobody says more letters than this in a second for long: 20.
_QUICK_LETTER = 0.05
# A line that still gets this much time may be that quick.
_SHORT_LINE = 0.5

Times = NDArray[np.float64]


def refine_transcript(transcript: Transcript, regions: SpeechRegions) -> Transcript:
    """Refines all segments.

    Args:
        transcript: Segments with or without words, their times in seconds.
        regions: Where somebody speaks.

    Returns:
        The same segments and words, in order of time, with refined times.
    """
    voices = _Voices(regions)
    refined = [
        _refine_segment(segment, voices, transcript.duration) for segment in transcript.segments
    ]
    ordered = sorted(refined, key=lambda segment: (segment.start, segment.end, segment.id))
    return transcript.model_copy(update={"segments": tuple(_separate(ordered))})


def spread_words(segment: Segment) -> tuple[Word, ...]:
    """Gives a segment without word times words that share its time by their characters."""
    words = tuple(
        Word(text=text, start=segment.start, end=segment.end, language=segment.language)
        for text in segment.text.split()
    )
    return _spread(words, segment.start, segment.end)


def _spread(words: Sequence[Word], low: float, high: float) -> tuple[Word, ...]:
    sizes = np.cumsum([0, *(len(word.text) + 1 for word in words)], dtype=np.float64)
    marks = low + (high - low) * sizes / max(1.0, sizes[-1])
    return tuple(
        word.model_copy(update={"start": float(start), "end": float(end)})
        for word, start, end in zip(words, marks[:-1], marks[1:], strict=True)
    )


class _Voices:
    """Where anybody speaks, and where each speaker does."""

    def __init__(self, regions: SpeechRegions) -> None:
        self._anybody = Speech((region.start, region.end) for region in regions.regions)
        spans: dict[str, list[Span]] = {}
        for region in regions.regions:
            if region.speaker:
                spans.setdefault(region.speaker, []).append((region.start, region.end))
        self._speakers = {name: Speech(own) for name, own in spans.items()}

    def under(self, segment: Segment) -> Speech:
        """The speech under a segment: its speaker's where that is known, else anybody's."""
        speaker = self._speakers.get(segment.speaker or "")
        own = speaker.under(segment.start, segment.end) if speaker else ()
        return Speech(own or self._anybody.under(segment.start, segment.end))


def _refine_segment(segment: Segment, voices: _Voices, duration: float) -> Segment:
    words = segment.words or spread_words(segment)
    low, high = np.clip([segment.start, max(segment.start, segment.end)], 0.0, duration).tolist()
    segment = segment.model_copy(update={"start": low, "end": high})
    touched = voices.under(segment)
    room = _room(low, high, words, touched.spans) if touched.spans else None
    if room is None:
        return _with_words(segment, fit_words(words, low, high))
    low, high = room
    lost = sum(not touched.under(word.start, word.end) for word in words)
    if lost > len(words) / 2:
        return _with_words(segment, _spread(words, low, high))
    pulled = [_pull(word, touched) for word in words]
    return _with_words(segment, fit_words(pulled, low, high))


def _room(
    low: float, high: float, words: Sequence[Word], touched: Sequence[Span]
) -> tuple[float, float] | None:
    """The part of a segment's time in speech, widened within it if too short for the words.

    Returns:
        Start and end, or None if the speech is too short even so.
    """
    first, last = touched[0][0], touched[-1][1]
    low, high = max(low, first), min(high, last)
    wanted = _QUICK_LETTER * sum(len(word.text) for word in words)
    high = min(last, max(high, low + wanted))
    low = max(first, min(low, high - wanted))
    enough = min(wanted, _SHORT_LINE) - 1e-6
    return (low, high) if high - low >= enough else None


def _pull(word: Word, touched: Speech) -> Word:
    """Cuts a word to the span that holds most of it, or moves it to the nearest one's edge."""
    under = touched.under(word.start, word.end)
    if under:
        first, last = max(under, key=lambda span: (_overlap(word, span), span[0]))
        start, end = max(word.start, first), min(word.end, last)
    else:
        first, last = touched.nearest(word.start, word.end)
        length = min(max(word.end - word.start, MIN_WORD), last - first, 0.3)
        start = last - length if word.start >= last else first
        end = start + length
    return word.model_copy(update={"start": start, "end": end})


def _overlap(word: Word, span: Span) -> float:
    return min(word.end, span[1]) - max(word.start, span[0])


def fit_words(words: Sequence[Word], low: float, high: float) -> tuple[Word, ...]:
    """Fits words into a span: monotone, not overlapping, none shorter than can be heard.

    Args:
        words: Words in the order of the text; their times may be out of order.
        low: Earliest start.
        high: Latest end. If the span is too short for all, the words share it evenly.
    """
    if not words:
        return ()
    steps = np.arange(len(words))
    least = min(MIN_WORD, (high - low) / len(words))
    starts = _monotone(np.clip([word.start for word in words], low, high))
    ends = _monotone(np.clip([word.end for word in words], low, high))
    starts = np.maximum.accumulate(starts - least * steps) + least * steps
    starts = np.minimum(starts, high - least * (len(words) - steps))
    ends = np.maximum(ends, starts + least)
    ends = np.minimum(ends, np.append(starts[1:], high))
    return tuple(
        word.model_copy(update={"start": float(start), "end": float(max(start, end))})
        for word, start, end in zip(words, starts, ends, strict=True)
    )


def _monotone(times: Times) -> Times:
    """Makes times rise; where one is out of order, it and its neighbours meet halfway."""
    rising = np.maximum.accumulate(times)
    falling = np.minimum.accumulate(times[::-1])[::-1]
    middle: Times = (rising + falling) / 2
    return middle


def _with_words(segment: Segment, words: tuple[Word, ...]) -> Segment:
    if not words:
        return segment
    update = {"words": words, "start": words[0].start, "end": words[-1].end}
    return segment.model_copy(update=update)


def _separate(segments: Sequence[Segment]) -> list[Segment]:
    """Cuts segments of one speaker apart where they overlap, in the middle of the overlap."""
    done: list[Segment] = []
    last: dict[str | None, int] = {}
    for segment in segments:
        index = last.get(segment.speaker)
        if index is not None and done[index].end > segment.start:
            before = done[index]
            low = max(before.start, segment.start)
            cut = (low + max(low, min(before.end, segment.end))) / 2
            done[index] = _within(before, before.start, cut)
            segment = _within(segment, cut, max(cut, segment.end))  # noqa: PLW2901
        last[segment.speaker] = len(done)
        done.append(segment)
    return done


def _within(segment: Segment, low: float, high: float) -> Segment:
    words = fit_words(segment.words, low, high)
    return segment.model_copy(update={"words": words, "start": low, "end": high})
