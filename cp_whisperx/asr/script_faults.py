"""Finds text in a script that its language does not use.

English words in Latin letters are right in an Indian film, because that is how its people speak
and how it is commonly written, and so are Indian names in an English sentence; the film's own
language in Latin letters is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from shared.artifacts import Segment, Transcript
from shared.languages import LANGUAGES
from shared.roman_to_devanagari import is_known_spelling
from shared.romanised import odds, reads_as_romanised, tell_words
from shared.unicode_scripts import accepted_scripts, dominant_script, script_counts

_LEAST_LETTERS = 2
_SURE_WORD = 2.2
_LIKELY_WORD = 1.2
_NO_ENGLISH = -1.0
# Hindi and Urdu are one spoken language: within a film the script is the film's.
_ONE_SPEECH = frozenset({"hi", "ur"})


@dataclass(frozen=True)
class ScriptFault:
    """What is written wrongly in a text.

    Attributes:
        script: The script that most of the faulty words are in.
        words: Places of the faulty words in `text.split()`.
        whole: Whether the text as a whole is in the wrong script, and not some words of it.
    """

    script: str
    words: tuple[int, ...]
    whole: bool


def language_of(segment: Segment, transcript: Transcript) -> str:
    """Returns the language that a segment must be written in."""
    own = segment.language or transcript.language
    if own in _ONE_SPEECH and transcript.language.split("-")[0] in _ONE_SPEECH:
        return transcript.language
    return own


def find_fault(text: str, language: str) -> ScriptFault | None:
    """Finds words in a script that the language does not use.

    Args:
        text: A line.
        language: BCP-47 code; of an unknown language nothing is faulty.
    """
    row = LANGUAGES.get(language)
    if row is None:
        return None
    words = text.split()
    own = accepted_scripts(row.script)
    scripts = [dominant_script(word) for word in words]
    foreign = [n for n, script in enumerate(scripts) if script not in own | {"Latn", None}]
    if row.indic:
        foreign = sorted(foreign + _romanised(words, scripts))
    letters = sum(sum(script_counts(words[n]).values()) for n in foreign)
    if letters < _LEAST_LETTERS:
        return None
    total = sum(script_counts(text).values())
    script = dominant_script(" ".join(words[n] for n in foreign)) or ""
    return ScriptFault(script, tuple(foreign), 2 * letters > total)


def _romanised(words: Sequence[str], scripts: Sequence[str | None]) -> list[int]:
    """Returns the places of the words in Latin letters that are not English."""
    latin = [n for n, script in enumerate(scripts) if script == "Latn"]
    texts = [words[n] for n in latin]
    indian = tell_words(texts)
    if 2 * len(texts) > len(words) and reads_as_romanised(" ".join(texts)):
        return [
            n
            for n, word, own in zip(latin, texts, indian, strict=True)
            if own or (word[:1].isupper() and odds(word) > _NO_ENGLISH)
        ]
    # In an English sentence a word with a capital letter is a name, written as English writes it.
    english = len(latin) == sum(script is not None for script in scripts)
    faulty: list[int] = []
    for own, stretch in groupby(range(len(texts)), key=indian.__getitem__):
        places = [at for at in stretch if own and _may_be_wrong(texts[at], english)]
        if any(odds(texts[at]) >= _SURE_WORD for at in places):
            faulty += [latin[at] for at in places]
    return faulty


def _may_be_wrong(word: str, english: bool) -> bool:
    """Whether a word looks Indian and is no name."""
    no_name = word[:1].islower() or (not english and is_known_spelling(word))
    return odds(word) >= _LIKELY_WORD and no_name
