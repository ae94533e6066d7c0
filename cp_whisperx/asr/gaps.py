"""Finds speech that no word covers, and puts what was heard there later into its place."""

from collections.abc import Iterable, Iterator, Sequence

from cp_whisperx.asr.windows import Span, merge_spans, touched
from shared.artifacts import Segment, SpeechRegion, TimeSpan, Transcript, Word
from shared.unicode_scripts import join_words

# A pause between words is no gap.
_PAUSE = 0.25
# A longer word has swallowed something: of it only the ends are believed.
_LONGEST_WORD = 2.0
_EDGE = 0.05


def uncovered_speech(
    regions: Iterable[SpeechRegion], segments: Iterable[Segment], least: float
) -> tuple[TimeSpan, ...]:
    """Finds stretches of speech that no word covers.

    Args:
        regions: Where somebody speaks.
        segments: What was understood; one without words covers its whole time.
        least: Shortest stretch in seconds, besides a pause at each word beside it.
    """
    words = merge_spans(span for segment in segments for span in _covered(segment))
    return tuple(
        TimeSpan(start=round(start, 3), end=round(end, 3))
        for region in merge_spans((region.start, region.end) for region in regions)
        for start, end in _without(region, words)
        if end - start >= least + _PAUSE * ((start > region[0]) + (end < region[1]))
    )


def seconds_of(spans: Iterable[TimeSpan]) -> float:
    """Returns how long spans are together."""
    return sum(span.end - span.start for span in spans)


def _covered(segment: Segment) -> Iterator[Span]:
    if not segment.words:
        yield segment.start, segment.end
    for word in segment.words:
        if word.end - word.start <= _LONGEST_WORD:
            yield word.start, word.end
        else:
            yield word.start, word.start + _LONGEST_WORD / 2
            yield word.end - _LONGEST_WORD / 2, word.end


def _without(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """Gives what is left of a span; what is taken is merged."""
    at = span[0]
    for start, end in touched(taken, *span):
        if start > at:
            yield at, start
        at = max(at, end)
    if at < span[1]:
        yield at, span[1]


def words_within(segment: Segment, gap: TimeSpan) -> Segment | None:
    """Cuts a segment to the words whose middle lies in a gap; None if there are none."""
    words = [
        word
        for word in segment.words
        if gap.start - _EDGE <= (word.start + word.end) / 2 <= gap.end + _EDGE
    ]
    if not words:
        return None
    placed = tuple(_clipped(word, gap.start, gap.end) for word in words)
    return segment.model_copy(
        update={
            "words": placed,
            "text": join_words(word.text for word in words),
            "start": placed[0].start,
            "end": placed[-1].end,
        }
    )


def _clipped(word: Word, start: float, end: float) -> Word:
    first = min(max(word.start, start), end)
    return word.model_copy(update={"start": first, "end": min(max(word.end, first), end)})


def insert(transcript: Transcript, found: Sequence[Segment]) -> tuple[Transcript, list[int]]:
    """Puts segments into a transcript; one that has a pause there is split round it.

    Args:
        transcript: Segments in order, not overlapping.
        found: What comes in, each where no word is.

    Returns:
        The transcript with its segments numbered anew in order of time, and the ids of those that
        came in, in the order of `found`.
    """
    parts = list(transcript.segments)
    for new in found:
        parts = [part for old in parts for part in _round(old, new)]
    ordered = sorted([*parts, *found], key=lambda segment: (segment.start, segment.end))
    numbers = {id(segment): number for number, segment in enumerate(ordered)}
    moved = {part.id: numbers[id(part)] for part in reversed(parts)}
    repairs = (
        repair.model_copy(update={"segment": moved.get(repair.segment, repair.segment)})
        for repair in transcript.repairs
    )
    segments = (segment.model_copy(update={"id": number}) for number, segment in enumerate(ordered))
    changed = {"segments": tuple(segments), "repairs": tuple(repairs)}
    return transcript.model_copy(update=changed), [numbers[id(new)] for new in found]


def _round(old: Segment, new: Segment) -> list[Segment]:
    """Returns what of a segment lies before and after another."""
    if old.end <= new.start or old.start >= new.end or not old.words:
        return [old]
    middle = (new.start + new.end) / 2
    before = tuple(word for word in old.words if _belongs_before(word, middle))
    after = old.words[len(before) :]
    parts = [
        _part(old, before, old.start, min(old.end, new.start)),
        _part(old, after, max(old.start, new.end), old.end),
    ]
    return [part for part in parts if part is not None]


def _belongs_before(word: Word, middle: float) -> bool:
    """A word that reaches over the middle lies where more of it is."""
    return (word.start + word.end) / 2 < middle


def _part(old: Segment, words: tuple[Word, ...], start: float, end: float) -> Segment | None:
    if not words:
        return None
    placed = tuple(_clipped(word, start, end) for word in words)
    if len(words) == len(old.words):
        return old.model_copy(update={"words": placed, "start": start, "end": end})
    text = join_words(word.text for word in words)
    times = {"start": placed[0].start, "end": placed[-1].end}
    return old.model_copy(update={"words": placed, "text": text, **times})
