"""The forms that a rendering takes in a sentence: "Москва" stands there as "Москвы" or "Москвой".

`inflections.json` has for each language rules of regular endings, written for this project from
the languages' common grammars. The first rule whose pattern a word's end meets counts: it drops
some letters and takes one ending of several (`-` for none). Names take the language's case endings
alone, other words plurals and agreement too. A language without rules has exact forms only, as
Chinese, which does not inflect.
"""

import json
import re
import unicodedata
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("inflections.json")
# Where both words of a phrase of two may change; else, and in longer ones, only the last does.
_AGREEING = frozenset({"en", "es", "hi", "ru"})
# A letter glued before a word as short as this makes another word: "حر" is free, "بحر" the sea.
_SHORTEST_PREFIXED = 3
# Of a shorter word too little is left beside the ending: "я" is I, "и" is and.
_SHORTEST_INFLECTED = 3
_SHORTEST_WITH_ARTICLE = 2
# "Like" goes before a bare word alone, else "أمير" (emir) would be found in "كاميرات" (cameras).
_BARE_PREFIXES = frozenset({"ك", "كال"})


@cache
def _rules() -> dict[str, dict[str, Any]]:
    rules: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return rules


@cache
def forms_of(rendering: str, language: str, *, is_name: bool) -> tuple[str, ...]:
    """Returns the forms in which a rendering may stand, itself first.

    Args:
        rendering: One or several words in the language.
        language: BCP-47 code.
        is_name: Whether it is a name, or a word that is kept like one.
    """
    words = rendering.split()
    if language not in _rules() or not words:
        return (rendering,)
    forms = [_word_forms(word, language, is_name=is_name) for word in words]
    if len(words) > 2 or language not in _AGREEING:
        forms = [*((word,) for word in words[:-1]), forms[-1]]
    phrases = [" ".join(parts) for parts in product(*forms)]
    prefixed = [
        prefix + phrase
        for prefix in _prefixes(rendering, language, is_name=is_name)
        for phrase in (phrases[:1] if prefix in _BARE_PREFIXES else phrases)
    ]
    return tuple(dict.fromkeys([rendering, *phrases, *prefixed]))


def _word_forms(word: str, language: str, *, is_name: bool) -> tuple[str, ...]:
    kind = "name" if is_name else "word"
    if len(word) < _SHORTEST_INFLECTED:
        return (word,)
    # Patterns and endings are written composed; of nuktas both spellings compare alike later.
    plain = unicodedata.normalize("NFC", word)
    for rule in _rules()[language][kind]:
        if re.search(rule["ends"], plain.lower()):
            stem = plain[: len(plain) - rule["drop"]]
            return (word, *(stem + ending.strip("-") for ending in rule["take"].split()))
    return (word,)


def _prefixes(rendering: str, language: str, *, is_name: bool) -> list[str]:
    rules = _rules()[language]
    length = len(rendering)
    letters = str(rules.get("name_prefixes", "")).split() if length >= _SHORTEST_PREFIXED else []
    articles = str(rules.get("word_prefixes", "")).split()
    with_article = not is_name and length >= _SHORTEST_WITH_ARTICLE
    return [*letters, *(articles if with_article else [])]


def comparable(text: str) -> str:
    """Returns a text as renderings are looked for in it: without what writers use or leave out.

    Those are the vowel marks and hamzas of Arabic, and the dots of the Russian ё.
    """
    decomposed = unicodedata.normalize("NFD", text)
    kept = [
        char
        for at, char in enumerate(decomposed)
        if not _is_optional(char, decomposed[at - 1] if at else "")
    ]
    return unicodedata.normalize("NFC", "".join(kept))


def _is_optional(char: str, before: str) -> bool:
    arabic = "\u064b" <= char <= "\u0655" or char in "\u0640\u0670"
    return arabic or (char == "\u0308" and before in "еЕ")
