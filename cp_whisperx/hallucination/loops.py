"""Cuts loops within a segment, and finds those over neighbouring segments."""

from collections.abc import Sequence

from cp_whisperx.hallucination.repetition import Loop, find_loop, find_loops
from cp_whisperx.hallucination.text import normalise, normalised_words
from shared.artifacts import Segment, Word

# People say a word this often in a row ("no no no no"); recognisers loop dozens of times.
_NATURAL_SINGLE_WORDS = 7
_LONGEST_UNIT = 24
_LONGEST_SEGMENT_UNIT = 3
# A word of letters that come round like this is a loop too ("hahaha" six times over).
_LONG_WORD = 24
_NATURAL_LETTERS = 8
_LONGEST_LETTER_UNIT = 6
# Songs repeat by nature.
_SONG_FACTOR = 2


def allowed_repeats(segment: Segment, max_repeats: int) -> int:
    """Returns how often a phrase may come in a row in this segment."""
    return max_repeats * (1 if segment.kind == "speech" else _SONG_FACTOR)


def cut_loops(segment: Segment, max_repeats: int) -> Segment | None:
    """Cuts a segment's loops and keeps each one's first unit.

    Args:
        segment: The segment.
        max_repeats: How often a phrase may come in a row.

    Returns:
        The segment with what is left, or None if it holds no loop.
    """
    texts = segment.text.split()
    allowed = allowed_repeats(segment, max_repeats)
    shortened = [_cut_letters(text) for text in texts]
    keep = _kept_indices(normalised_words(shortened), allowed)
    if len(keep) == len(texts) and shortened == texts:
        return None
    words = _kept_words(segment, texts, shortened, keep)
    end = words[-1].end if words else segment.end
    text = " ".join(shortened[index] for index in keep)
    return segment.model_copy(update={"text": text, "words": words, "end": end})


def _kept_indices(words: Sequence[str], allowed: int) -> list[int]:
    dropped: set[int] = set()
    for loop in find_loops(words, allowed + 1, _LONGEST_UNIT):
        if loop.unit == 1 and loop.repeats <= max(_NATURAL_SINGLE_WORDS, allowed):
            continue
        dropped.update(range(loop.start + loop.unit, loop.end))
        dropped.update(_torn_unit(words, loop))
    return [index for index in range(len(words)) if index not in dropped]


def _torn_unit(words: Sequence[str], loop: Loop) -> range:
    """The beginning of one more unit after the last whole one: where the recogniser gave up."""
    length = 0
    while loop.end + length < len(words) and length < loop.unit:
        if words[loop.end + length] != words[loop.start + length]:
            break
        length += 1
    at_end = loop.end + length == len(words)
    return range(loop.end, loop.end + length) if at_end else range(0)


def _kept_words(
    segment: Segment, texts: Sequence[str], shortened: Sequence[str], keep: Sequence[int]
) -> tuple[Word, ...]:
    """The words that stay, where words and text agree; else none, and times come by share."""
    if len(segment.words) != len(texts):
        return ()
    return tuple(
        segment.words[index].model_copy(update={"text": shortened[index]}) for index in keep
    )


def _cut_letters(word: str) -> str:
    """Cuts a word of one group of letters over and over to the group."""
    if len(word) < _LONG_WORD:
        return word
    loop = find_loop(list(word), _NATURAL_LETTERS, _LONGEST_LETTER_UNIT)
    if loop is None or loop.end - loop.start < len(word) / 2:
        return word
    return word[: loop.start + loop.unit] + word[loop.end :]


def repeated_segments(segments: Sequence[Segment], max_repeats: int) -> dict[int, Loop]:
    """Finds segments that say again what the ones before them said, too often in a row.

    Args:
        segments: In order of time.
        max_repeats: How often a sentence may come in a row.

    Returns:
        For the index of each segment to set aside: the loop that it is part of. Each loop's first
        unit is not among them.
    """
    texts = [normalise(segment.text) for segment in segments]
    repeated: dict[int, Loop] = {}
    for loop in find_loops(texts, max_repeats + 1, _LONGEST_SEGMENT_UNIT):
        members = segments[loop.start : loop.end]
        if loop.repeats <= max(allowed_repeats(member, max_repeats) for member in members):
            continue
        repeated.update(dict.fromkeys(range(loop.start + loop.unit, loop.end), loop))
    return repeated
