"""Cuts lines at sentence ends: translation models are trained on single sentences.

Of several sentences in one input such models tend to drop all but the first.
"""

import re

from shared.languages import get_language
from shared.unicode_scripts import UNSPACED_SCRIPTS

# Before a full stop: "Dr." in Indic scripts. Where one is missing here, only a line is cut in two.
_INDIC_TITLES = (
    "डॉ", "डा", "प्रो", "मि", "श्री", "ડૉ", "ડો", "પ્રો", "શ્રી", "ডা", "ড", "মি", "ਡਾ", "டாக்டர்",
)  # fmt: skip
_NO_TITLE = "".join(rf"(?<!{title}\.)" for title in _INDIC_TITLES)
# After the mark a space or nothing must follow, except for the marks of unspaced scripts; a full
# stop after one or two letters is taken for an abbreviation (Dr. Rao, J. P.). An Indic vowel sign
# is no `\w`, and two characters can be a word there (છે, है).
_SENTENCE_END = re.compile(
    r"(?:(?<=[।॥?!؟۔])|(?<=\w{3}\.)|" + _NO_TITLE + r"(?<=[\u0900-\u0dff]{2}\.))[\"'”’)]*\s+"
    r"|(?<=[。！？])\s*"
)
_PIECE_END = re.compile(r"(?<=[,;:،、，–—])\s*|\s+")
_SHORTEST_WORDS = 3


def has_letters(text: str) -> bool:
    """Tells whether there is anything to translate in a text."""
    return any(char.isalpha() for char in text)


def split_sentences(text: str) -> list[str]:
    """Cuts a line into its sentences; calls of one or two words stay with the sentence after.

    Joined with `join_sentences` the parts are the line again, up to white space.
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    parts = [text[a:b].strip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    return _attach_short([part for part in parts if part])


def _attach_short(parts: list[str]) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if kept and _is_short(kept[-1]):
            kept[-1] = _together(kept[-1], part)
        else:
            kept.append(part)
    if len(kept) > 1 and _is_short(kept[-1]):
        last = kept.pop()
        kept[-1] = _together(kept[-1], last)
    return kept


def _together(first: str, second: str) -> str:
    return first + second if first[-1] in "。！？" else f"{first} {second}"


def _is_short(part: str) -> bool:
    return len(part.split()) < _SHORTEST_WORDS and len(part) < 12


def cut_at(text: str, most_characters: int) -> list[str]:
    """Cuts a text that is too long for a model at commas and spaces, else where it must."""
    parts = [""]
    for piece in _pieces(text):
        if len(parts[-1]) + len(piece) > most_characters and parts[-1]:
            parts.append("")
        parts[-1] += piece
    hard = [p[i : i + most_characters] for p in parts for i in range(0, len(p), most_characters)]
    return [part.strip() for part in hard if part.strip()]


def _pieces(text: str) -> list[str]:
    ends = [match.end() for match in _PIECE_END.finditer(text)]
    return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


def join_sentences(parts: list[str], language: str) -> str:
    """Joins translated sentences as the target language's script does it."""
    space = "" if get_language(language).script in UNSPACED_SCRIPTS else " "
    return space.join(part for part in parts if part)
