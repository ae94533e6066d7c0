"""Hindi with words in Latin letters, brought to one script before a model sees it.

Models that were trained on one script at a time tend to loop, or to copy, where a line changes
its script. Hindi words in Latin letters are written in Devanagari as they are spelt there, and
English ones as Hindi newspapers spell them.
"""

from collections.abc import Sequence

from cp_whisperx.translation.transliteration import transliterate
from shared.roman_to_devanagari import roman_to_devanagari
from shared.romanised import tell_words
from shared.unicode_scripts import dominant_script, script_counts

ROMAN_HINDI = "hi-Latn"
_HINDI = "hi"


def engine_language(source: str) -> str:
    """Returns the language that engines are told: Roman Hindi is written in Devanagari first."""
    return _HINDI if source == ROMAN_HINDI else source


def in_one_script(line: str, source: str, kept: Sequence[str] = ()) -> str:
    """Writes a Hindi line in Devanagari alone.

    Args:
        line: In the source language.
        source: Its BCP-47 code; lines of other languages than Hindi stay as they are.
        kept: Words in Latin letters that must stay, such as placeholders and held renderings.
    """
    if source not in (_HINDI, ROMAN_HINDI) or not script_counts(line)["Latn"]:
        return line
    if source == _HINDI and dominant_script(line) == "Latn" and not script_counts(line)["Deva"]:
        return _devanagari(line) if _is_hindi(line) else line
    return _devanagari(line, kept)


def _is_hindi(line: str) -> bool:
    told = tell_words(line.split())
    return 2 * sum(told) > len(told)


def _devanagari(line: str, kept: Sequence[str] = ()) -> str:
    words = line.split()
    at = [
        n
        for n, word in enumerate(words)
        if dominant_script(word) == "Latn" and not any(part in word for part in kept)
    ]
    hindi = dict(zip(at, tell_words([words[n] for n in at]), strict=True))
    native = dict(zip(at, roman_to_devanagari([words[n] for n in at]), strict=True))
    for n in at:
        words[n] = native[n] if hindi[n] else _english(words[n])
    return " ".join(words)


def _english(word: str) -> str:
    """Writes an English word with the marks round it in Devanagari, if that can be done."""
    letters = [at for at, char in enumerate(word) if char.isalpha()]
    first, last = letters[0], letters[-1] + 1
    written = transliterate(word[first:last], "Deva")
    return word if written is None else word[:first] + written + word[last:]
