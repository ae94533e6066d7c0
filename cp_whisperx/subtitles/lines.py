"""Line breaking: where a text may be parted, how well, and the best two lines of a cue.

Every place between two tokens has a penalty from 0 (after a sentence) to 60 (between an article
and its noun). The lines of a cue are the cheapest by penalty and balance; the cue builder uses
the same penalties to part cues.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise

from cp_whisperx.subtitles.cohesion import junction
from cp_whisperx.subtitles.grammar import Grammar, get_grammar
from cp_whisperx.subtitles.profiles import StyleProfile
from cp_whisperx.subtitles.tokens import Token, join_tokens

AFTER_SENTENCE = 0.0
AFTER_CLAUSE = 1.0
BEFORE_CONJUNCTION = 3.0
BEFORE_PREPOSITION = 5.0
AFTER_POSTPOSITION = 5.0
BEFORE_LEADING = 5.0
BEFORE_GENITIVE = 8.0
BETWEEN_WORDS = 9.0
BETWEEN_CHARACTERS = 12.0
AFTER_LEADING = 22.0
AFTER_PREPOSITION = 30.0
WITHIN_UNSPACED_WORD = 28.0
WITHIN_DOTTED_NAME = 35.0
# From here on a break is against the rules, and the style check reports it.
FORBIDDEN = 40.0
WITHIN_NAME = 40.0
BEFORE_TRAILING = 42.0
AFTER_NUMBER = 45.0
AFTER_DETERMINER = 60.0
WITHIN_WORD = 60.0

_TOP_LONGER = 1.5
_UNBALANCED_TOP_LONGER = 0.25
_UNBALANCED_BOTTOM_LONGER = 0.2
# Beyond this difference in characters the lines look lopsided.
_LOPSIDED_FROM = 14.0
_LOPSIDED = 0.3
# Prepositions that tie a noun to the noun before it.
_GENITIVE = frozenset({"of", "de", "del"})
_CLOSERS = "\"'”’»)]）」』》"
_SENTENCE_SIGNS = ".!?…।॥؟。！？｡۔"
_CLAUSE_SIGNS = ",;:،؛，；：、—–"
_NUMBER = re.compile(r"[^\w\s]*\d[\d.,:/]*")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
_NAME_DOTS = frozenset("·•‧・")
_CASED_SCRIPTS = frozenset({"Latn", "Cyrl"})
# "وقال" (and he said): the Arabic "and" is written as one word with what follows.
_ARABIC_AND = re.compile(r"و\w{3,}")


class LineBreaker:
    """Breaks a run of tokens of one language.

    Args:
        tokens: The run.
        profile: The language's profile.
        margin: Characters of each line that are taken by song marks.
        words: Pairs of characters not to part, in unspaced scripts (`cohesion.learn_words`).
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        profile: StyleProfile,
        margin: float = 0.0,
        words: frozenset[str] = frozenset(),
    ) -> None:
        self.tokens = tokens
        self.profile = profile
        self.penalties = break_penalties(tokens, profile)
        _keep_words(self.penalties, tokens, words)
        self._limit = profile.line_length - margin
        self._single = profile.line_length - 2 * margin
        # 42 characters are the measure of imbalance; a shorter line weighs each one more.
        self._scale = 42.0 / profile.line_length
        glue = [len(token.glue) * (1.0 if profile.spaced else 0.5) for token in tokens]
        self._glue = glue
        self._sums = [0.0, *accumulate(t.length + g for t, g in zip(tokens, glue, strict=True))]

    def width(self, first: int, last: int) -> float:
        """Returns the visible length of the tokens `first` to `last`, both included."""
        return self._sums[last + 1] - self._sums[first] - self._glue[first]

    def best(self, first: int, last: int) -> tuple[float, int | None] | None:
        """Finds the best layout of the tokens `first` to `last`.

        Returns:
            Its cost and the token after which the line breaks (None: one line), or None if the
            tokens do not fit into as many lines as a cue may have.
        """
        if self.width(first, last) <= self._single:
            return 0.0, None
        if self.profile.max_lines < 2:
            return None
        found: tuple[float, int | None] | None = None
        for place in range(first, last):
            top = self.width(first, place)
            if top > self._limit:
                break
            bottom = self.width(place + 1, last)
            if bottom <= self._limit:
                cost = self.penalties[place] + self._imbalance(top, bottom)
                if found is None or cost < found[0]:
                    found = cost, place
        return found

    def lines(self, first: int, last: int) -> tuple[str, ...]:
        """Returns the tokens `first` to `last` as one line or two.

        Raises:
            ValueError: If they do not fit; `best` says so beforehand.
        """
        found = self.best(first, last)
        if found is None:
            raise ValueError("The text does not fit into two lines.")
        if found[1] is None:
            return (join_tokens(self.tokens[first : last + 1]),)
        place = found[1] + 1
        return (join_tokens(self.tokens[first:place]), join_tokens(self.tokens[place : last + 1]))

    def _imbalance(self, top: float, bottom: float) -> float:
        difference = abs(top - bottom) * self._scale
        lopsided = max(0.0, difference - _LOPSIDED_FROM) * _LOPSIDED
        if top > bottom:
            return _TOP_LONGER + difference * _UNBALANCED_TOP_LONGER + lopsided
        return difference * _UNBALANCED_BOTTOM_LONGER + lopsided


def break_penalties(tokens: Sequence[Token], profile: StyleProfile) -> list[float]:
    """Returns for each token the penalty of a break after it; 0 for the last."""
    grammar = get_grammar(profile.language)
    inner = [_penalty(tokens, place, grammar, profile) for place in range(len(tokens) - 1)]
    return [*inner, AFTER_SENTENCE] if tokens else []


def _keep_words(penalties: list[float], tokens: Sequence[Token], words: frozenset[str]) -> None:
    """Raises the penalty of each break that would part a word."""
    for place, (left, right) in enumerate(pairwise(tokens)):
        if words and junction(left, right) in words:
            penalties[place] = max(penalties[place], WITHIN_UNSPACED_WORD)


def ends_sentence(token: Token, profile: StyleProfile) -> bool:
    """Whether a sentence ends with the token; abbreviations and initials do not end one."""
    text = token.text.rstrip(_CLOSERS)
    if not text or text[-1] not in _SENTENCE_SIGNS:
        return False
    if not text.endswith(".") or text.endswith(".."):
        return True
    word = text.lower().lstrip("\"'“‘«([-")
    return word not in get_grammar(profile.language).determiners and not _INITIAL.fullmatch(word)


def ends_clause(token: Token) -> bool:
    """Whether a comma or the like follows the token's word."""
    return token.text.rstrip(_CLOSERS)[-1:] in set(_CLAUSE_SIGNS)


def _penalty(tokens: Sequence[Token], place: int, grammar: Grammar, profile: StyleProfile) -> float:
    left, right = tokens[place], tokens[place + 1]
    if ends_sentence(left, profile):
        return AFTER_SENTENCE
    if not right.glue and profile.spaced:
        return WITHIN_WORD
    if ends_clause(left):
        return AFTER_CLAUSE
    hold = _hold(_key(left), _key(right), grammar)
    if hold:
        return hold
    return _within_name(tokens, place, profile) or _inviting(
        _key(left), _key(right), grammar, profile
    )


def _key(token: Token) -> str:
    return _bare(token.text).lower()


def _bare(text: str) -> str:
    """Returns a word without the signs round it; combining marks and a final full stop stay."""
    first, last = 0, len(text)
    while first < last and _is_sign(text[first]):
        first += 1
    while last > first and _is_sign(text[last - 1]) and text[last - 1] != ".":
        last -= 1
    return text[first:last]


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PSZ"


def _hold(left: str, right: str, grammar: Grammar) -> float:
    """How strongly two words hold together; 0 for not at all."""
    if left in grammar.determiners:
        return AFTER_DETERMINER
    if _NUMBER.fullmatch(left):
        return AFTER_NUMBER
    if right in grammar.trailing:
        return BEFORE_TRAILING
    return 0.0


def _inviting(left: str, right: str, grammar: Grammar, profile: StyleProfile) -> float:
    if left in grammar.prepositions - grammar.conjunctions:
        return AFTER_PREPOSITION
    if right in grammar.conjunctions or (profile.language == "ar" and _ARABIC_AND.match(right)):
        return BEFORE_CONJUNCTION
    if right in grammar.prepositions:
        return BEFORE_GENITIVE if right in _GENITIVE else BEFORE_PREPOSITION
    if left in grammar.postpositions:
        return AFTER_POSTPOSITION
    if left in grammar.leading or left in grammar.prepositions:
        return AFTER_LEADING
    return _plain(right, grammar, profile)


def _plain(right: str, grammar: Grammar, profile: StyleProfile) -> float:
    if not profile.spaced:
        return BETWEEN_CHARACTERS
    return BEFORE_LEADING if right in grammar.leading else BETWEEN_WORDS


def _within_name(tokens: Sequence[Token], place: int, profile: StyleProfile) -> float:
    if _is_name_pair(tokens, place, profile):
        return WITHIN_NAME
    dotted = not profile.spaced and _is_near_name_dot(tokens, place)
    return WITHIN_DOTTED_NAME if dotted else 0.0


def _is_name_pair(tokens: Sequence[Token], place: int, profile: StyleProfile) -> bool:
    """Whether two capitalised words in a row look like the parts of one name."""
    if profile.script not in _CASED_SCRIPTS:
        return False
    opens = place == 0 or ends_sentence(tokens[place - 1], profile)
    left, right = (_bare(token.text) for token in tokens[place : place + 2])
    if not (left[:1].isupper() and right[:1].isupper()):
        return False
    # "I" is no name, and the first word of a sentence need not be one.
    return (
        len(left) > 1 and right != "I" and not (opens and _key(tokens[place]) in _common(profile))
    )


def _is_near_name_dot(tokens: Sequence[Token], place: int) -> bool:
    """Whether a place is next to the dot of a foreign name: 艾琳·琼斯."""
    near = tokens[max(0, place - 3) : place + 3]
    return any(token.text[:1] in _NAME_DOTS for token in near)


def _common(profile: StyleProfile) -> frozenset[str]:
    grammar = get_grammar(profile.language)
    return grammar.conjunctions | grammar.prepositions | grammar.leading
