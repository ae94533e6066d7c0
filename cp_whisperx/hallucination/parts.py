"""Takes made-up sentences out of a segment that is otherwise said.

Recognisers like to end a window with thanks or a credit line; it then shares a segment with
speech. Only known phrases are taken out of one, and only where the words' own times tell that the
sentence lies outside the speech.
"""

from collections.abc import Callable
from statistics import fmean

from cp_whisperx.hallucination.text import sentences
from shared.artifacts import Segment, Word


def without_made_up_sentences(
    segment: Segment, made_up: Callable[[Segment], bool]
) -> Segment | None:
    """Returns a segment without the sentences that nobody said.

    Args:
        segment: With its words' times; without them it is left alone.
        made_up: Judges one sentence as a segment of its own.

    Returns:
        What is left; None if all of it is, or nothing would be.
    """
    texts = sentences(segment.text)
    if len(texts) < 2:
        return None
    parts = _parts(segment, texts)
    kept = [part for part in parts if not made_up(part)]
    if not kept or len(kept) == len(parts):
        return None
    words = tuple(word for part in kept for word in part.words)
    return segment.model_copy(
        update={
            "text": " ".join(part.text for part in kept),
            "words": words,
            "start": segment.start if kept[0] is parts[0] else words[0].start,
            "end": segment.end if kept[-1] is parts[-1] else words[-1].end,
        }
    )


def _parts(segment: Segment, texts: list[str]) -> list[Segment]:
    """Cuts a segment into its sentences; nothing if text and words disagree."""
    parts, left = [], list(segment.words)
    for text in texts:
        words = _take(text, left)
        if not words:
            return []
        parts.append(_part(segment, text, words))
    return [] if left else parts


def _take(text: str, left: list[Word]) -> tuple[Word, ...]:
    """Takes the words of a text from the front of those that are left."""
    taken, at = [], 0
    while left and (start := text.find(left[0].text.strip(), at)) >= 0:
        at = start + len(left[0].text.strip())
        taken.append(left.pop(0))
        if not text[at:].strip():
            break
    return tuple(taken)


def _part(segment: Segment, text: str, words: tuple[Word, ...]) -> Segment:
    known = [word.confidence for word in words if word.confidence is not None]
    update = {
        "text": text,
        "words": words,
        "start": words[0].start,
        "end": words[-1].end,
        "confidence": fmean(known) if known else segment.confidence,
    }
    return segment.model_copy(update=update)
