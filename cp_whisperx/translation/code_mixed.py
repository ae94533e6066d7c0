"""Hindi with words in Latin letters, brought to one script before a model sees it.

Models that were trained on one script at a time tend to loop, or to copy, where a line changes
its script. Hindi words in Latin letters are written in Devanagari as they are spelt there, and
English ones as Hindi newspapers spell them.
"""

from collections.abc import Sequence

from cp_whisperx.translation.terms import Held
from cp_whisperx.translation.transliteration import transliterate
from shared.languages import read_as
from shared.roman_to_devanagari import roman_to_devanagari
from shared.romanised import tell_words
from shared.unicode_scripts import dominant_script, script_counts

_HINDI = "hi"


def in_one_script(line: str, source: str, held: Sequence[Held] = ()) -> str:
    """Writes a Hindi line in Devanagari alone.

    Args:
        line: In the source language.
        source: Its BCP-47 code; lines of other languages than Hindi stay as they are.
        held: The glossary's terms in it: they get the glossary's own spelling in Devanagari, or
            stay as they are.
    """
    counts = script_counts(line)
    if read_as(source) != _HINDI or not counts["Latn"]:
        return line
    if source == _HINDI and not counts["Deva"] and not _is_hindi(line):
        return line
    native, kept = _with_native_terms(line, held)
    return _devanagari(native, kept)


def _with_native_terms(line: str, held: Sequence[Held]) -> tuple[str, list[str]]:
    """Writes terms as the glossary does; returns the line, and the terms that it cannot write."""
    kept = []
    for item in reversed(held):
        spellings = (item.term.term, *item.term.aliases)
        native = next((text for text in spellings if dominant_script(text) == "Deva"), None)
        if native is None:
            kept.append(line[item.start : item.end])
        else:
            line = line[: item.start] + native + line[item.end :]
    return line, kept


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
