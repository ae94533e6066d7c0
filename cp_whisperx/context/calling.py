"""Tells of a name in a line whether it is called, the speaker's own, or somebody's to be met.

"Aditi, idhar aao" calls her; "मैं राज हूँ" is said by Raj; "this is Maya" shows her; "Aditi ko bulao"
only speaks of her and says nothing of who is there.
"""

from collections.abc import Sequence
from typing import Literal

from cp_whisperx.context.cast import Mention
from cp_whisperx.context.hindi_forms import form
from cp_whisperx.context.tokens import Token

Role = Literal["called", "self", "shown", "mentioned"]

_ENDS = ".!?।…"
_HONOURS = frozenset({"ji", "bhai", "sahab", "saab", "didi", "bhaiya", "beta", "beti", "yar"})
_CALLS = frozenset(
    {"are", "arre", "o", "ai", "he", "e", "suno", "sunie", "han", "nahin", "namaste", "shukriya",
     "hey", "hi", "hello", "oh", "yes", "no", "ok", "okay", "thanks", "sorry", "please", "listen",
     "goodbye", "bye", "well", "chalo", "dekho", "achchha", "achha"}
)  # fmt: skip
# What only follows a name that is called.
_AFTER_CALL = frozenset(
    {"tum", "tumne", "tumhe", "tumhara", "tumhari", "tu", "tera", "teri", "tujhe", "aap", "aapne",
     "aapko", "aapka", "aapki", "suno", "sunie", "dekho", "aao", "jao", "ruko", "idhar", "chalo",
     "you", "listen", "look", "come", "wait", "please", "don't", "are"}
)  # fmt: skip
_SELF_BEFORE = (
    ("mera", "nam"), ("my", "name", "is"), ("i'm",), ("i’m",), ("i", "am"), ("me", "llamo"),
    ("меня", "зовут"),
)  # fmt: skip
_SELF_AFTER = frozenset({"hun", "bol"})
_SHOWN_BEFORE = (("yeh",), ("inka", "nam"), ("iska", "nam"), ("this", "is"), ("meet",))
_SHOWN_AFTER = frozenset({"hai", "hain"})


def role_of(mention: Mention, line: Sequence[Token]) -> Role:
    """Tells what a name does in a line.

    Args:
        mention: Where the name stands.
        line: The line's words.
    """
    before = [form(token.core) for token in line[: mention.start]]
    end = mention.end
    while end < len(line) and not _closes(line[end - 1]) and form(line[end].core) in _HONOURS:
        end += 1
    last = line[end - 1]
    after = "" if _closes(last) or end >= len(line) else form(line[end].core)
    if _is_self(before, after, begins=_begins(line, mention.start)):
        return "self"
    if _is_shown(before, after):
        return "shown"
    return "called" if _is_called(line, mention.start, end, after) else "mentioned"


def _closes(token: Token) -> bool:
    """Whether a pause follows: a comma or the end of a sentence."""
    return any(sign in token.after for sign in _ENDS + ",;—–")


def _begins(line: Sequence[Token], at: int) -> bool:
    return at == 0 or any(sign in line[at - 1].after for sign in _ENDS)


def _ends(line: Sequence[Token], end: int) -> bool:
    return end >= len(line) or any(sign in line[end - 1].after for sign in _ENDS)


def _follows(before: Sequence[str], patterns: Sequence[tuple[str, ...]]) -> bool:
    return any(tuple(before[-len(row) :]) == row for row in patterns)


def _is_self(before: Sequence[str], after: str, *, begins: bool) -> bool:
    if begins:
        return False
    if _follows(before, _SELF_BEFORE):
        return after in ("", "hai", "hun", "and", "aur")
    return before[-1:] == ["main"] and after in _SELF_AFTER


def _is_shown(before: Sequence[str], after: str) -> bool:
    if _follows(before, _SHOWN_BEFORE[:3]):
        return after in _SHOWN_AFTER
    return _follows(before, _SHOWN_BEFORE[3:]) and after == ""


def _is_called(line: Sequence[Token], start: int, end: int, after: str) -> bool:
    closed = _closes(line[end - 1])
    if _begins(line, start):
        return closed or end >= len(line) or after in _AFTER_CALL
    if "," in line[start - 1].after:
        return closed or end >= len(line)
    led = form(line[start - 1].core) in _CALLS and _begins(line, start - 1)
    return led and (closed or _ends(line, end) or after in _AFTER_CALL)
