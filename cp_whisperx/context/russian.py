"""Russian forms that depend on who speaks to whom: я пошёл or пошла, ты идёшь or вы идёте.

Words are looked up in a dictionary of forms (OpenCorpora's, by pymorphy3). What agrees with the
subject is changed all together; where one word is in doubt, the whole line stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.artifacts import Gender

_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+")
_CLAUSE_END = re.compile(r"[,;:()—–]|\s-\s")
_QUOTES = re.compile(r"[«»\"“”„]|(?:^|\s)['‘]")
_OPENERS = frozenset({"что", "чтобы", "который", "когда", "если", "пока", "как", "кто", "где"})
_GENDERS = {"female": "femn", "male": "masc"}
_AGREEING = ("VERB", "ADJS", "PRTS")
# As мой is foremost "my", and a form of "wash" in the dictionary alone.
_NO_VERBS = frozenset({"ADJF", "PREP", "CONJ", "NUMR", "NPRO", "PRCL", "ADVB"})
_SURE = 0.5
_SELF = {"masc": "сам", "femn": "сама", "plur": "сами"}
# Short forms that the dictionary reads as other words first.
_SHORT = (("рад", "рада"), ("готов", "готова"), ("должен", "должна"), ("уверен", "уверена"),
          ("согласен", "согласна"), ("виноват", "виновата"), ("жив", "жива"), ("занят", "занята"),
          ("болен", "больна"), ("голоден", "голодна"))  # fmt: skip
_FORMAL = {
    "ты": "вы", "тебя": "вас", "тебе": "вам", "тобой": "вами", "тобою": "вами", "твой": "ваш",
    "твоя": "ваша", "твоё": "ваше", "твое": "ваше", "твои": "ваши", "твоего": "вашего",
    "твоей": "вашей", "твоему": "вашему", "твою": "вашу", "твоим": "вашим", "твоём": "вашем",
    "твоем": "вашем", "твоих": "ваших", "твоими": "вашими",
}  # fmt: skip
_PLURALS = frozenset({"вы", "вас", "вам", "вами"})
_FIRST = frozenset({"я"})
_SECOND = frozenset({"ты"})


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        return self.text.lower()


class _DoubtError(Exception):
    """A line in which something is not certain."""


def agree_with_speaker(text: str, gender: Gender) -> str:
    """Brings what the speaker says of themselves into their gender.

    Args:
        text: A line of Russian.
        gender: The speaker's.

    Returns:
        The line; unchanged where it is right, or where anything about it is not certain.
    """
    if gender not in _GENDERS or _QUOTES.search(text):
        return text
    try:
        return _replaced(text, dict(_agreeing(text, _FIRST, {_GENDERS[gender]})))
    except _DoubtError:
        return text


def address_formally(text: str) -> str:
    """Turns ты into вы with all that agrees with it.

    Returns:
        The line; unchanged where nobody is called ты, or where anything is not certain.
    """
    words = _words(text)
    if _QUOTES.search(text) or any(word.plain in _PLURALS for word in words):
        return text
    try:
        changes = dict(_agreeing(text, _SECOND, {"plur"}))
        for word in words:
            if word.plain in _FORMAL:
                changes[word] = _FORMAL[word.plain]
            elif (plural := _plural(word)) and word not in changes:
                changes[word] = plural
        _require_nobody_left(text, changes)
        return _replaced(text, changes)
    except _DoubtError:
        return text


def _require_nobody_left(text: str, changes: dict[_Word, str]) -> None:
    """Where no subject stands, a form that was not changed may be the addressee's.

    Raises:
        _DoubtError: If there is one.
    """
    for clauses in _clauses(text):
        for clause in clauses:
            left = [word for word in clause if _agrees(word) and word not in changes]
            if left and not _has_nominative(clause) and not _SECOND & {w.plain for w in clause}:
                raise _DoubtError


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def _parses(plain: str) -> tuple[Any, ...]:
    return tuple(_analyzer().parse(plain)) if _analyzer().word_is_known(plain) else ()


def _words(text: str) -> list[_Word]:
    return [_Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


def _clauses(text: str) -> Iterator[list[list[_Word]]]:
    """Gives the clauses of each sentence as words."""
    for sentence in _spans(text, 0, len(text), _SENTENCE_END):
        yield [
            [word for word in _words(text) if start <= word.start < end]
            for start, end in _spans(text, *sentence, _CLAUSE_END)
        ]


def _spans(text: str, start: int, end: int, border: re.Pattern[str]) -> list[tuple[int, int]]:
    borders = [match.end() for match in border.finditer(text, start, end)]
    return list(zip([start, *borders], [*borders, end], strict=True))


def _agreeing(text: str, subject: frozenset[str], wanted: set[str]) -> Iterator[tuple[_Word, str]]:
    """Gives what agrees with a pronoun, with its right form.

    Raises:
        _DoubtError: If it is not certain what does.
    """
    for clauses in _clauses(text):
        goes_on = False
        for clause in clauses:
            own = any(word.plain in subject for word in clause)
            if own and _has_other_subject(clause, subject):
                raise _DoubtError
            if own or (goes_on and not _is_anothers(clause)):
                yield from _forms(clause, wanted, subject)
            goes_on = own or goes_on


def _has_other_subject(clause: Sequence[_Word], subject: frozenset[str]) -> bool:
    """Whether another pronoun in the nominative stands in a clause."""
    others = (word for word in clause if word.plain not in subject)
    return any(
        parse.tag.POS == "NPRO" and "nomn" in parse.tag and "accs" not in parse.tag
        for word in others
        for parse in _parses(word.plain)[:1]
    )


def _is_anothers(clause: Sequence[_Word]) -> bool:
    """Whether a clause after the pronoun's has a subject of its own.

    Raises:
        _DoubtError: If one that is opened by a conjunction has a form that may be anybody's.
    """
    if _has_nominative(clause):
        return True
    if any(word.plain in _OPENERS for word in clause) and any(map(_agrees, clause)):
        raise _DoubtError
    return False


def _has_nominative(clause: Sequence[_Word]) -> bool:
    return any(
        parse.tag.POS in ("NOUN", "NPRO", "NUMR") and "nomn" in parse.tag
        for word in clause
        if word.plain not in _OPENERS
        for parse in _parses(word.plain)
    )


def _agrees(word: _Word) -> Any | None:
    """Returns the reading of a form that agrees with a subject in gender; None for others."""
    parses = _parses(word.plain)
    if not parses:
        return None
    best = parses[0]
    tag = best.tag
    in_gender = tag.gender in ("masc", "femn") and tag.number == "sing"
    is_past = tag.POS == "VERB" and tag.tense == "past"
    if in_gender and (is_past or tag.POS in ("ADJS", "PRTS")):
        return best
    return None


def _forms(
    clause: Sequence[_Word], wanted: set[str], subject: frozenset[str]
) -> Iterator[tuple[_Word, str]]:
    for word in clause:
        if word.plain in subject:
            continue
        if word.plain in _SELF.values():
            yield word, _SELF[next(iter(wanted))]
            continue
        if short := _short(word.plain, wanted):
            yield word, short
            continue
        parse = _agrees(word)
        if parse is None:
            _require_no_agreement(word)
        elif wanted - set(parse.tag.grammemes):
            yield word, _inflected(word, parse, wanted)


def _short(plain: str, wanted: set[str]) -> str:
    """Returns a short form that is on the list in the gender that is wanted, else nothing."""
    for male, female in _SHORT:
        if plain in (male, female):
            return {"masc": male, "femn": female}.get(next(iter(wanted)), "")
    return ""


def _require_no_agreement(word: _Word) -> None:
    """A word that may agree with the subject and is not changed would tell on it.

    Raises:
        _DoubtError: If the word may do that.
    """
    if word.plain in ("один", "одна"):
        raise _DoubtError
    for parse in _parses(word.plain)[:1]:
        tag = parse.tag
        if tag.POS in ("ADJF", "PRTF") and {"nomn", "sing"} <= tag.grammemes and "Apro" not in tag:
            raise _DoubtError


def _inflected(word: _Word, parse: Any, wanted: set[str]) -> str:
    """Returns a form that the dictionary has and that leads back to the word."""
    rivals = [p for p in _parses(word.plain) if p.tag.POS not in _AGREEING]
    other = parse.inflect(wanted)
    if other is None or parse.score < _SURE or any(p.score >= _SURE for p in rivals):
        raise _DoubtError
    back = other.inflect(set(parse.tag.grammemes) & {"masc", "femn", "sing"})
    if not _parses(other.word) or back is None or _bare(back.word) != _bare(word.plain):
        raise _DoubtError
    return str(other.word)


def _bare(plain: str) -> str:
    return plain.replace("ё", "е")


def _speaks_to_one(parse: Any) -> bool:
    tag = parse.tag
    is_one = tag.POS == "VERB" and tag.number == "sing"
    return bool(is_one and (tag.person == "2per" or tag.mood == "impr"))


def _plural(word: _Word) -> str | None:
    """Returns the plural of a verb that speaks to one person; None for other words.

    Raises:
        _DoubtError: If the word may be such a verb and may be something else.
    """
    parses = _parses(word.plain)
    readings = [parse for parse in parses if _speaks_to_one(parse)]
    if not readings or parses[0].tag.POS in _NO_VERBS:
        return None
    other = readings[0].inflect({"plur"})
    if len(readings) < len(parses) or other is None or not _parses(other.word):
        raise _DoubtError
    if other.word[: len(word.plain) - 2] != word.plain[:-2]:
        raise _DoubtError
    return str(other.word)


def _replaced(text: str, changes: dict[_Word, str]) -> str:
    for word in sorted(changes, key=lambda item: -item.start):
        new = changes[word]
        new = new.upper() if word.text.isupper() and len(word.text) > 1 else new
        new = new[:1].upper() + new[1:] if word.text[:1].isupper() else new
        text = text[: word.start] + new + text[word.end :]
    return text
