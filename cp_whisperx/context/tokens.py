"""The words of a transcript as they are compared with names: without signs, with their place."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.artifacts import Segment
from shared.unicode_scripts import dominant_script

_SENTENCE_ENDS = ".!?।…:\"'“”‘’-–—"
_POSSESSIVES = ("'s", "’s", "'S", "’S")


@dataclass(frozen=True)
class Token:
    """A word of a segment.

    Attributes:
        segment: Place of the segment in the transcript.
        at: Place of the word in the segment's text.
        before: Signs in front of the word.
        core: The word itself.
        after: Signs behind it, with the English possessive's.
        begins: Whether it begins a sentence, so that its capital says nothing.
        confidence: The recogniser's, where it gave one.
    """

    segment: int
    at: int
    before: str
    core: str
    after: str
    begins: bool
    confidence: float | None

    @property
    def script(self) -> str | None:
        """The word's script."""
        return dominant_script(self.core)

    @property
    def is_plain(self) -> bool:
        """Whether it is one word: no apostrophe, hyphen or digit in it."""
        return bool(self.core) and all(unicodedata.category(char)[0] in "LM" for char in self.core)

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital and is not all capitals, as a shout or a sign is."""
        return self.core[:1].isupper() and not self.core[1:].isupper()


def tokens_of(segments: Sequence[Segment]) -> Iterator[list[Token]]:
    """Gives the words of each segment."""
    for number, segment in enumerate(segments):
        words = segment.text.split()
        step = len(words) == len(segment.words)
        rows: list[Token] = []
        for at, word in enumerate(words):
            before, core, after = parted(word)
            begins = not at or words[at - 1][-1] in _SENTENCE_ENDS or bool(before)
            sure = segment.words[at].confidence if step else segment.confidence
            rows.append(Token(number, at, before, core, after, begins, sure))
        yield rows


def parted(word: str) -> tuple[str, str, str]:
    """Parts a word from the signs at its ends; vowel signs and nuktas belong to the word."""
    start, end = 0, len(word)
    while start < end and not _belongs(word[start]):
        start += 1
    while end > start and not _belongs(word[end - 1]):
        end -= 1
    core = word[start:end]
    for ending in _POSSESSIVES:
        if core.endswith(ending):
            core = core[: -len(ending)]
    return word[:start], core, word[start + len(core) :]


def _belongs(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"
