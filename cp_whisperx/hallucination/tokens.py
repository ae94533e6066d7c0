"""Cuts a text into the units in which loops are looked for, each with its place in the text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cp_whisperx.hallucination.text import has_spaceless, is_spaceless, normalise

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Token:
    """A word, or a letter with its marks in a script without spaces.

    Attributes:
        plain: Its normalised form; never empty.
        start: Index of its first character.
        end: Index after its last character, signs and spaces that follow it included.
        spaceless: Whether its script puts no space between words.
    """

    plain: str
    start: int
    end: int
    spaceless: bool


def tokenise(text: str) -> list[Token]:
    """Cuts a text into tokens; what stands before the first one belongs to it."""
    pieces = [
        (plain, start, spaceless)
        for start, piece, spaceless in _pieces(text)
        if (plain := normalise(piece))
    ]
    starts = [0, *(start for _, start, _ in pieces[1:])]
    ends = [*starts[1:], len(text)]
    return [
        Token(plain, start, end, spaceless)
        for (plain, _, spaceless), start, end in zip(pieces, starts, ends, strict=False)
    ]


def _pieces(text: str) -> Iterator[tuple[int, str, bool]]:
    for match in _WORD.finditer(text):
        word, at = match.group(), match.start()
        if not has_spaceless(word):
            yield at, word, False
            continue
        for start, end in _clusters(word):
            yield at + start, word[start:end], is_spaceless(word[start])


def _clusters(word: str) -> Iterator[tuple[int, int]]:
    """Cuts before every spaceless letter and keeps runs of other letters whole."""
    start = 0
    for index in range(1, len(word) + 1):
        if index == len(word) or _begins(word, index):
            yield start, index
            start = index


def _begins(word: str, index: int) -> bool:
    char = word[index]
    if unicodedata.category(char)[0] == "M":
        return False
    return is_spaceless(char) or is_spaceless(word[index - 1])
