"""Make the list of ordinary words and of given names that the mending of names looks things up in.

Usage: uv run --with wordfreq==3.1.1 --with faker==40.54.0 python -m tools.make_ordinary_words

Takes which words are frequent in English and Hindi from wordfreq (data CC BY-SA 4.0; see its
notice for the corpora), the words of the shipped glossary, and given names of India and the United
States from Faker (MIT). Neither is a requirement of the project. Writes
`cp_whisperx/context/ordinary.json`.
"""

import csv
import json
import re
from importlib import import_module

from shared.atomic import write_text
from shared.paths import PROJECT_ROOT

WORDS = PROJECT_ROOT / "cp_whisperx" / "context" / "ordinary.json"
GLOSSARY = PROJECT_ROOT / "glossary" / "hinglish_master.tsv"
# As Zipf frequencies: 3 is once in a million words.
_ENGLISH_FROM, _HINDI_FROM = 3.0, 3.2
_MOST = 60_000
_LATIN = re.compile(r"[a-z]{2,}")
_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0971-\u097f]{2,}")
_LISTS = ("en_IN", "hi_IN", "en_US")


def frequent(language: str, least: float, pattern: re.Pattern[str]) -> list[str]:
    """Returns a language's words down to a frequency, the most frequent first."""
    wordfreq = import_module("wordfreq")
    words = wordfreq.top_n_list(language, _MOST)
    return [
        word
        for word in words
        if pattern.fullmatch(word) and wordfreq.zipf_frequency(word, language) >= least
    ]


def glossary_words() -> list[str]:
    """Returns the words of the shipped glossary, in Devanagari and in Latin letters."""
    with GLOSSARY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    cells = (f"{row['term']} {(row['aliases'] or '').replace('|', ' ')}" for row in rows)
    return list(dict.fromkeys(word.casefold() for cell in cells for word in cell.split()))


def given_names() -> tuple[list[str], list[str]]:
    """Returns given names of women and of men in lower case, in both scripts."""
    women: set[str] = set()
    men: set[str] = set()
    for locale in _LISTS:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        women |= {str(name).casefold() for name in provider.first_names_female}
        men |= {str(name).casefold() for name in provider.first_names_male}
    return sorted(women), sorted(men)


def main() -> None:
    """Writes the list."""
    own = glossary_words()
    hindi = frequent("hi", _HINDI_FROM, _DEVANAGARI)
    women, men = given_names()
    lists = {
        "en": frequent("en", _ENGLISH_FROM, _LATIN),
        "hi": [*hindi, *(word for word in own if _DEVANAGARI.fullmatch(word))],
        "hi-Latn": [word for word in own if _LATIN.fullmatch(word)],
        "women": women,
        "men": men,
    }
    rows = {
        name: " ".join(dict.fromkeys(word for word in words if " " not in word))
        for name, words in lists.items()
    }
    write_text(WORDS, json.dumps(rows, ensure_ascii=False, indent=0) + "\n")


if __name__ == "__main__":
    main()
