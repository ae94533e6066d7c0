"""Text fixes before layout: what no subtitle may hold is mended, and each mend is told.

Spacing, ellipses and quotation marks are set by `text.clean_text`, which loses nothing. Here signs
go that a viewer must not see: glyphs that no font shows, pictographs, stray brackets, signs that
stand twice.
"""

import re
import unicodedata

from shared.artifacts import TextChange

# Brackets of a kind, whatever their width: an opening one is closed by any of its kind.
OPENING = {"(": "round", "（": "round", "[": "square", "【": "square"}
CLOSING = {")": "round", "）": "round", "]": "square", "】": "square"}
_DOUBLED = re.compile(r"([!?¡¿！？؟,;:，；：])\1+")
_LIST_NUMBER = re.compile(r"(?:^|\s)\w{1,2}$")
# Signs among the pictographs that are text: music notes, degrees, trade marks, numero.
_TEXT_SYMBOLS = frozenset("♪♫♩♬°©®™№℃℉♯♭")


def is_forbidden(char: str) -> bool:
    """Whether a character is shown by no text font: private, unassigned, broken, a pictograph."""
    category = unicodedata.category(char)
    if category in {"Co", "Cn", "Cs"} or char == "\ufffd":
        return True
    return category == "So" and char not in _TEXT_SYMBOLS and ord(char) > 0x2100


def mend_text(text: str) -> str:
    """Returns a text without what no subtitle may hold."""
    text = "".join(char for char in text if not is_forbidden(char))
    return _without_stray_brackets(_DOUBLED.sub(r"\1", text))


def mended(text: str, start: float) -> tuple[str, TextChange | None]:
    """Mends a text.

    Args:
        text: As recognised or translated.
        start: When it is said, seconds.

    Returns:
        The text, and what is to be told of the change, if there was one.
    """
    made = mend_text(text)
    if made == text:
        return text, None
    return made, TextChange(start=round(start, 3), rules=("glyphs",), before=text, after=made)


def _without_stray_brackets(text: str) -> str:
    """Drops brackets without their other half."""
    waiting: list[int] = []
    stray: set[int] = set()
    for place, char in enumerate(text):
        if char in OPENING:
            waiting.append(place)
        elif char in CLOSING:
            if waiting and OPENING[text[waiting[-1]]] == CLOSING[char]:
                waiting.pop()
            elif not (char == ")" and _LIST_NUMBER.search(text[:place])):
                stray.add(place)
    stray |= set(waiting)
    return "".join(char for place, char in enumerate(text) if place not in stray)
