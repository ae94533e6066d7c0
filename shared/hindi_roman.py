"""Hindi in Latin letters as people write it: "मैं ठीक हूँ।" becomes "Main theek hoon.".

Known words have their usual spelling, and English words their own ("फ़ोन" is phone); the others are
spelt by sound.
"""

import re
import unicodedata
from collections.abc import Sequence

from shared.devanagari import to_latin
from shared.hindi_words import hindi_words

DEVANAGARI_RUN = re.compile(r"[\u0900-\u0963\u0971-\u097f\u200c\u200d]+")
_SENTENCE_END = (".", "!", "?", "…")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")


def romanise(words: Sequence[str]) -> list[str]:
    """Writes the Devanagari in a line's words in Latin letters, sentences with a capital.

    Args:
        words: Words with their punctuation; what is in other letters stays as it is.
    """
    written: list[str] = []
    for word in words:
        text = DEVANAGARI_RUN.sub(lambda found: _spelt(found[0]), word)
        text = text.replace("।", ".").replace("॥", ".").translate(_DIGITS)
        if text != word and (not written or written[-1].endswith(_SENTENCE_END)):
            text = _FIRST_LETTER.sub(lambda found: found[0].upper(), text, count=1)
        written.append(text)
    return written


def _spelt(word: str) -> str:
    known = hindi_words().get(unicodedata.normalize("NFC", word)) or hindi_words().get(word)
    if known and known.spellings:
        return known.spellings[0]
    return (to_latin(word) or word).lower()
