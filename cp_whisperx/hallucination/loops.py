"""Cuts loops within a segment and keeps each one's first sensible part."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cp_whisperx.hallucination.repetition import Loop, find_growth, find_loops
from cp_whisperx.hallucination.tokens import Token, tokenise
from shared.artifacts import Segment, Word

# People say one word, laugh or call this often in a row; recognisers loop dozens of times.
_NATURAL_WORD = 8
_NATURAL_SYLLABLE = 12
_SYLLABLE_LETTERS = 3
_LONGEST_UNIT = 60
# Lists whose members differ in a number alone ("page 1, page 2") are natural for longer.
_COUNTING_FACTOR = 2
_LISTED_FACTOR = 3
_LONGEST_LISTED_UNIT = 8
# A word of letters that come round like this is a loop too ("hahaha" six times over), and so are
# sentences that run on without a space.
_LONG_WORD = 24
_NATURAL_LETTERS = 8
_LEAST_LETTERS = 5
_SYLLABLE_CHARACTERS = 6
# Songs repeat by nature.
SONG_FACTOR = 3


@dataclass(frozen=True)
class _Passage:
    """A text, its tokens, and how often a phrase may come in a row in it."""

    text: str
    tokens: tuple[Token, ...]
    allowed: int

    @property
    def items(self) -> list[str]:
        return [token.plain for token in self.tokens]


def allowed_repeats(segment: Segment, max_repeats: int) -> int:
    """Returns how often a phrase may come in a row in this segment."""
    return max_repeats * (1 if segment.kind == "speech" else SONG_FACTOR)


def cut_loops(segment: Segment, max_repeats: int) -> Segment | None:
    """Cuts a segment's loops and keeps the first unit of each, of growing ones the longest.

    Args:
        segment: The segment.
        max_repeats: How often a phrase may come in a row.

    Returns:
        The segment with what is left, or None if it holds no loop.
    """
    shortened = _with_short_words(segment)
    allowed = allowed_repeats(segment, max_repeats)
    kept = [(0, len(shortened.text))]
    passage = _Passage(shortened.text, tuple(tokenise(shortened.text)), allowed)
    for find in (_plain_loops, _counting_loops, _listing_loops, _growing_loops):
        passage, kept = _without(passage, kept, find(passage))
    if passage.text == segment.text:
        return None
    words = _kept_words(shortened, kept)
    end = words[-1].end if words else segment.end
    return segment.model_copy(
        update={"text": passage.text.strip(), "words": words, "end": max(end, segment.start)}
    )


def _without(
    passage: _Passage, kept: list[tuple[int, int]], dropped: set[int]
) -> tuple[_Passage, list[tuple[int, int]]]:
    """Leaves tokens out; `kept` are the spans of the first text that are left so far."""
    if not dropped:
        return passage, kept
    left = [token for index, token in enumerate(passage.tokens) if index not in dropped]
    places = _places(kept)
    spans = [(places[token.start], places[token.end - 1] + 1) for token in left]
    text = "".join(passage.text[token.start : token.end] for token in left)
    moved, at = [], 0
    for token in left:
        length = token.end - token.start
        moved.append(replace(token, start=at, end=at + length))
        at += length
    return replace(passage, text=text, tokens=tuple(moved)), spans


def _places(spans: Iterable[tuple[int, int]]) -> list[int]:
    return [index for start, end in spans for index in range(start, end)]


def _plain_loops(passage: _Passage) -> set[int]:
    """Tokens of every repeat after a loop's first unit, and of one more that was torn off."""
    items = passage.items
    dropped: set[int] = set()
    loops = find_loops(items, _LONGEST_UNIT, _too_often(passage), passage.allowed + 1)
    for loop in loops:
        dropped.update(range(loop.start + loop.unit, loop.end))
        dropped.update(_torn_unit(items, loop))
    return dropped


def _too_often(passage: _Passage) -> Callable[[Loop], bool]:
    def enough(loop: Loop) -> bool:
        unit = passage.tokens[loop.start : loop.start + loop.unit]
        return loop.repeats > _natural_repeats(unit, passage.allowed)

    return enough


def _natural_repeats(unit: Sequence[Token], allowed: int) -> int:
    """How often people say a unit in a row: a syllable more often than a word or a phrase."""
    factor = max(1, allowed // 4)
    letters = sum(len(token.plain) for token in unit)
    short = len(unit) == 1 or all(token.spaceless for token in unit)
    if short and letters <= _SYLLABLE_LETTERS:
        return max(allowed, _NATURAL_SYLLABLE * factor)
    return max(allowed, _NATURAL_WORD * factor) if len(unit) == 1 else allowed


def _torn_unit(items: Sequence[str], loop: Loop) -> range:
    """The beginning of one more unit after the last whole one: where the recogniser gave up."""
    length = 0
    while loop.end + length < len(items) and length < loop.unit:
        item, model = items[loop.end + length], items[loop.start + length]
        if item != model:
            at_last = loop.end + length == len(items) - 1 and model.startswith(item)
            length += at_last
            break
        length += 1
    at_end = loop.end + length == len(items)
    return range(loop.end, loop.end + length) if at_end else range(0)


def _counting_loops(passage: _Passage) -> set[int]:
    """Loops whose units differ in their numbers alone. Counting itself is natural."""
    items = ["#" if token.plain.isdigit() else token.plain for token in passage.tokens]
    if "#" not in items:
        return set()

    def enough(loop: Loop) -> bool:
        framed = len(set(items[loop.start : loop.start + loop.unit])) > 1
        return framed and loop.repeats > _COUNTING_FACTOR * passage.allowed

    return _after_first(find_loops(items, _LONGEST_UNIT, enough, passage.allowed + 1))


def _listing_loops(passage: _Passage) -> set[int]:
    """Loops whose units differ in one word at the same place, far beyond any real list."""
    items, least = passage.items, _LISTED_FACTOR * passage.allowed
    if not items or max(Counter(items).values()) < least:
        return set()
    best: Loop | None = None
    for unit in range(3, _LONGEST_LISTED_UNIT + 1):
        for place in range(unit):
            masked = [None if at % unit == place else item for at, item in enumerate(items)]
            loops = find_loops(masked, unit, lambda loop: loop.repeats > least, least)
            fitting = [loop for loop in loops if loop.unit == unit]
            best = max([*fitting, *([best] if best else [])], key=_covered, default=None)
    return _after_first([best]) if best else set()


def _covered(loop: Loop) -> int:
    return loop.unit * loop.repeats


def _after_first(loops: Iterable[Loop]) -> set[int]:
    return {index for loop in loops for index in range(loop.start + loop.unit, loop.end)}


def _growing_loops(passage: _Passage) -> set[int]:
    """Beginnings that are said again and again, each time a little further."""
    least = passage.allowed + 1
    often = [item for item, count in Counter(passage.items).items() if count >= least]
    growths = (find_growth(passage.items, item, least) for item in often)
    return next((set(growth) for growth in growths if growth), set())


def _kept_words(segment: Segment, kept: Sequence[tuple[int, int]]) -> tuple[Word, ...]:
    """The words that stay, by their place in the text; none if text and words disagree."""
    places = set(_places(kept))
    words, at = [], 0
    for word in segment.words:
        start = segment.text.find(word.text.strip(), at)
        if start < 0:
            return ()
        at = start + len(word.text.strip())
        if start in places:
            words.append(word)
    return tuple(words)


def _with_short_words(segment: Segment) -> Segment:
    """Cuts loops of letters within words, in the text and in its words alike."""
    texts = segment.text.split()
    shortened = [_cut_letters(text) for text in texts]
    if shortened == texts:
        return segment
    text = " ".join(shortened)
    words = tuple(
        word.model_copy(update={"text": _cut_letters(word.text)}) for word in segment.words
    )
    return segment.model_copy(update={"text": text, "words": words})


def _cut_letters(word: str) -> str:
    """Cuts a word of one group of letters over and over to the group."""
    if len(word) < _LONG_WORD or any(token.spaceless for token in tokenise(word)):
        return word
    loops = find_loops(word, _LONGEST_UNIT, _is_stammer, _LEAST_LETTERS)
    for loop in reversed(loops):
        if loop.end - loop.start >= len(word) / 2:
            return word[: loop.start + loop.unit] + word[loop.end :]
    return word


def _is_stammer(loop: Loop) -> bool:
    least = _NATURAL_LETTERS if loop.unit <= _SYLLABLE_CHARACTERS else _LEAST_LETTERS
    return loop.repeats >= least
