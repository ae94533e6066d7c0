"""What the grammar of a Hindi line says of who speaks, to whom, and how.

"मैं जा रही हूँ" is said by a woman, "आप कहाँ जा रही हैं" to one, with respect. Cues are weighed: a
masculine plural may be said to a woman's husband, to a group, or to anybody in general.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cp_whisperx.context.hindi_forms import form
from cp_whisperx.context.tokens import parted
from shared.artifacts import Gender, Register

_CLAUSE_END = re.compile(r"[,;:.?!।…—–]")
_JOINERS = frozenset(
    {"ki", "aur", "lekin", "magar", "par", "kyonki", "jo", "agar", "jab", "to", "ya", "but", "and"}
)
_OTHERS = frozenset({"voh", "yeh", "ve", "ham", "hum", "koi", "kaun", "unhon", "usne", "inhon"})
_REGISTERS: dict[Register, frozenset[str]] = {
    "intimate": frozenset({"tu", "tujhe", "tujhko", "tujhse", "tera", "teri", "tere", "tujh"}),
    "familiar": frozenset(
        {"tum", "tumne", "tumhe", "tumko", "tumse", "tumhara", "tumhari", "tumhare", "tumhin"}
    ),
    "formal": frozenset({"aap", "aapne", "aapko", "aapse", "aapka", "aapki", "aapke", "aapmen"}),
}
_TUNE = frozenset({"तूने", "tune", "toone"})
# Of the reflexive "by oneself".
_REFLEXIVE = frozenset({"apne", "khud"})
_FEMALE = frozenset(
    {"rahi", "gai", "aai", "chuki", "hui", "baithi", "khari", "khadi", "soi", "pai", "chali",
     "thaki", "lagi", "akeli", "pyasi", "bhukhi", "bani", "ruki", "nikli", "pahunchi"}
)  # fmt: skip
_MALE = frozenset(
    {"raha", "gaya", "aaya", "chuka", "hua", "baitha", "khara", "khada", "soya", "paya", "chala",
     "thaka", "laga", "akela", "pyasa", "bhukha", "bana", "ruka", "nikla", "pahuncha"}
)  # fmt: skip
_POLITE_MALE = frozenset(
    {"rahe", "gae", "aae", "chuke", "hue", "baithe", "khare", "khade", "soe", "pae", "chale",
     "thake", "lage", "akele", "bane", "ruke", "nikle", "pahunche"}
)  # fmt: skip
# Nouns that end like participles.
_NO_VERBS = frozenset(
    {"mata", "pita", "neta", "abhineta", "devta", "devata", "beta", "pati", "yuvati", "yuvti",
     "shrimati", "data", "gita", "sita", "vijeta", "karyakarta", "shrota", "rishta", "juta",
     "khata", "patta", "kutta", "kutti", "roti", "moti", "chhoti", "unchi", "ghati", "mitti",
     "shanti", "bharti", "jati", "sasti", "sasta", "rasta", "farishta", "nata", "tota", "pota",
     "poti", "mota", "chhota", "natija", "basti", "masti", "dosti", "galti", "ginti", "goti"}
)  # fmt: skip
_FORMAL_IMPERATIVES = frozenset(
    {"sunie", "dekhie", "baithie", "kijie", "dijie", "lijie", "jaie", "aaie", "bataie", "rukie",
     "bolie", "chalie", "chhodie", "chhorie", "rahie", "sochie", "samjhie", "khaie", "utarie",
     "hatie", "puchhie", "likhie", "manie", "bulaie", "rakhie", "nikalie", "kijiega", "jaiega",
     "aaiega", "bataiega", "dijiega", "rakhiega", "karie"}
)  # fmt: skip
_FAMILIAR_IMPERATIVES = frozenset(
    {"suno", "jao", "aao", "karo", "bolo", "batao", "ruko", "chhodo", "chhoro", "baitho", "bhago",
     "hato", "socho", "samjho", "utho", "khao", "pakdo", "pakro", "bulao", "rakho", "kaho"}
)  # fmt: skip
_NO_FUTURE = frozenset(
    {"gunga", "gungi", "munga", "mungi", "hogi", "yogi", "rogi", "jogi", "bhogi", "sahyogi",
     "upyogi", "udyogi", "viyogi"}
)  # fmt: skip
# After a pronoun of the second person: more than one is spoken to.
_MANY = frozenset({"log", "logon", "sab", "dono", "donon"})
_SHORTEST = 4
_WEAK = 0.5


@dataclass
class Cues:
    """Weighed evidence of one line."""

    speaker: Counter[Gender] = field(default_factory=Counter)
    addressee: Counter[Gender] = field(default_factory=Counter)
    register: Counter[Register] = field(default_factory=Counter)


def hindi_cues(text: str) -> Cues:
    """Reads a line of Hindi, in Devanagari or in Latin letters."""
    cues = Cues()
    for words, forms in _clauses(text):
        _first_person(forms, cues)
        _second_person(words, forms, cues)
    return cues


def _clauses(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Gives the words of each clause, as they stand and as they are compared."""
    for part in _CLAUSE_END.split(text):
        words = [core for word in part.split() if (core := parted(word)[1])]
        start = 0
        for at, word in enumerate([*words, ""]):
            if not word or form(word) in _JOINERS:
                clause = words[start:at]
                if clause:
                    yield clause, [form(item) for item in clause]
                start = at + 1


def participle(word: str) -> Gender:
    """Tells the gender of a singular participle in its compared form; `unknown` for others."""
    if word in _FEMALE or (_is_habitual(word) and word.endswith("ti")):
        return "female"
    if word in _MALE or (_is_habitual(word) and word.endswith("ta")):
        return "male"
    return "unknown"


def _is_habitual(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _NO_VERBS and word[-2:] in ("ta", "ti", "te")


def _polite_male(word: str) -> bool:
    return word in _POLITE_MALE or (_is_habitual(word) and word.endswith("te"))


def _first_person(forms: Sequence[str], cues: Cues) -> None:
    alone = speaks_of_itself(forms)
    for at, word in enumerate(forms):
        before = participle(forms[at - 1]) if at else "unknown"
        if word == "hun" or (alone and (word, before) in (("tha", "male"), ("thi", "female"))):
            _count(cues.speaker, before)
        elif is_future(word):
            _count(cues.speaker, "female" if word.endswith("i") else "male")


def is_future(word: str) -> bool:
    """Whether a word in its compared form is a future of the first person: जाऊँगा, करूँगी."""
    return word.endswith(("unga", "ungi")) and word not in _NO_FUTURE


def speaks_of_itself(forms: Sequence[str]) -> bool:
    """Whether मैं is the one subject of a clause, given by its words' compared forms."""
    return "main" in forms and not _OTHERS & set(forms) and not _second(forms)


def _second(forms: Sequence[str]) -> bool:
    return any(set(forms) & words for words in _REGISTERS.values())


def _count(counter: Counter[Gender], gender: Gender, weight: float = 1.0) -> None:
    if gender != "unknown":
        counter[gender] += weight  # type: ignore[assignment]


def _second_person(words: Sequence[str], forms: Sequence[str], cues: Cues) -> None:
    found = set(_pronouns(words, forms))
    for register in found:
        cues.register[register] += 1
    if any(word in _FORMAL_IMPERATIVES for word in forms):
        cues.register["formal"] += 1
    if any(word in _FAMILIAR_IMPERATIVES for word in forms) and not found:
        cues.register["familiar"] += 1
    for at, word in enumerate(forms):
        _verb(forms[at - 1] if at else "", word, found, cues)


def _pronouns(words: Sequence[str], forms: Sequence[str]) -> Iterator[Register]:
    for at, word in enumerate(forms):
        if words[at].casefold() in _TUNE:
            yield "intimate"
        reflexive = word == "aap" and at > 0 and forms[at - 1] in _REFLEXIVE
        if reflexive or (at + 1 < len(forms) and forms[at + 1] in _MANY):
            continue
        yield from (name for name, members in _REGISTERS.items() if word in members)


def _verb(before: str, word: str, pronouns: set[Register], cues: Cues) -> None:
    """Weighs a verb form of the second person, with the participle before it."""
    female = participle(before) == "female"
    if word == "ho" and (female or _polite_male(before)):
        cues.register["familiar"] += 1
        _count(cues.addressee, "female" if female else "male", 1.0 if female else _WEAK)
    elif word in ("hain", "thin") and "formal" in pronouns:
        if female or before == "kaisi":
            _count(cues.addressee, "female")
        elif word == "hain" and _polite_male(before):
            _count(cues.addressee, "male", _WEAK)
    elif word in ("hai", "tha", "thi") and "intimate" in pronouns:
        _count(cues.addressee, participle(before))
    elif word.endswith(("oge", "ogi")) and len(word) >= _SHORTEST and word not in _NO_FUTURE:
        cues.register["familiar"] += 1
        is_female = word.endswith("ogi")
        _count(cues.addressee, "female" if is_female else "male", 1.0 if is_female else _WEAK)
    elif word.endswith(("egi", "ega")) and "intimate" in pronouns:
        _count(cues.addressee, "female" if word.endswith("egi") else "male", _WEAK)
