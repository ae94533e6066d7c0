"""Numbers, money and dates of a translation as its language writes them, by babel's locale data.

Only what stands in the source line is touched, and no number may get lost: a change after which
the two lines' numbers disagree is taken back. Units stay as they are.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Literal

from cp_whisperx.translation.figures import (
    DATE,
    Figure,
    figures_in,
    in_western_digits,
    lost_figures,
    number_words,
)
from shared.languages import Language

Digits = Literal["western", "native"]
# The first digit of the scripts whose languages still write their own ones.
_ZEROS = {"Arab": "٠", "Deva": "०", "Gujr": "૦", "Beng": "০", "Telu": "౦", "Knda": "೦", "Guru": "੦"}
_ZERO_OF = {"ur": "۰"}
_INDIAN = frozenset(map(int, number_words()["indian"]))
_CURRENCY = re.compile(r"(₹|\bRs\.? ?|\bINR ?|[$€£]) ?(?=[0-9])")
_SYMBOLS = {"Rs": "₹", "INR": "₹"}
_SHORTEST_GROUPED = 10_000
_LINK = re.compile(r"^ d[ei]\b(?= \w)")
_MYRIADS = ((10**8, "亿"), (10**4, "万"))


def localised(source: str, translation: str, target: Language, digits: Digits) -> str:
    """Writes a translation's numbers, money and dates as its language does.

    Args:
        source: The line it was made of.
        translation: Its translation.
        target: Language of the translation.
        digits: `western` for 0 to 9, `native` for the script's own where it has them in use.
    """
    text = in_western_digits(translation) if _has_digits(translation) else translation
    for step in (_with_dates, _with_grouping, _with_money):
        text = _unless_lost(source, text, target, step)
    return _in_native_digits(text, target) if digits == "native" else text


def _has_digits(text: str) -> bool:
    return any(char.isdecimal() for char in text)


def _unless_lost(
    source: str, text: str, target: Language, step: Callable[[str, str, Language], str]
) -> str:
    """Takes a step, unless it costs a number."""
    changed = step(source, text, target)
    if changed == text:
        return text
    worse = len(lost_figures(source, changed, target)) > len(lost_figures(source, text, target))
    return text if worse else changed


def _with_grouping(source: str, text: str, target: Language) -> str:
    """Says lakhs and crores the target's way, and groups the digits of large numbers so."""
    said = [figure.values for figure in figures_in(source)]
    for figure in reversed(list(figures_in(text))):
        value = next((v for values in said for v in values & figure.values), None)
        if value is not None and _wants_grouping(figure, text, target):
            rest = text[figure.end :]
            # "5 lakhs de rupias", but "500.000 rupias".
            rest = _LINK.sub("", rest) if figure.multiplier != 1 else rest
            text = text[: figure.start] + _number(value, target) + rest
    return text


def _wants_grouping(figure: Figure, text: str, target: Language) -> bool:
    if figure.multiplier != 1:
        return figure.multiplier in _INDIAN and not target.indic
    # A number that is not grouped may be a year, a telephone number or a pin code.
    digits = text[figure.start : figure.end]
    return not digits.isdecimal() and all(value == int(value) for value in figure.values)


def _number(value: Decimal, target: Language) -> str:
    from babel.numbers import format_decimal

    if target.script == "Hani" and value >= _SHORTEST_GROUPED:
        unit, word = next(row for row in _MYRIADS if value >= row[0])
        return f"{(value / unit).normalize():f}{word}"
    return in_western_digits(str(format_decimal(value, locale=_locale(target))))


def _locale(target: Language) -> str:
    # Numbers of Arabic subtitles are grouped as its digits 0 to 9 are.
    return {"ar": "ar_AE"}.get(target.code, target.code.split("-")[0])


def _with_money(_source: str, text: str, target: Language) -> str:
    """Puts the sign of a currency where the language has it."""
    from babel import Locale

    pattern = Locale.parse(_locale(target)).currency_formats["standard"].pattern.split(";")[0]
    before = pattern.index("¤") < pattern.index("0")
    for match in reversed(list(_CURRENCY.finditer(text))):
        figure = next((f for f in figures_in(text) if f.start == match.end()), None)
        if figure is None:
            continue
        symbol = _SYMBOLS.get(match[1].strip(" ."), match[1].strip())
        number = text[figure.start : figure.end]
        said = f"{symbol}{number}" if before or target.rtl else f"{number}\u00a0{symbol}"
        text = text[: match.start()] + said + text[figure.end :]
    return text


def _with_dates(source: str, text: str, target: Language) -> str:
    """Writes a date that stands in both lines in full: 15/8/1947 is August 15, 1947."""
    dates = {match[0] for match in DATE.finditer(in_western_digits(source))}
    return DATE.sub(lambda found: _date(found, target) if found[0] in dates else found[0], text)


def _date(found: re.Match[str], target: Language) -> str:
    from babel.dates import format_date

    day, month, year = int(found[1]), int(found[3]), int(found[4])
    try:
        said = format_date(date(year, month, day), "long", locale=_locale(target))
    except ValueError:
        # No date, or one that has the month first.
        return found[0]
    return in_western_digits(str(said))


def _in_native_digits(text: str, target: Language) -> str:
    zero = _ZERO_OF.get(target.code) or _ZEROS.get(target.script)
    if zero is None:
        return text
    return "".join(chr(ord(zero) + int(char)) if char in "0123456789" else char for char in text)
