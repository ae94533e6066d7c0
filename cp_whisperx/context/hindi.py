"""Hindi and Gujarati forms of the first person that depend on the speaker: जा रहा हूँ or जा रही हूँ.

Closed classes alone: the auxiliary हूँ, the future in -ूँगा, and in a clause of मैं the past था, with
the participles in front of them. A participle is changed where the other form is a known word.
"""

import re
import unicodedata
from collections.abc import Sequence

from cp_whisperx.context.cues import is_future, participle, speaks_of_itself
from cp_whisperx.context.hindi_forms import form
from cp_whisperx.context.ordinary import rank_in_hindi
from shared.artifacts import Gender

_WORD = re.compile(r"[\u0900-\u0963\u0971-\u097f\u200c\u200d]+")
_CLAUSE_END = re.compile(r"[,;:.?!।…—–]|\b(?:कि|और|लेकिन|मगर|क्योंकि|जो|अगर|जब|तो|या)\b")
_QUOTES = re.compile(r"[\"“”«»]|(?:^|\s)['‘]")
_PAIRS = (
    ("रहा", "रही"), ("गया", "गई"), ("आया", "आई"), ("चुका", "चुकी"), ("हुआ", "हुई"), ("बैठा", "बैठी"),
    ("खड़ा", "खड़ी"), ("सोया", "सोई"), ("पाया", "पाई"), ("चला", "चली"), ("थका", "थकी"),
    ("लगा", "लगी"), ("अकेला", "अकेली"), ("बना", "बनी"), ("रुका", "रुकी"), ("निकला", "निकली"),
    ("पहुँचा", "पहुँची"), ("पहुंचा", "पहुंची"), ("प्यासा", "प्यासी"), ("भूखा", "भूखी"), ("था", "थी"),
)  # fmt: skip
_VARIANTS = {"गयी": "गया", "आयी": "आया", "हुयी": "हुआ", "सोयी": "सोया", "पायी": "पाया"}
_FUTURE = re.compile(r"((?:ू|ऊ)[ँं]ग)([ाी])$")
_GUJARATI = (
    ("રહ્યો છું", "રહી છું"), ("ગયો છું", "ગઈ છું"), ("આવ્યો છું", "આવી છું"), ("રહ્યો હતો", "રહી હતી"),
    ("ગયો હતો", "ગઈ હતી"), ("આવ્યો હતો", "આવી હતી"), ("શકતો નથી", "શકતી નથી"),
    ("માંગતો હતો", "માંગતી હતી"), ("જાણતો હતો", "જાણતી હતી"),
)  # fmt: skip
_GUJARATI_I = re.compile(r"(?:^|[\s,.?!])હું(?=[\s,.?!]|$)")
_GUJARATI_CLAUSE = re.compile(r"([,;:.?!।…—–]|\s(?:કે|અને|પણ|જો|તો)\s)")


def agree_with_speaker(text: str, gender: Gender) -> str:
    """Brings what the speaker of Hindi says of themselves into their gender.

    Args:
        text: A line in Devanagari.
        gender: The speaker's.

    Returns:
        The line; unchanged where it is right, or where anything about it is not certain.
    """
    if gender not in ("female", "male") or _QUOTES.search(text):
        return text
    changes: dict[tuple[int, int], str] = {}
    for clause in _clauses(text):
        for at in _own_words(clause):
            new = _counterpart(clause[at].group(), gender)
            if new is None:
                return text
            if not _is_same(new, clause[at].group()):
                changes[clause[at].span()] = new
    for (start, end), new in sorted(changes.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def agree_with_speaker_in_gujarati(text: str, gender: Gender) -> str:
    """The same for Gujarati, where the speaker is named by હું in the clause."""
    if gender not in ("female", "male") or _QUOTES.search(text):
        return text
    parts = _GUJARATI_CLAUSE.split(text)
    wanted = 1 if gender == "female" else 0
    for at, part in enumerate(parts):
        if _GUJARATI_I.search(part):
            for pair in _GUJARATI:
                parts[at] = re.sub(rf"(?<!\S){pair[1 - wanted]}(?!\S)", pair[wanted], parts[at])
    return "".join(parts)


def _is_same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def _clauses(text: str) -> list[list[re.Match[str]]]:
    borders = [match.start() for match in _CLAUSE_END.finditer(text)]
    spans = zip([0, *borders], [*borders, len(text)], strict=True)
    return [list(_WORD.finditer(text, start, end)) for start, end in spans]


def _own_words(clause: Sequence[re.Match[str]]) -> list[int]:
    """Finds the words of a clause that agree with its speaker."""
    forms = [form(match.group()) for match in clause]
    alone = speaks_of_itself(forms)
    found: set[int] = set()
    for at, match in enumerate(clause):
        before = _participles_before(forms, at)
        is_past = alone and bool(before) and match.group() in ("था", "थी")
        if is_past or (is_future(forms[at]) and _FUTURE.search(match.group())):
            found |= {at, *before}
        elif forms[at] == "hun":
            found |= before
    return sorted(found)


def _participles_before(forms: Sequence[str], end: int) -> set[int]:
    found = set()
    while end > 0 and participle(forms[end - 1]) != "unknown":
        end -= 1
        found.add(end)
    return found


def _counterpart(word: str, gender: Gender) -> str | None:
    """Returns a word's form for a gender, the word itself where it has it; None if not known."""
    male = _VARIANTS.get(word, word)
    for pair in _PAIRS:
        if any(_is_same(male, item) for item in pair):
            own = word if word in _VARIANTS else pair[1]
            return own if gender == "female" else pair[0]
    if _FUTURE.search(word):
        return _FUTURE.sub(rf"\g<1>{'ी' if gender == 'female' else 'ा'}", word)
    if not word.endswith(("ता", "ती")):
        return None
    other = word[:-1] + ("ी" if gender == "female" else "ा")
    return other if other == word or rank_in_hindi(other) is not None else None
