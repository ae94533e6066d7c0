"""The numbers in a line, in whatever digits, grouping and language, and whether they were kept.

A number may read in two ways: "1.500" is one and a half in English and fifteen hundred in Spanish.
It counts as kept if one reading is the same on both sides. "5 लाख", "500,000" and "50万" are one.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from shared.glossary_lookup import fold
from shared.languages import Language

_FILE = Path(__file__).with_name("numbers.json")
_SPACES = "\u00a0\u202f\u2009"
_SPACED_GROUPS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
DATE = re.compile(r"(?<![0-9/.-])([0-3]?[0-9])([/.-])([01]?[0-9])\2([12][0-9]{3})(?![0-9/.-])")
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:([.,'’ ])[0-9]{3})(?:\1[0-9]{3})*|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}"
)
_ARABIC_MARKS = str.maketrans({"٬": ",", "٫": ".", **dict.fromkeys(_SPACES, " ")})


@dataclass(frozen=True)
class Figure:
    """A number at `text[start:end]` with its possible values; the multiplier word is part of it.

    Attributes:
        multiplier: What the word after its digits multiplies with; 1 for no such word.
    """

    start: int
    end: int
    values: frozenset[Decimal]
    multiplier: int = 1


def in_western_digits(text: str) -> str:
    """Writes the digits of all scripts as 0 to 9, and Arabic's separators as a comma and a point.

    The text's length stays.
    """
    plain = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return "".join(plain).translate(_ARABIC_MARKS)


@cache
def number_words() -> dict[str, Any]:
    """Returns the tables of multipliers and of the words for small numbers."""
    tables: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return tables


@cache
def _multiplier() -> tuple[re.Pattern[str], dict[str, int]]:
    words = {fold(word): int(value) for value, row in number_words()["multipliers"].items()
             for word in row}  # fmt: skip
    spellings = [word for row in number_words()["multipliers"].values() for word in row]
    either = "|".join(sorted(map(re.escape, spellings), key=len, reverse=True))
    return re.compile(
        rf"[ -]?({either})(?![^\W\d_\u0600-\u0dff\u4e00-\u9fff])", re.IGNORECASE
    ), words


def figures_in(text: str) -> Iterator[Figure]:
    """Yields the numbers that are written in digits, in order; of a date the day and the year."""
    plain = DATE.sub(_without_month, in_western_digits(text))
    for match in _number_pattern().finditer(plain):
        pattern, words = _multiplier()
        word = pattern.match(plain, match.end())
        multiplier = words[fold(word[1])] if word else 1
        values = frozenset(value * multiplier for value in _readings(match[0]))
        yield Figure(match.start(), word.end() if word else match.end(), values, multiplier)


def _without_month(found: re.Match[str]) -> str:
    """Blanks a date's month, which may be a name on the other side."""
    start, end = (at - found.start() for at in found.span(3))
    return found[0][:start] + " " * (end - start) + found[0][end:]


@cache
def _number_pattern() -> re.Pattern[str]:
    return re.compile(rf"{_SPACED_GROUPS.pattern}|[0-9]+(?:[.,'’][0-9]+)*")


def _readings(digits: str) -> set[Decimal]:
    """Returns what a number may mean: with its marks as groups, and with the last as a point."""
    readings = set()
    if digits.isdecimal() or _GROUPED.fullmatch(digits):
        readings.add(Decimal(re.sub(r"\D", "", digits)))
    whole, mark, rest = _cut_last(digits)
    if mark in (".", ",") and rest and (whole.isdecimal() or _GROUPED.fullmatch(whole)):
        readings.add(Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{rest}"))
    # A date or a version: its parts are numbers of their own, compared as one.
    return readings or {Decimal(re.sub(r"\D", "", digits))}


def _cut_last(digits: str) -> tuple[str, str, str]:
    at = max(digits.rfind("."), digits.rfind(","))
    return (digits[:at], digits[at], digits[at + 1 :]) if at > 0 else (digits, "", "")


def lost_figures(source: str, translation: str, target: Language) -> list[Figure]:
    """Returns the source line's numbers that its translation has not, in digits or as a word."""
    left = [figure.values for figure in figures_in(translation)]
    lost = []
    for figure in figures_in(source):
        match = next((values for values in left if values & figure.values), None)
        if match is not None:
            left.remove(match)
        elif not _is_worded(figure, translation, target):
            lost.append(figure)
    return lost


def _is_worded(figure: Figure, translation: str, target: Language) -> bool:
    """Whether a small number stands in the translation as a word."""
    row = str(number_words()["words"].get(target.code, "")).split()
    places = [int(value) for value in figure.values if value == int(value)]
    stems = [stem for at in places if at < len(row) for stem in row[at].split("|")]
    text = translation.casefold()
    if target.script in ("Hani", "Arab"):
        return any(stem in text for stem in stems)
    return any(re.search(rf"(?<![\w\u0900-\u0dff]){re.escape(stem)}", text) for stem in stems)
