"""Reads a language model's answer, and tells what is wrong with it.

Nothing of an answer is trusted before it is checked: its form, the ids, and of each line whether
it is a translation at all.
"""

import re
import unicodedata

from pydantic import BaseModel, ValidationError

from cp_whisperx.translation.llm_prompt import AskedLine, instructions
from cp_whisperx.translation.repetition import is_loop
from cp_whisperx.translation.sentences import has_letters
from shared.languages import get_language
from shared.unicode_scripts import share_in_script

NO_JSON, OTHER_LINES = "no JSON", "other lines than asked for"
EMPTY, REFUSAL, ECHO, SCRIPT = "empty", "refusal", "echo of the instructions", "wrong script"
LOOP, LONG, SHORT = "loop", "far too long", "far too short"

_LEAST_IN_SCRIPT = 0.5
# A translation is seldom thrice as long as its source; short ones vary more.
_TIMES_LONGER, _CHARACTERS_MORE = 3.0, 80
_TIMES_OVER_BUDGET, _OVER_BUDGET = 2.0, 30
# Text of many words that comes out as one word is an obeyed order rather than a translation.
_LONG_SOURCE, _TIMES_SHORTER = 60, 6
_TIMES_SHORTER_DENSE, _DENSE = 15, frozenset({"Hani", "Jpan", "Hang"})
_ECHO_WORDS = 7
# A model speaks of itself or its task; a character in a film hardly does.
_REFUSAL = re.compile(
    r"(?i)\b(as an? (ai|artificial|language) |i('m| am) an? (ai|language model)|"
    r"(can('|no)?t|can not|unable to|won't|not able to) "
    r"(assist|help|comply|translate|provide|fulfil|process|complete)\b.{0,40}"
    r"\b(request|translat|content|text|that|this)|"
    r"(against|violates?) (my|our|the) (guidelines|polic|programming)|"
    r"here(('| i)s| are) the translat)"
)
_STRUCTURE = re.compile(r"\"(id|text|lines)\"\s*:|-->|```")
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)


class _AnswerLine(BaseModel):
    id: int
    text: str


class _Answer(BaseModel):
    lines: list[_AnswerLine]


def read_lines(text: str, count: int) -> list[str] | str:
    """Returns an answer's lines in the order of their ids, or what is wrong with its form.

    Args:
        text: What the model said; thoughts, fences and words round its JSON are passed over.
        count: How many lines were asked for; their ids are 1 to `count`.
    """
    said = _THOUGHTS.sub("", text)
    first, last = said.find("{"), said.rfind("}")
    try:
        answer = _Answer.model_validate_json(said[first : last + 1] if first >= 0 else said)
    except ValidationError:
        return NO_JSON
    if sorted(line.id for line in answer.lines) != list(range(1, count + 1)):
        return OTHER_LINES
    return [_clean(line.text) for line in sorted(answer.lines, key=lambda line: line.id)]


def _clean(text: str) -> str:
    """Returns a line's text in one line, without control characters."""
    plain = (" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join("".join(plain).split())


def fault_of(line: AskedLine, answer: str, source: str, target: str) -> str:
    """Returns what is wrong with one line's translation, or an empty string.

    Args:
        line: What was asked for.
        answer: What the model made of it.
        source: BCP-47 code.
        target: BCP-47 code.
    """
    if not any(char.isalnum() for char in answer):
        return EMPTY if has_letters(line.text) else ""
    checks = (
        (REFUSAL, bool(_REFUSAL.search(answer)) and not _REFUSAL.search(line.text)),
        (ECHO, _echoes(answer, line.text, instructions(source, target))),
        (LOOP, is_loop(line.text, answer)),
        (LONG, _is_too_long(line, answer)),
        (SHORT, _is_too_short(line.text, answer, get_language(target).script)),
        (SCRIPT, share_in_script(answer, get_language(target).script) < _LEAST_IN_SCRIPT),
    )
    return next((fault for fault, found in checks if found), "")


def _echoes(answer: str, source: str, told: str) -> bool:
    """Whether an answer holds structure, or a run of words that the model was told."""
    if _STRUCTURE.search(answer) and not _STRUCTURE.search(source):
        return True
    runs = _runs(answer) - _runs(source)
    return bool(runs & _runs(told))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + _ECHO_WORDS]) for i in range(len(words) - _ECHO_WORDS + 1)}


def _is_too_long(line: AskedLine, answer: str) -> bool:
    budget = line.notes.get("characters", 0)
    by_source = _TIMES_LONGER * len(line.text) + _CHARACTERS_MORE
    by_budget = _TIMES_OVER_BUDGET * budget + _OVER_BUDGET if budget else by_source
    # A cue with hardly any time must not fail a translation that is as long as what is said.
    return len(answer) > min(by_source, max(by_budget, 2 * len(line.text)))


def _is_too_short(source: str, answer: str, script: str) -> bool:
    times = _TIMES_SHORTER_DENSE if script in _DENSE else _TIMES_SHORTER
    return len(source) >= _LONG_SOURCE and len(answer) * times < len(source)
