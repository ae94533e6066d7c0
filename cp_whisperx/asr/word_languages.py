"""Tells the language of each word and segment, where Indian languages are mixed with English.

By script first, then by letters for what is in Latin ones. Numbers, names and signs are of the
language round them. English words that are written in Devanagari are told where a list is sure.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from shared.artifacts import Segment, Transcript
from shared.hindi_words import hindi_words
from shared.languages import LANGUAGES, Language
from shared.romanised import reads_as_romanised, tell_words
from shared.unicode_scripts import accepted_scripts, dominant_script

ENGLISH = "en"
_ROMANISED_HINDI = "hi-Latn"
_LEAST_WORDS = 3
# Scripts that are one language's alone among those that are known.
_BY_SCRIPT = {
    "Gujr": "gu", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Guru": "pa",
    "Orya": "or", "Deva": "hi", "Beng": "bn", "Cyrl": "ru", "Hang": "ko", "Jpan": "ja",
}  # fmt: skip


def tell_languages(transcript: Transcript) -> Transcript:
    """Gives each word its language, and each segment that of most of its words."""
    segments = tuple(_told(segment, transcript.language) for segment in transcript.segments)
    return transcript.model_copy(update={"segments": segments})


def _told(segment: Segment, film: str) -> Segment:
    base = segment.language or film
    row = LANGUAGES.get(base)
    texts = [word.text for word in segment.words] or segment.text.split()
    if row is None or not texts:
        return segment
    codes = languages_of(texts, base)
    language = _majority(codes, base)
    words = tuple(
        word.model_copy(update={"language": code})
        for word, code in zip(segment.words, codes, strict=False)
    )
    return segment.model_copy(update={"language": language, "words": words})


def languages_of(words: Sequence[str], base: str) -> list[str]:
    """Returns the language of each word of a line.

    Args:
        words: Words in order, with the signs that stand at them.
        base: The line's language, which words without evidence take.
    """
    row = LANGUAGES[base]
    scripts = [dominant_script(word) for word in words]
    codes = [_by_script(word, script, row) for word, script in zip(words, scripts, strict=True)]
    if row.indic or "-" in base:
        latin = [
            n for n, script in enumerate(scripts) if script == "Latn" and not _is_name(words[n], n)
        ]
        for n, own in zip(latin, tell_words([words[n] for n in latin]), strict=True):
            codes[n] = base if own else ENGLISH
    elif base == ENGLISH and len(words) >= _LEAST_WORDS and reads_as_romanised(" ".join(words)):
        codes = [_ROMANISED_HINDI] * len(words)
    return codes


def _by_script(word: str, script: str | None, row: Language) -> str:
    if script is None or script == "Latn" or script in accepted_scripts(row.script):
        return ENGLISH if row.script == "Deva" and is_english_in_devanagari(word) else row.code
    return _BY_SCRIPT.get(script, row.code)


def _is_name(word: str, at: int) -> bool:
    """Whether a word in Latin letters is a name or an abbreviation, which belong to no language."""
    letters = "".join(char for char in word if char.isalpha())
    return (at > 0 and letters[:1].isupper() and letters != "I") or (
        len(letters) > 1 and letters.isupper()
    )


def is_english_in_devanagari(word: str) -> bool:
    """Whether a word in Devanagari is surely an English one, such as प्रॉब्लम."""
    letters = "".join(char for char in word if unicodedata.category(char)[0] in "LM")
    known = hindi_words().get(unicodedata.normalize("NFC", letters)) or hindi_words().get(letters)
    return known is not None and known.language == ENGLISH


def _majority(codes: Sequence[str], base: str) -> str:
    counts = Counter(codes)
    return max(counts, key=lambda code: (counts[code], code == base))
