"""Names from one script into another, by sound.

Devanagari is what Indian names pass through: its letters tell their sounds. English names pass
through the phones of pocketsphinx's pronouncing dictionary, or for what it lacks through rules of
English spelling. `transliterations.json` has the tables, which were written for this project by
the usual newspaper spellings of each language. Chinese has no letters: a name stays in Latin
letters there, unless the glossary has its characters.
"""

import json
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from cp_whisperx.translation.spelling import is_in_dictionary, is_vowel, phones_of
from shared.devanagari import as_spoken, to_latin
from shared.roman_to_devanagari import is_known_spelling, roman_to_devanagari
from shared.romanised import odds
from shared.unicode_scripts import dominant_script

_FILE = Path(__file__).with_name("transliterations.json")
# Blocks in parallel with Devanagari's; Gujarati drops the inherent vowel as Hindi does.
_NORTHERN = {"Gujr": 0x0A80}
_SOUTHERN = {"Telu": 0x0C00, "Knda": 0x0C80, "Mlym": 0x0D00}
_DEVANAGARI, _VIRAMA, _NUKTA = 0x0900, "\u094d", "\u093c"
_INDEPENDENT = "अआइईउऊऋएऐओऔऑऍ"
_SIGNS = dict(zip(_INDEPENDENT, ["", *"ािीुूृेैोौॉॅ"], strict=True))
_NASALS, _JOINERS = "\u0901\u0902", "\u200c\u200d"
_NASAL_BEFORE_STOP = re.compile("न्(?=[टठडढतथदध])")
# English t and d are heard as retroflex, those of Indian names mostly are dental.
_DENTAL = str.maketrans("टड", "तद")
_WORDS = re.compile(r"([\s-]+)")
# A word in Latin letters that looks more Indian than this is read as an Indian name.
_INDIAN = 1.5


def transliterate(text: str, script: str) -> str | None:
    """Writes a name in a script.

    Args:
        text: The name, in Devanagari, Gujarati or Latin letters.
        script: ISO 15924 code of the script that is wanted.

    Returns:
        The name; itself if it is in the script already, and None if there is no way. Capitals
        alone are read as letters, such as CBI, and have none.
    """
    source = dominant_script(text)
    if source == script:
        return text
    if text.isupper():
        return None
    if script == "Hani":
        return text if source == "Latn" else transliterate(text, "Latn")
    words = [_in_script(word, source, script) for word in _WORDS.split(text)]
    return None if None in words else "".join(word for word in words if word)


def _in_script(word: str, source: str | None, script: str) -> str | None:
    if not any(char.isalpha() for char in word):
        return word
    if source == "Latn" and script == "Cyrl" and not _is_indian(word):
        return _from_phones(word, "Cyrl").title()
    native = _in_devanagari(word, source)
    return None if native is None else _from_devanagari(native, script)


def _is_indian(word: str) -> bool:
    return odds(word) > _INDIAN


def _in_devanagari(word: str, source: str | None) -> str | None:
    if source == "Latn":
        return _latin_in_devanagari(word)
    if source == "Gujr":
        return _moved(word, _NORTHERN["Gujr"], _DEVANAGARI)
    return word if source == "Deva" else None


def _latin_in_devanagari(word: str) -> str:
    """Reads a name as a known Hindi word, else as the dictionary says, else by its looks."""
    indian = _is_indian(word)
    if indian and (is_known_spelling(word) or not is_in_dictionary(word)):
        return roman_to_devanagari([word])[0]
    native = _NASAL_BEFORE_STOP.sub("ं", _from_phones(word, "Deva"))
    return native.translate(_DENTAL) if indian else native


def _from_devanagari(word: str, script: str) -> str | None:
    if script == "Deva":
        return word
    if script == "Latn":
        return to_latin(word)
    if script in _NORTHERN:
        return _moved(word, _DEVANAGARI, _NORTHERN[script])
    spoken = as_spoken(word)
    if spoken is None:
        return None
    if script in _SOUTHERN:
        return _moved(spoken.replace(_NUKTA, ""), _DEVANAGARI, _SOUTHERN[script])
    rules = _tables()["from_devanagari"].get(script)
    written = _lettered(spoken, rules) if rules else None
    return written[:1].upper() + written[1:] if written and script == "Cyrl" else written


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return tables


def _moved(word: str, source: int, target: int) -> str | None:
    """Moves letters to the parallel block; None if one has no counterpart there."""
    moved = ""
    for char in unicodedata.normalize("NFC", word):
        inside = source <= ord(char) < source + 0x80
        if char.isalpha() and not inside:
            return None
        counterpart = chr(ord(char) - source + target) if inside else char
        if not unicodedata.name(counterpart, ""):
            return None
        moved += counterpart
    return moved


def _lettered(spoken: str, rules: dict[str, Any]) -> str | None:
    """Writes decomposed Devanagari, whose silent vowels are marked, letter by letter."""
    written = ""
    for pattern, replacement in rules["first"]:
        spoken = re.sub(pattern, replacement, spoken)
    for char, following in pairwise([*_clusters(spoken), ""]):
        if char in rules["consonants"]:
            written += rules["consonants"][char] + _vowel_after(following, rules)
        elif char in rules["vowels"] or char in rules["signs"]:
            written += rules["vowels"].get(char) or rules["signs"][char]
        elif char == _VIRAMA:
            written += rules["mute"]
        elif char in _NASALS:
            written += rules["nasal"]
        elif char.isalpha():
            return None
    for pattern, replacement in rules["then"]:
        written = re.sub(pattern, replacement, written)
    return unicodedata.normalize("NFC", written)


def _clusters(spoken: str) -> list[str]:
    """Returns the letters, each with its nukta, without joiners."""
    plain = "".join(char for char in spoken if char not in _JOINERS)
    return re.findall(rf".{_NUKTA}?", plain)


def _vowel_after(following: str, rules: dict[str, Any]) -> str:
    """Returns the inherent vowel of a consonant if no sign or virama takes its place."""
    if following == _VIRAMA or following in rules["signs"]:
        return ""
    return str(rules["inherent"] if following else rules["last_inherent"])


def _from_phones(word: str, script: str) -> str:
    """Writes an English name as its language's speakers would hear it."""
    tables = _tables()["sounds"][script]
    phones = phones_of(word)
    written, after_consonant = "", False
    for at, phone in enumerate(phones):
        if not is_vowel(phone):
            joined = after_consonant and script == "Deva"
            written += (_VIRAMA if joined else "") + tables["consonants"][phone]
            after_consonant = True
            continue
        vowel = _long_at_end(phone, at == len(phones) - 1)
        letters = tables["vowels"][vowel]
        written += _joined(letters, after_consonant, script)
        # The vowel of "er" ends in a consonant.
        after_consonant = script == "Deva" and phone == "ER"
    return unicodedata.normalize("NFC", written)


def _long_at_end(phone: str, is_last: bool) -> str:
    return {"AH": "AA", "IH": "IY"}.get(phone, phone) if is_last else phone


def _joined(letters: str, after_consonant: bool, script: str) -> str:
    """Returns a vowel as it is written after a consonant, or else by itself."""
    if not after_consonant:
        return letters
    if script == "Deva":
        return str(_SIGNS.get(letters[0], letters[0])) + letters[1:]
    return letters.replace("э", "е")
