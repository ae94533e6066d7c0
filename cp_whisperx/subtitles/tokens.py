"""Tokens: the smallest pieces that a line or cue may be broken between."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cp_whisperx.subtitles.profiles import StyleProfile, visible_length

_WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
# Signs that never begin a line stay with what is before them, opening ones with what follows.
_CLOSING = r"[，。！？；：、…—）》】」』”’％,.!?;:)\]%]"
_OPENING = r"[（《【「『“‘(\[]"
_WIDE_TOKEN = re.compile(
    rf"{_OPENING}*(?:{_WIDE}|(?:(?!{_WIDE}|{_CLOSING}|{_OPENING}).)+)?{_CLOSING}*", re.DOTALL
)
_ONLY_SIGNS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Token:
    """A word, or in unspaced scripts a character, with the signs that belong to it.

    Attributes:
        text: The piece itself.
        glue: What stands between it and the piece before: a space or nothing.
        length: Its visible length.
        start: When it is said, seconds.
        end: When it has been said, seconds.
        opens: Whether it is the first of an utterance.
    """

    text: str
    glue: str
    length: float
    start: float = 0.0
    end: float = 0.0
    opens: bool = False


def tokenise(text: str, profile: StyleProfile, longest: float) -> list[Token]:
    """Splits a cleaned text.

    Args:
        text: One line, words parted by single spaces.
        profile: The language's profile.
        longest: Most characters a token may have; longer words are cut into such pieces.
    """
    tokens: list[Token] = []
    for word in _words(text, profile):
        glue = " "
        for piece in _pieces(word, profile):
            for part in _cut(piece, profile.language, longest):
                tokens.append(Token(part, glue, visible_length(part, profile.language)))
                glue = ""
    return tokens


def join_tokens(tokens: Sequence[Token]) -> str:
    """Returns the tokens as text."""
    return "".join(token.glue + token.text for token in tokens).strip()


def _words(text: str, profile: StyleProfile) -> list[str]:
    """Splits at spaces; a dash by itself stays with the word before it."""
    words: list[str] = []
    for word in text.split():
        if words and profile.spaced and _ONLY_SIGNS.fullmatch(word) and word in {"—", "–", "-"}:
            words[-1] += f"\u00a0{word}"
        else:
            words.append(word)
    return words


def _pieces(word: str, profile: StyleProfile) -> list[str]:
    if profile.spaced:
        return [word]
    return [piece for piece in _WIDE_TOKEN.findall(word) if piece]


def _cut(piece: str, language: str, longest: float) -> list[str]:
    """Cuts a piece that fits no line; combining marks stay with their letter."""
    parts, current, length = [], "", 0.0
    for letter in _letters(piece, language, longest):
        width = visible_length(letter, language)
        if current and length + width > longest:
            parts.append(current)
            current, length = "", 0.0
        current += letter
        length += width
    return [*parts, current]


def _letters(piece: str, language: str, longest: float) -> list[str]:
    """Splits a piece into letters with their marks; more marks than fit are parted all the same."""
    letters: list[str] = []
    for char in piece:
        is_mark = unicodedata.category(char)[0] == "M"
        if letters and is_mark and visible_length(letters[-1] + char, language) <= longest:
            letters[-1] += char
        else:
            letters.append(char)
    return letters
